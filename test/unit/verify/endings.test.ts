import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { storedMeta } from '../../../functions/ledger/stored-meta.ts';
import { explain } from '../../../scripts/verify/explain.ts';
import { type DossierLife, dossierLife } from '../../support/dossier-life.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { letterOf } from '../../support/memory-letters.ts';
import { memoryTable } from './memory-table.ts';

const REASON = 'Không thuộc thẩm quyền';
const life = dossierLife();
const { ledger, staff, citizen, agency } = life;

const withdrawing = async (): Promise<string> => {
  const dossierId = await life.dossierIn('processing');
  await citizen('requestWithdrawal', dossierId, { body: { reason: REASON } });
  return dossierId;
};
const stopped = async (): Promise<string> => {
  const dossierId = await withdrawing();
  await staff('decideWithdrawal', { dossierId }, { decision: 'GRANT' });
  return dossierId;
};
const sentBack = async (): Promise<string> => {
  const dossierId = await life.dossierIn('processing');
  await agency('returnTask', 'land', `${dossierId}.1`, { reason: REASON });
  return dossierId;
};
const monthly = { procedure: 'temporary-residence', form: { durationMonths: 12 }, delivery: 'COUNTER' } as const;
const awaiting = async (): Promise<string> => {
  const dossierId = await life.dossierIn('decided', monthly);
  await life.conclude(dossierId);
  return dossierId;
};
const numbered = async (): Promise<string> => {
  const dossierId = await awaiting();
  await staff('numberResult', { dossierId });
  return dossierId;
};
const transferred = async (): Promise<string> => {
  const dossierId = await life.dossierIn('processing');
  await staff('transferDossier', { dossierId }, { office: 'G01.042.002', reason: REASON });
  return dossierId;
};

/** Makes of the item with this key something else, or nothing. */
const spoiling = (sk: RegExp, change: (item: Item) => Item | undefined) => (item: Item) =>
  sk.test(String(item['sk'])) ? change(item) : item;
const gone = () => undefined;
const withoutInbox = ({ inboxKey: _, inboxAt: __, ...item }: Item): Item => item;
const elsewhere = (item: Item): Item => ({ ...item, inboxKey: 'police#G01.042.009#open#0' });
const inAnInbox = (item: Item): Item => ({ ...elsewhere(item), inboxAt: '2026-12-01T00:00:00.000Z' });

describe('the checker of the table', () => {
  it.each([
    ['a request to withdraw that no inbox shows', withdrawing, spoiling(/^WITHDRAWAL$/, withoutInbox), 'WITHDRAWAL is to be done'],
    ['a request to withdraw that is lost', withdrawing, spoiling(/^WITHDRAWAL$/, gone), 'WITHDRAWAL is missing'],
    ['an errand that stays after its end', stopped, spoiling(/^WITHDRAWAL$/, inAnInbox), 'WITHDRAWAL is not to be done'],
    ['words that are lost', withdrawing, spoiling(/^WORDS#/, gone), 'the words kept beside events'],
    ['a cancelled task that still stands in an inbox', stopped, spoiling(/^TASK#0001$/, inAnInbox), 'task 1 is cancelled, but in an inbox'],
    ['a task that stayed open', stopped, spoiling(/^TASK#0001$/, (item) => ({ ...item, state: 'open' })), 'the tasks'],
    ['a sent-back task that its old office still sees', sentBack, spoiling(/^TASK#0001$/, elsewhere), 'task 1 is sent-back'],
    ['a result to number that no inbox shows', awaiting, spoiling(/^NUMBERING$/, withoutInbox), 'NUMBERING is to be done'],
    ['a result to hand over that is lost', numbered, spoiling(/^HANDOVER$/, gone), 'HANDOVER is missing'],
    [
      'a dossier that is in another office than its history says',
      transferred,
      spoiling(/^META$/, (item) => ({ ...item, office: 'G01.042.001' })),
      'office',
    ],
    ['an item that no dossier has', stopped, spoiling(/^WITHDRAWAL$/, (item) => ({ ...item, sk: 'WITHDRAWAL#2' })), 'no dossier has'],
  ] as const)('names %s', async (_what, bring, spoil, fault) => {
    const dossierId = await bring();
    expect(faultsInMemory(ledger, dossierId)).toEqual([]);
    expect(faultsInMemory(ledger, dossierId, spoil).join('\n')).toContain(fault);
  });
});

/** Judges the message of a dossier's newest event of a type, or of a task that it opened, as if it lay among the dead letters. */
const judged = async (from: DossierLife, dossierId: string, type: string) => {
  const fact = from.ledger
    .events(dossierId)
    .findLast((event) => messagesOf(event, '42').some(({ event: sent }) => sent.type.includes(type)));
  const message = messagesOf(fact ?? expect.fail(), '42').find(({ event }) => event.type.includes(type));
  const table = memoryTable(
    ...from.ledger.items().map((item) => (item['sk'] === 'META' ? storedMeta(from.ledger.meta(String(item['dossierId'])), {}) : item)),
  );
  return explain(letterOf({ ...message?.event }), table);
};

describe('a dead letter', () => {
  it('of a conclusion is explained by the stored e-document where the result goes over the counter as well', async () => {
    const dossierId = await numbered();
    expect(await judged(life, dossierId, 'dossier.concluded')).toMatchObject({ explained: false });
    await staff('handOverResult', { dossierId }, { receivedBy: 'CHIP' });
    expect(await judged(life, dossierId, 'dossier.concluded')).toMatchObject({
      explained: false,
      why: expect.stringContaining('e-document'),
    });
    const key = { pk: `DOSSIER#${dossierId}`, sk: 'HANDOVER' };
    await ledger.putItem(key, { ...(await ledger.readItem(key)), storedAt: '2026-11-23T02:00:00.000Z' });
    expect(await judged(life, dossierId, 'dossier.concluded')).toMatchObject({ explained: true });
  });

  it('of a task is explained once it was sent back, and that of its new agency stands', async () => {
    const dossierId = await sentBack();
    expect(await judged(life, dossierId, 'processing-started')).toMatchObject({ explained: false });
    expect(await judged(life, dossierId, 'task.opened')).toMatchObject({ explained: true });
    await staff('routeTask', { taskId: `${dossierId}.1` }, { office: 'ZUB.042.001', reason: REASON });
    expect(await judged(life, dossierId, 'task.opened')).toMatchObject({ explained: false });
  });

  it('of a stop stands: its execution may wait still', async () => {
    expect(await judged(life, await stopped(), 'dossier.stopped')).toMatchObject({ explained: false });
  });
});
