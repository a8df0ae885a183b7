import { isDeepStrictEqual } from 'node:util';
import { transitions } from '../../functions/ledger/dossier-state.ts';
import { type DossierItems, readDossierItems } from './dossier-items.ts';
import { type Folded, foldHistory } from './fold-history.ts';
import type { Inspection } from './place/inspection.ts';

const difference = (what: string, stored: unknown, told: unknown): string[] =>
  isDeepStrictEqual(stored, told) ? [] : [`${what} is ${JSON.stringify(stored)}, its history says ${JSON.stringify(told)}`];

/** Numbers 1 to n without a gap, times that never go back, edges of the table that follow each other. */
const historyFaults = ({ meta, events }: DossierItems): string[] => {
  const faults = difference(
    'the numbering',
    events.map(({ n }) => n),
    Array.from({ length: meta.n }, (_, index) => index + 1),
  );
  let state = 'draft';
  let at = '';
  for (const { n, type, at: time, from, to } of events) {
    if (time < at) faults.push(`event ${n} (${type}) is older than the one before it`);
    at = time;
    if (from === undefined || to === undefined) continue;
    const edges: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[] = Object.values(transitions);
    if (from !== state) faults.push(`event ${n} (${type}) leaves ${from}, but the dossier was ${state}`);
    if (!edges.some((edge) => edge.from.includes(from) && edge.to.includes(to))) faults.push(`no transition leads from ${from} to ${to}`);
    state = to;
  }
  return faults;
};

const stateFaults = ({ meta }: DossierItems, folded: Folded): string[] => {
  const {
    state,
    code,
    lookups,
    findings,
    documents,
    dueAt,
    amountDue,
    attempts,
    receiptNumber,
    run,
    stage,
    openTasks,
    outcome,
    resultCode,
  } = meta;
  const uploaded = Object.keys(documents).filter((document) => documents[document] === 'uploaded');
  const head = {
    state,
    code,
    lookups,
    findings,
    uploaded,
    dueAt,
    amountDue,
    attempts,
    receiptNumber,
    run,
    stage,
    openTasks,
    outcome,
    resultCode,
  };
  const { tasks: _tasks, booked: _booked, concluded: _concluded, ...told } = folded;
  return Object.entries(head).flatMap(([name, stored]) =>
    difference(name, stored, Object.entries(told).find(([key]) => key === name)?.[1]),
  );
};

/** Tasks as the history opened and closed them; tokens of such tasks only. */
const taskFaults = ({ tasks, tokens }: DossierItems, folded: Folded): string[] => [
  ...difference('the tasks', Object.fromEntries(tasks.map(({ taskId, answer }) => [taskId, answer ?? 'open'])), folded.tasks),
  ...tasks.flatMap(({ taskId, state, answer }) =>
    (state === 'closed') === (answer !== undefined) ? [] : [`${taskId} is ${state} with ${answer}`],
  ),
  ...tokens.flatMap(({ taskId }) => (folded.tasks[taskId] ? [] : [`a token waits for ${taskId}, which was never opened`])),
];

/** Money at most once, and as the history says. */
const paymentFaults = ({ payments }: DossierItems, folded: Folded): string[] => {
  const booked = payments.filter(({ state }) => state === 'booked').map(({ reference }) => reference);
  return [...difference('what is booked', booked, folded.booked), ...(booked.length > 1 ? [`${booked.length} payments are booked`] : [])];
};

const resultFaults = ({ keys, meta }: DossierItems, folded: Folded): string[] => [
  ...difference('the number of results', keys.filter((key) => key === 'RESULT').length, folded.concluded),
  ...(folded.concluded > 1 ? ['concluded more than once'] : []),
  ...(['draft', 'not-accepted', 'processed', 'returned'].includes(meta.state) && meta.deadline ? [`${meta.state} with a deadline`] : []),
];

/** What in the table contradicts the dossier's own history; empty when all is well. */
export const faultsOfItems = (items: DossierItems): readonly string[] => {
  const folded = foldHistory(items.events);
  return [
    historyFaults(items),
    stateFaults(items, folded),
    taskFaults(items, folded),
    paymentFaults(items, folded),
    resultFaults(items, folded),
  ].flat();
};

/** Reads a dossier from the table and holds it against its own history. */
export const faultsOfDossier = async (inspection: Inspection, dossierId: string): Promise<readonly string[]> =>
  faultsOfItems(await readDossierItems(inspection, dossierId));
