import { localDay } from '../calendar/local-time.ts';
import type { Fault } from '../platform/faults.ts';
import { dayOfCode } from './dossier-code-format.ts';
import type { Procedure } from './procedure.ts';

/** What is wrong with the code that a filing brings: only procedures whose codes the national portal issues come with one. */
export const givenCodeFaults = ({ codeIssuer }: Procedure, code: string | undefined, at: Date): readonly Fault[] => {
  const fault = (detail: string): Fault[] => [{ pointer: '/body/code', detail }];
  if (codeIssuer !== 'NPSP') return code === undefined ? [] : fault('is not taken: the code of this procedure is issued at submission');
  if (code === undefined) return fault('is missing: the national portal issues the codes of this procedure');
  return (dayOfCode(code) ?? '') > localDay(at) ? fault('was issued on a day that is still to come') : [];
};
