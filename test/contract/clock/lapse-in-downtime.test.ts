import { describe, expect, it } from 'vitest';
import { controlSlip } from '../../../functions/ledger/control-slip.ts';
import { because } from '../../support/dossier-life.ts';
import { announcementOf, pdf } from '../../unit/document/document-bench.ts';
import { instant, ownLife } from './life-bench.ts';

type Life = ReturnType<typeof ownLife>;

const last = (life: Life, dossierId: string) => life.ledger.events(dossierId).at(-1);
const state = (life: Life, dossierId: string) => life.ledger.meta(dossierId).state;

const sweepAt = async (life: Life, moment: string) => {
  life.at(moment);
  expect((await life.sweep()).failed).toEqual([]);
};

/** Asked on Wednesday at 10:00 to complete it until Thursday at 16:00, with the cell down from a minute later until after that. */
const askedInDowntime = async () => {
  const life = ownLife({ limit: [10, 'WORKING_DAY'] });
  const dossierId = await life.accepted('2026-11-25 09:00');
  await life.askAt(dossierId, '2026-11-25 10:00', '2026-11-26 16:00');
  await life.certify(['2026-11-25 10:01', '2026-11-26 16:05'], '2026-11-26 16:05');
  return { life, dossierId };
};

/** Thursday's 16:00, and the working time from Wednesday 10:01 to Thursday 16:05. */
const putOffTo = instant('2026-11-30 10:34');

describe('the time to complete a dossier, when the cell was down', () => {
  it('is put off by the certified working time instead of ending with the dossier', async () => {
    const { life, dossierId } = await askedInDowntime();
    await sweepAt(life, '2026-11-26 16:06');
    expect(last(life, dossierId)).toMatchObject({ type: 'dossier.deadline-set', data: { deadline: 'supplement', dueAt: putOffTo } });
    expect(life.ledger.meta(dossierId)).toMatchObject({
      supplement: { answerBy: putOffTo },
      deadline: { kind: 'supplement', at: putOffTo },
    });
    expect((await life.own(dossierId))['supplements']).toMatchObject([{ n: 1, answerBy: putOffTo }]);
    expect(life.faults(dossierId)).toEqual([]);

    const { n } = life.ledger.meta(dossierId);
    await sweepAt(life, '2026-11-30 10:34');
    expect(life.ledger.meta(dossierId).n).toBe(n);
    await sweepAt(life, '2026-11-30 10:35');
    expect(state(life, dossierId)).toBe('stopped');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('takes the files and the answer before the sweep has told it', async () => {
    const { life, dossierId } = await askedInDowntime();
    await life.provideAt(dossierId, '2026-11-26 16:06');
    expect(life.types(dossierId).slice(-3)).toEqual(['document.uploaded', 'dossier.deadline-set', 'dossier.supplement-provided']);
    const slip = controlSlip(life.ledger.meta(dossierId), life.ledger.events(dossierId));
    expect(slip.rows.find(({ step }) => step === 'dossier.supplement-provided')?.timing).toBe('BEFORE');
    expect(state(life, dossierId)).toBe('processing');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('is over when that time has passed as well', async () => {
    const { life, dossierId } = await askedInDowntime();
    life.at('2026-11-30 10:35');
    const announced = await life.citizen('requestUpload', dossierId, { path: { document: 'LEASE' }, body: announcementOf(pdf) });
    const provided = await life.citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} });
    for (const { status, body } of [announced, provided]) expect([status, body['answerBy']]).toEqual([409, putOffTo]);
  });

  it('counts a downtime once that was told before, and one more that is certified then', async () => {
    const { life, dossierId } = await askedInDowntime();
    await sweepAt(life, '2026-11-26 16:06');
    await life.certify(['2026-11-30 10:00', '2026-11-30 11:00'], '2026-11-30 11:00');
    await sweepAt(life, '2026-11-30 11:01');
    const later = instant('2026-11-30 13:34');
    expect(last(life, dossierId)).toMatchObject({ type: 'dossier.deadline-set', data: { dueAt: later } });
    await sweepAt(life, '2026-11-30 13:35');
    expect(state(life, dossierId)).toBe('stopped');
  });

  it('counts it once also where a withdrawal that was refused has put the answer off since', async () => {
    const { life, dossierId } = await askedInDowntime();
    await sweepAt(life, '2026-11-26 16:06');
    await life.withdrawAt(dossierId, '2026-11-27 09:00');
    await life.keepAt(dossierId, '2026-11-27 10:00');
    // An hour more is not worked: from 13:30 on somebody is there.
    const later = instant('2026-11-30 13:30');
    expect(life.ledger.meta(dossierId).supplement).toMatchObject({ answerBy: later });
    await sweepAt(life, '2026-11-30 13:35');
    expect(state(life, dossierId)).toBe('stopped');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('ends as named where the cell was down before it was asked or after that time', async () => {
    const life = ownLife({ limit: [10, 'WORKING_DAY'] });
    const dossierId = await life.accepted('2026-11-25 09:00');
    await life.askAt(dossierId, '2026-11-25 15:00', '2026-11-26 16:00');
    await life.certify(['2026-11-25 13:30', '2026-11-25 15:00'], '2026-11-26 16:05');
    await life.certify(['2026-11-26 16:00', '2026-11-26 16:05'], '2026-11-26 16:05');
    await sweepAt(life, '2026-11-26 16:06');
    expect(state(life, dossierId)).toBe('stopped');
  });
});

describe('the time to pay, when the cell was down', () => {
  it('is put off by the certified working time instead of ending with the dossier', async () => {
    const life = ownLife({ limit: [10, 'WORKING_DAY'], fee: 10_000, unpaidLapse: [1, 'WORKING_DAY'] });
    const dossierId = await life.accepted('2026-11-25 09:00');
    const before = life.ledger.meta(dossierId).deadline;
    expect(before).toEqual({ kind: 'payment', at: instant('2026-11-26 09:00') });
    await life.certify(['2026-11-25 09:01', '2026-11-26 16:30'], '2026-11-26 16:30');
    await sweepAt(life, '2026-11-26 16:31');
    const told = last(life, dossierId);
    expect([told?.type, told?.data['deadline']]).toEqual(['dossier.deadline-set', 'payment']);
    const lapsesAt = String(told?.data['dueAt']);
    expect(lapsesAt > instant('2026-11-26 16:31')).toBe(true);
    expect(state(life, dossierId)).toBe('payment-requested');
    await life.payAt(dossierId, '2026-11-27 08:00');
    expect(state(life, dossierId)).toBe('processing');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('ends where it was down before the fee was asked for', async () => {
    const life = ownLife({ limit: [10, 'WORKING_DAY'], fee: 10_000, unpaidLapse: [1, 'WORKING_DAY'] });
    const dossierId = await life.accepted('2026-11-25 09:00');
    await life.certify(['2026-11-24 09:00', '2026-11-25 09:00'], '2026-11-25 09:01');
    await sweepAt(life, '2026-11-26 09:01');
    expect(state(life, dossierId)).toBe('stopped');
  });
});

/** What the history says of intakes: what was told as passed or put off, and whether the officer was in time. */
const intake = (life: Life, dossierId: string) =>
  life.ledger
    .events(dossierId)
    .filter(({ type }) => /deadline|accepted|supplement-requested/.test(type))
    .map(({ type, data }) => [type, data['timing'] ?? data['dueAt']]);

/** Submitted on Wednesday at 08:00, with eight working hours to Thursday at 08:30; the cell was down from 08:05 until Thursday at 16:00. */
const submittedInDowntime = async () => {
  const life = ownLife({ limit: [2, 'WORKING_DAY'] });
  const dossierId = await life.submitted('2026-11-25 08:00');
  const certify = () => life.certify(['2026-11-25 08:05', '2026-11-26 16:00'], '2026-11-26 16:00');
  return { life, dossierId, certify };
};

describe("an officer's time to answer a submission, when the cell was down", () => {
  /** Thursday 08:30, and the 805 minutes that are worked from Wednesday 08:05 to Thursday 16:00. */
  const later = instant('2026-11-27 16:25');

  it('is put off by the certified working time', async () => {
    const { life, dossierId, certify } = await submittedInDowntime();
    await certify();
    await sweepAt(life, '2026-11-26 16:00');
    expect(intake(life, dossierId)).toEqual([['dossier.deadline-set', later]]);
    expect(await life.answeredBy(dossierId)).toBe('2026-11-27 16:25');
    expect(life.faults(dossierId)).toEqual([]);
    await life.accept(dossierId, '2026-11-26 16:10');
    expect(intake(life, dossierId).at(-1)).toEqual(['dossier.accepted', 'BEFORE']);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('passes when that time is over as well', async () => {
    const { life, dossierId, certify } = await submittedInDowntime();
    await certify();
    await sweepAt(life, '2026-11-26 16:00');
    await sweepAt(life, '2026-11-27 16:26');
    expect(intake(life, dossierId).at(-1)).toEqual(['dossier.deadline-passed', later]);
    await life.accept(dossierId, '2026-11-27 16:27');
    expect(intake(life, dossierId).at(-1)).toEqual(['dossier.accepted', 'AFTER']);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('counts for who accepts, refuses or asks before the sweep tells it, or after it told the first time as passed', async () => {
    for (const isTold of [false, true]) {
      const { life, dossierId, certify } = await submittedInDowntime();
      if (isTold) await sweepAt(life, '2026-11-26 09:00');
      await certify();
      await life.accept(dossierId, '2026-11-26 16:10');
      expect(intake(life, dossierId).at(-1)).toEqual(['dossier.accepted', 'BEFORE']);
    }
    const asking = await submittedInDowntime();
    await asking.certify();
    await asking.life.askAt(asking.dossierId, '2026-11-26 16:10');
    expect(intake(asking.life, asking.dossierId).at(-1)).toEqual(['dossier.supplement-requested', 'BEFORE']);
    const refusing = await submittedInDowntime();
    await refusing.certify();
    expect((await refusing.life.staff('refuseDossier', { dossierId: refusing.dossierId }, because)).status).toBe(200);
    expect(last(refusing.life, refusing.dossierId)).toMatchObject({ type: 'dossier.not-accepted', data: { timing: 'BEFORE' } });
  });
});
