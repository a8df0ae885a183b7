import { documentKey, eventKey, paymentKey, taskKey, tokenKey } from '../../functions/ledger/item-keys.ts';
import { taskIdOf } from '../../functions/ledger/task.ts';
import { referenceOf } from '../../functions/payment/payment.ts';
import type { DossierItems } from './dossier-items.ts';
import { plain } from './plain.ts';

/** Items that lie under a key which is not theirs, or name a dossier that they do not lie with. */
export const keyFaults = ({ meta, events, tasks, tokens, payments, documents, stored, keys }: DossierItems): string[] => {
  const { dossierId } = meta;
  const expected = [
    ...events.map(({ n }) => eventKey(dossierId, n).sk),
    ...tasks.map(({ n }) => taskKey(dossierId, n).sk),
    ...payments.map(({ attempt }) => paymentKey(dossierId, attempt).sk),
    ...documents.map(({ document }) => documentKey(dossierId, document).sk),
  ];
  const misplaced = expected.filter((key) => !stored.has(key)).map((key) => `an item that belongs to ${key} lies elsewhere`);
  const strangers = keys.flatMap((key) => {
    const named = stored.get(key)?.['dossierId'];
    return named === undefined || named === dossierId ? [] : [`${plain(key)} names another dossier`];
  });
  return [
    ...misplaced,
    ...strangers,
    ...tasks.flatMap(({ n, taskId }) => (taskId === taskIdOf(dossierId, n) ? [] : [`task ${n} has the id of another`])),
    ...payments.flatMap(({ attempt, reference }) =>
      reference === referenceOf(dossierId, attempt) ? [] : [`attempt ${attempt} has the reference of another`],
    ),
    ...tokens.flatMap(({ taskId }) => {
      const n = Number(taskId.split('.')[1]);
      return taskId.startsWith(`${dossierId}.`) && keys.some((key) => key.startsWith(`${tokenKey(dossierId, n).sk}#`))
        ? []
        : [`a token for ${taskId} lies elsewhere`];
    }),
  ];
};
