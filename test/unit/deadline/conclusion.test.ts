import { describe, expect, it } from 'vitest';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { at, deadlineBench, minuteAfter } from './deadline-bench.ts';

/** Downtimes that somebody certifies only later. */
const certifiedLater = () => {
  const list: { from: string; to: string }[] = [];
  return { list, downtimes: { endedAfter: (moment: Date) => fixedDowntimes(list).endedAfter(moment) } };
};

describe('a result that waits for its number beyond the due time', () => {
  it('is late, and an apology is drafted for nothing that is decided', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing', { procedure: 'temporary-residence', form: { durationMonths: 12 } });
    await cell.conclude(dossierId);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', awaiting: 'NUMBER' });
    await cell.sweepAt('2026-11-30T02:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['70', '90', 'processing']);
    expect(cell.faults(dossierId)).toEqual([]);
    await cell.staff('numberResult', { dossierId });
    expect(cell.timing(dossierId)).toBe('AFTER');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is in time when the downtime in between was certified', async () => {
    const { list, downtimes } = certifiedLater();
    const cell = deadlineBench({ downtimes });
    const dossierId = await cell.dossierIn('processing', { procedure: 'temporary-residence', form: { durationMonths: 12 } });
    await cell.conclude(dossierId);
    const dueAt = cell.ledger.meta(dossierId).dueAt ?? '';
    list.push({ from: '2026-11-25T01:00:00.000Z', to: '2026-11-26T09:00:00.000Z' });
    cell.clock.set(minuteAfter(dueAt));
    await cell.staff('numberResult', { dossierId });
    expect(cell.timing(dossierId)).toBe('BEFORE');
    expect(cell.types(dossierId).slice(-2)).toEqual(['dossier.due-moved', 'dossier.concluded']);
    expect(cell.faults(dossierId)).toEqual([]);
  });
});

describe('a result that comes after the due time to which a downtime has moved as well', () => {
  it('is late, and that is told with the move', async () => {
    const { list, downtimes } = certifiedLater();
    const cell = deadlineBench({ downtimes });
    const dossierId = await cell.dossierIn('processing', { procedure: 'temporary-residence', form: { durationMonths: 12 } });
    await cell.conclude(dossierId);
    list.push({ from: '2026-11-25T01:00:00.000Z', to: '2026-11-25T02:00:00.000Z' });
    cell.clock.set('2026-12-07T02:00:00.000Z');
    await cell.staff('numberResult', { dossierId });
    expect(cell.types(dossierId).slice(-3)).toEqual(['dossier.due-moved', 'dossier.deadline-passed', 'dossier.concluded']);
    expect(cell.timing(dossierId)).toBe('AFTER');
    expect(cell.faults(dossierId)).toEqual([]);
  });
});

describe('a dossier that is concluded in its due minute', () => {
  it.each([
    [at.due, 'ON'],
    [minuteAfter(at.due), 'AFTER'],
  ])('at %s is %s', async (moment, timing) => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set(moment);
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe(timing);
    expect(cell.deadline(dossierId)).toBeUndefined();
  });
});
