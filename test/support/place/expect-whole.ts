import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { type CloudEvent, messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { readDossierItems } from '../dossier-items.ts';
import { faultsOfItems } from '../invariants.ts';
import { stableText } from '../stable-text.ts';
import type { Inspection } from './inspection.ts';
import { readWitness } from './witness.ts';

const once = (types: readonly string[], type: string) => types.filter((one) => one === type).length;

/** Expects a returned dossier to be what an undisturbed journey leaves: nothing lost, nothing twice. */
export const expectReturnedOnce = async (inspection: Inspection, dossierId: string): Promise<void> => {
  const items = await readDossierItems(inspection, dossierId);
  expect(faultsOfItems(items)).toEqual([]);
  const types = items.events.map(({ type }) => type);
  expect(items.meta).toMatchObject({ state: 'returned', outcome: 'GRANTED', amountDue: 0 });
  for (const type of ['payment.booked', 'dossier.processing-started', 'task.decided', 'dossier.concluded', 'dossier.returned'])
    expect([type, once(types, type)]).toEqual([type, 1]);
  expect(once(types, 'task.answered')).toBe(3);

  const code = items.meta.resultCode ?? '';
  const { Item } = await inspection.tables.send(
    new GetCommand({ TableName: inspection.tableName('EDocuments'), Key: { pk: `E-DOCUMENT#${code}`, sk: 'E-DOCUMENT' } }),
  );
  expect(Item).toMatchObject({ code, dossierId, outcome: 'GRANTED' });
  const { Items = [] } = await inspection.tables.send(
    new QueryCommand({
      TableName: inspection.tableName('EDocuments'),
      KeyConditionExpression: 'pk = :owner',
      ExpressionAttributeValues: { ':owner': `OWNER#${items.meta.ownerKey}` },
    }),
  );
  expect(Items.filter((entry) => entry['code'] === code)).toHaveLength(1);
};

/**
 * Expects that every event of these dossiers left the cell, whatever happened on the way: at least once, and always as the same
 * message. What left is what the history says, no more.
 * @param taken what a test has taken from the witness before
 */
export const expectPublished = async (
  inspection: Inspection,
  dossierIds: readonly string[],
  cell: string,
  taken: readonly CloudEvent[] = [],
): Promise<void> => {
  const told = (await Promise.all(dossierIds.map((dossierId) => readDossierItems(inspection, dossierId)))).flatMap(({ events }) =>
    events.flatMap((event) => messagesOf(event, cell).map((message) => message.event)),
  );
  const sent = new Map<string, Set<string>>();
  await waitFor(
    'every event to leave',
    () => undefined,
    async () => {
      for (const event of [...taken, ...(await readWitness(inspection))])
        sent.set(event.id, (sent.get(event.id) ?? new Set()).add(stableText(event)));
      return told.every(({ id }) => sent.has(id)) ? true : undefined;
    },
  );
  const byId = (left: { id: string }, right: { id: string }) => (left.id < right.id ? -1 : 1);
  expect([...sent.values()].map(({ size }) => size).filter((size) => size !== 1)).toEqual([]);
  const received = [...sent.values()].flatMap((bodies) => [...bodies].map((body) => JSON.parse(body)));
  expect(received.sort(byId)).toEqual([...told].sort(byId));
};
