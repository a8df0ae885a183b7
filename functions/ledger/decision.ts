import { taskKey } from './item-keys.ts';
import type { Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';
import { Task } from './task.ts';

/**
 * The answer that decides a dossier: one refusal of a competent agency decides, a grant needs all of them. Undefined while one is
 * missing. `tasks` are those of the dossier as far as they were opened.
 */
export const decisionOf = (stages: Meta['stages'], tasks: readonly Task[]): Task | undefined => {
  const competent = stages.flat().filter(({ role }) => role === 'competent');
  const refusal = tasks.find(({ answer }) => answer === 'REFUSE');
  if (refusal) return refusal;
  const grants = tasks.filter(({ answer }) => answer === 'GRANT');
  return competent.length > 0 && grants.length === competent.length ? grants.at(-1) : undefined;
};

/**
 * Whether the competent agencies have decided the dossier, concluded or not: nobody asks for supplements, withdraws, extends or hands
 * it over any more (problem `dossier-decided`).
 */
export const isDecided = (stages: Meta['stages'], tasks: readonly Task[]): boolean => decisionOf(stages, tasks) !== undefined;

/** The answers that decide or may decide, read from the table; read them after META. Before the agencies have it there are none. */
export const readDeciding = async (
  ledger: Pick<Ledger, 'readItems'>,
  { dossierId, stages, run }: Pick<Meta, 'dossierId' | 'stages' | 'run'>,
): Promise<readonly Task[]> => {
  const competent = run > 0 ? stages.flat().filter(({ role }) => role === 'competent') : [];
  if (competent.length === 0) return [];
  const items = await ledger.readItems(competent.map(({ n }) => taskKey(dossierId, n)));
  return items.flatMap((item) => (item ? [Task.parse(item)] : []));
};
