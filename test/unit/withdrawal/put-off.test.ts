import { describe, expect, it } from 'vitest';
import { supplementKey } from '../../../functions/ledger/item-keys.ts';
import { because } from '../../support/dossier-life.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { at, deadlineBench, minuteAfter, ruledBy } from '../deadline/deadline-bench.ts';

/** An hour is enough to answer, so that a few days hold whole lives. */
const bench = () => deadlineBench({ procedures: ruledBy({ least: { amount: 1, unit: 'WORKING_HOUR' } }) });
type Bench = ReturnType<typeof bench>;

/** Thursday 26 November 2026, 16:00 in Viet Nam, and what the applicant has time until in most cases here: Friday, 10:00. */
const thursday = '2026-11-26T09:00:00.000Z';
const friday = '2026-11-27T03:00:00.000Z';

const askBack = (cell: Bench, dossierId: string) => cell.citizen('requestWithdrawal', dossierId, { body: {} });
const refuse = async (cell: Bench, dossierId: string): Promise<void> => {
  const { status } = await cell.staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', ...because });
  expect(status).toBe(200);
};
const state = (cell: Bench, dossierId: string) => cell.ledger.meta(dossierId).state;

/** Asked on Thursday to complete it until Friday, and asked back at once. */
const askedBack = async (stage: 'new' | 'processing') => {
  const cell = bench();
  const dossierId = await cell.dossierIn(stage);
  cell.clock.set(thursday);
  await cell.ask(dossierId, friday);
  await askBack(cell, dossierId);
  return { cell, dossierId };
};

describe('the time to complete a dossier, while its withdrawal waits', () => {
  it.each(['new', 'processing'] as const)('is put off by a refusal as long as the request waited, for one asked in %s', async (stage) => {
    const { cell, dossierId } = await askedBack(stage);
    // Friday's 10:00 passes; the sweep stops nobody meanwhile.
    await cell.sweepAt('2026-11-30T03:00:00.000Z');
    expect(state(cell, dossierId)).toBe('withdrawal-requested');
    // Monday 14:00: three days and 22 hours later.
    cell.clock.set('2026-11-30T07:00:00.000Z');
    await refuse(cell, dossierId);
    const answerBy = '2026-12-01T01:00:00.000Z';
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({ type: 'dossier.withdrawal-refused', data: { answerBy } });
    expect(cell.ledger.meta(dossierId).supplement).toMatchObject({ n: 1, answerBy });
    expect(await cell.ledger.readItem(supplementKey(dossierId, 1))).toMatchObject({ n: 1, answerBy });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'supplement', at: answerBy });
    const { body } = await cell.citizen('readOwnDossier', dossierId);
    expect(body['supplements']).toMatchObject([{ n: 1, answerBy }]);
    expect(cell.faults(dossierId)).toEqual([]);

    cell.clock.set(answerBy);
    await cell.sweep();
    await cell.provide(dossierId);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('leaves the form of the request as it was made', async () => {
    const { cell, dossierId } = await askedBack('new');
    const n = cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.supplement-requested')?.n;
    const form = async () => (await cell.citizen('readOwnForm', dossierId, { path: { form: `CT05-${n}` } })).body;
    const before = await form();
    expect(JSON.stringify(before)).toContain(friday);
    cell.clock.set('2026-11-30T07:00:00.000Z');
    await refuse(cell, dossierId);
    expect(await form()).toEqual(before);
  });

  it('ends in working time, and stops who does not answer until then', async () => {
    const { cell, dossierId } = await askedBack('processing');
    // Two and a half hours later: Friday 12:30, when nobody works until 13:30.
    cell.clock.set('2026-11-26T11:30:00.000Z');
    await refuse(cell, dossierId);
    const answerBy = '2026-11-27T06:30:00.000Z';
    expect(cell.deadline(dossierId)).toEqual({ kind: 'supplement', at: answerBy });
    await cell.sweepAt(answerBy);
    expect(state(cell, dossierId)).toBe('supplement-requested');
    await cell.sweepAt(minuteAfter(answerBy));
    expect(state(cell, dossierId)).toBe('stopped');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is held against the history by the checker of the table', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.ask(dossierId, '2026-12-09T02:00:00.000Z');
    await askBack(cell, dossierId);
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await refuse(cell, dossierId);
    // Three days later it would be Saturday.
    expect(cell.deadline(dossierId)).toEqual({ kind: 'supplement', at: '2026-12-14T00:30:00.000Z' });
    expect(cell.faults(dossierId)).toEqual([]);
    const { sk } = supplementKey(dossierId, 1);
    const spoilt = faultsInMemory(cell.ledger, dossierId, (item) =>
      item['sk'] === sk ? { ...item, answerBy: '2026-12-09T02:00:00.000Z' } : item,
    );
    expect(spoilt.join('\n')).toContain('the requests for supplements');
  });

  it('grows with every request that waits', async () => {
    const { cell, dossierId } = await askedBack('processing');
    cell.clock.set('2026-11-26T10:00:00.000Z');
    await refuse(cell, dossierId);
    cell.clock.set('2026-11-27T03:00:00.000Z');
    await askBack(cell, dossierId);
    cell.clock.set('2026-11-27T03:10:00.000Z');
    await refuse(cell, dossierId);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'supplement', at: '2026-11-27T04:10:00.000Z' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is not over where the request comes while the sweep stops the dossier', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set(thursday);
    await cell.ask(dossierId, friday);
    cell.clock.set(minuteAfter(friday));
    cell.ledger.beforeNextWrite(async () => void (await askBack(cell, dossierId)));
    expect(await cell.sweep()).toMatchObject({ enacted: 0, failed: [] });
    expect(state(cell, dossierId)).toBe('withdrawal-requested');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('stops nobody by a deadline that was left behind', async () => {
    const { cell, dossierId } = await askedBack('processing');
    for (const kind of ['supplement', 'payment'] as const) {
      cell.ledger.seed({ ...cell.ledger.meta(dossierId), deadline: { kind, at: friday } });
      expect(await cell.sweepAt('2026-11-30T03:00:00.000Z')).toMatchObject({ enacted: 0, failed: [] });
      expect(state(cell, dossierId)).toBe('withdrawal-requested');
    }
  });
});

describe('the draft of an apology, while a withdrawal waits', () => {
  it('is not made; after a refusal it is, before the due time and after it', async () => {
    for (const refusedAt of ['2026-12-02T02:00:00.000Z', '2026-12-04T02:00:00.000Z']) {
      const cell = deadlineBench();
      const dossierId = await cell.dossierIn('processing');
      await cell.sweepAt(minuteAfter(at.percent70));
      await askBack(cell, dossierId);
      await cell.sweepAt(refusedAt);
      expect(cell.said(dossierId)).not.toContain('extension-drafted');
      await refuse(cell, dossierId);
      expect(cell.deadline(dossierId)).toEqual({ kind: 'apology', at: refusedAt });
      expect(cell.faults(dossierId)).toEqual([]);
      await cell.sweepAt(minuteAfter(refusedAt));
      expect(await cell.inbox()).toContain(`EXTENSION ${dossierId}`);
      await cell.sweepAt('2026-12-24T02:00:00.000Z');
      expect(cell.said(dossierId).toSorted()).toEqual(['70', '90', 'extension-drafted', 'processing', 'withdrawal']);
      expect(cell.faults(dossierId)).toEqual([]);
    }
  });

  it('is made once where the sweep has stood still over it all', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.percent70));
    await askBack(cell, dossierId);
    cell.clock.set(minuteAfter(at.due));
    await refuse(cell, dossierId);
    await cell.sweepAt('2026-12-24T02:00:00.000Z');
    expect(cell.said(dossierId).toSorted()).toEqual(['70', '90', 'extension-drafted', 'processing']);
    expect(cell.faults(dossierId)).toEqual([]);
  });
});
