import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Setting } from '../setting.ts';

const FOLDER = resolve(import.meta.dirname, '../../../state-machines');

/** The state machine files of the project. */
export const stateMachineFiles = (): string[] => readdirSync(FOLDER).filter((name) => name.endsWith('.asl.json'));

export const readStateMachine = (file: string): object => {
  const definition: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  if (typeof definition !== 'object' || definition === null) throw new Error(`${file} holds no state machine`);
  return definition;
};

const require = createRequire(import.meta.url);

/** asl-validator has no types and exports its one function as a CommonJS module. */
const validate = (definition: object): unknown => {
  const validator: unknown = require('asl-validator');
  if (typeof validator !== 'function') throw new Error('asl-validator exports no function any more');
  return Reflect.apply(validator, undefined, [definition, { checkArn: true, checkPaths: true }]);
};

const faultOf = (definition: object): string | undefined => {
  const verdict = validate(definition);
  if (typeof verdict !== 'object' || verdict === null || !('isValid' in verdict) || !('errors' in verdict))
    throw new Error('asl-validator answers in another shape than expected');
  return verdict.isValid === true ? undefined : JSON.stringify(verdict.errors);
};

/** asl-validator on every state machine file; and on a broken one, so that a judge who says yes to all is found out. */
export const judgeStateMachines = async ({ report }: Setting): Promise<void> => {
  const files = stateMachineFiles();
  await report.judge('asl-validator: there are state machine files', () => (files.length > 0 ? undefined : `none in ${FOLDER}`));
  for (const file of files) await report.judge(`asl-validator: ${file}`, () => faultOf(readStateMachine(file)));
  await report.judge('asl-validator: refuses a machine whose Next leads nowhere', () => {
    const broken = { QueryLanguage: 'JSONata', StartAt: 'One', States: { One: { Type: 'Pass', Next: 'Nowhere' } } };
    return faultOf(broken) === undefined ? 'it was taken for valid' : undefined;
  });
};
