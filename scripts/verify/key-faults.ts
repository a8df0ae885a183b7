import { keyOfComplaint } from '../../functions/complaint/complaint.ts';
import {
  complaintLineKey,
  documentKey,
  dossierPartition,
  eventKey,
  paymentKey,
  supplementKey,
  taskKey,
} from '../../functions/ledger/item-keys.ts';
import { taskIdOf } from '../../functions/ledger/task.ts';
import { referenceOf } from '../../functions/payment/payment.ts';
import { TaskToken, tokenItemKey } from '../../functions/task/task-token.ts';
import type { DossierItems } from './dossier-items.ts';
import { plain } from './plain.ts';

/** Tokens under a key that is not made of their task and themselves, and one token in two places. */
const tokenFaults = ({ meta: { dossierId }, stored, keys, tokens }: DossierItems): string[] => {
  const misplaced = keys.flatMap((key) => {
    const { data: token } = TaskToken.safeParse(key.startsWith('TOKEN#') ? stored.get(key) : undefined);
    if (!token) return [];
    const own = tokenItemKey(token);
    if (own.pk !== dossierPartition(dossierId)) return [`${plain(key)} holds a token of another dossier`];
    if (key.split('#')[1] !== own.sk.split('#')[1]) return [`a token for ${token.taskId} lies elsewhere`];
    return key === own.sk ? [] : [`${plain(key)} is not named for the token that it holds`];
  });
  const places = new Map<string, Set<string>>();
  for (const { token, taskId } of tokens) places.set(token, (places.get(token) ?? new Set()).add(taskId));
  return [
    ...misplaced,
    ...[...places.values()].flatMap((tasks) => (tasks.size > 1 ? [`one token is held for ${[...tasks].sort().join(' and for ')}`] : [])),
  ];
};

/** Items that lie under a key which is not theirs, or name a dossier that they do not lie with. */
export const keyFaults = (items: DossierItems): string[] => {
  const { meta, events, tasks, payments, documents, supplements, complaints, complaintLines, stored, keys } = items;
  const { dossierId } = meta;
  const expected = [
    ...events.map(({ n }) => eventKey(dossierId, n).sk),
    ...tasks.map(({ n }) => taskKey(dossierId, n).sk),
    ...payments.map(({ attempt }) => paymentKey(dossierId, attempt).sk),
    ...documents.map(({ document }) => documentKey(dossierId, document).sk),
    ...supplements.map(({ n }) => supplementKey(dossierId, n).sk),
    ...complaints.map(({ complaintId }) => keyOfComplaint(complaintId).sk),
    ...complaintLines.map(({ ulid, line }) => complaintLineKey(dossierId, ulid, line.n).sk),
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
    ...tokenFaults(items),
  ];
};
