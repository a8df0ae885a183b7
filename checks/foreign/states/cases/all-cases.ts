import type { Case } from '../case.ts';
import { expressions } from './expressions.ts';
import { maps } from './maps.ts';
import { parallels } from './parallels.ts';
import { productMachines } from './product-machines.ts';
import { simpleStates } from './simple-states.ts';
import { tasks } from './tasks.ts';
import { tokens } from './tokens.ts';
import { variables } from './variables.ts';

export const allCases: readonly Case[] = [
  ...simpleStates,
  ...expressions,
  ...tasks,
  ...tokens,
  ...maps,
  ...parallels,
  ...variables,
  ...productMachines,
];
