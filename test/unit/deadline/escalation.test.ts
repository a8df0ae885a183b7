import { describe, expect, it } from 'vitest';
import { at, deadlineBench, minuteAfter } from './deadline-bench.ts';

describe('the working time of a dossier that is not done', () => {
  it('is told at 70 %, when an apology has to be drafted, at 90 % and when it is over, each in the minute after its own', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    const said: string[][] = [];
    for (const moment of [at.percent70, at.apology, at.percent90, at.due]) {
      expect((await cell.sweepAt(moment)).enacted).toBe(0);
      expect((await cell.sweepAt(minuteAfter(moment))).enacted).toBe(1);
      said.push(cell.said(dossierId));
      expect(cell.faults(dossierId)).toEqual([]);
    }
    expect(said.map((list) => list.at(-1))).toEqual(['70', 'extension-drafted', '90', 'processing']);
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.escalated')).toMatchObject({
      by: { kind: 'system', id: 'enact-deadlines' },
      data: { percent: 70, dueAt: at.due },
    });
    expect(cell.deadline(dossierId)).toBeUndefined();
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', dueAt: at.due });
  });

  it('runs while the fee is due, where it does not stop the clock', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('payment-requested');
    await cell.sweepAt(minuteAfter(at.percent70));
    expect(cell.said(dossierId)).toEqual(['70']);
    await cell.pay(dossierId);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'apology', at: at.apology });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is told whole and in order after a jump of the clock over days, once', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt('2026-11-23T03:00:00.000Z');
    expect((await cell.sweepAt('2026-12-24T02:00:00.000Z')).enacted).toBe(1);
    expect((await cell.sweepAt('2026-12-24T02:01:00.000Z')).enacted).toBe(0);
    expect(cell.said(dossierId)).toEqual(['70', 'extension-drafted', '90', 'processing']);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is told after the clock was put back by days, to the minute', async () => {
    const cell = deadlineBench();
    await cell.sweepAt('2026-12-20T02:00:00.000Z');
    cell.clock.set('2026-11-23T02:00:00.000Z');
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt('2026-11-23T02:10:00.000Z');
    await cell.sweepAt(minuteAfter(at.percent70));
    expect(cell.said(dossierId)).toEqual(['70']);
  });

  it('is told of what was reached in the minute in which the applicant was asked for something', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set(minuteAfter(at.percent70));
    await cell.ask(dossierId, '2026-12-11T02:00:00.000Z');
    expect(cell.deadline(dossierId)?.kind).toBe('escalation-70');
    await cell.sweepAt('2026-12-01T01:17:00.000Z');
    expect(cell.said(dossierId)).toEqual(['70']);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'supplement', at: '2026-12-11T02:00:00.000Z' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is not told of a dossier that was concluded', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.conclude(dossierId);
    await cell.sweepAt(minuteAfter(at.due));
    expect(cell.said(dossierId)).toEqual([]);
  });

  it('is written once although another step comes between', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set(minuteAfter(at.percent70));
    cell.ledger.beforeNextWrite(async () => {
      await cell.agency('answerTask', 'land', `${dossierId}.1`, { answer: 'POSITIVE' });
    });
    expect(await cell.sweep()).toMatchObject({ enacted: 1, failed: [] });
    expect(cell.said(dossierId)).toEqual(['70']);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is not lost with a step that is refused: the hour stays open for the next sweep', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set(minuteAfter(at.percent70));
    const { commit } = cell.ledger;
    Object.assign(cell.ledger, { commit: async () => ({ kind: 'refused', by: 'test' }) });
    expect((await cell.sweep()).failed).toMatchObject([{ dossierId, error: expect.stringContaining('refused: test') }]);
    Object.assign(cell.ledger, { commit });
    await cell.sweepAt('2026-12-01T04:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['70']);
  });

  it('is told of every other dossier when a sweep dies between two, and of the rest by the next one', async () => {
    const cell = deadlineBench();
    const dossiers = [await cell.dossierIn('processing'), await cell.dossierIn('processing')];
    cell.clock.set(minuteAfter(at.percent70));
    cell.ledger.failNext('commit');
    expect((await cell.sweep()).failed).toHaveLength(1);
    await cell.sweepAt('2026-12-01T01:17:00.000Z');
    expect(dossiers.map(cell.said)).toEqual([['70'], ['70']]);
  });
});
