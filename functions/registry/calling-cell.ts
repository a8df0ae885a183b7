import type { AgencySystem } from '../platform/caller.ts';
import { type HttpAnswer, problem } from '../platform/http-answer.ts';

/** The cell that a client of the national cell stands for: clients are named `cell-<code>`. Undefined for every other system. */
export const callingCell = (system: string): string | undefined => /^cell-(\d{2})$/.exec(system)?.[1];

/** Refuses systems that are no cell, whatever they send. */
export const cellsOnly =
  (detail: string) =>
  ({ system }: Pick<AgencySystem, 'system'>): HttpAnswer | undefined =>
    callingCell(system) ? undefined : problem('role-missing', { detail });
