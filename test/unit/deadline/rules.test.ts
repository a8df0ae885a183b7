import { describe, expect, it } from 'vitest';
import { countedOf } from '../../../functions/report/counted.ts';
import { certified, fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { at, deadlineBench, minuteAfter, type Rules, ruledBy } from './deadline-bench.ts';

const benchOf = (rules: Rules, downtimes: Parameters<typeof fixedDowntimes>[0] = []) =>
  deadlineBench({ procedures: ruledBy(rules), downtimes: fixedDowntimes(downtimes) });

describe('a supplement in the appraisal', () => {
  const wednesday = '2026-12-09T02:00:00.000Z';

  it('stops the clock: nothing is told while the applicant has time, and everything moves by the time of waiting', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await cell.ask(dossierId, wednesday);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'supplement', at: wednesday });
    cell.clock.set('2026-12-01T02:00:00.000Z');
    await cell.provide(dossierId);
    // Three working days: 26, 27 and 30 November.
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', dueAt: '2026-12-08T02:00:00.000Z' });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'escalation-70', at: '2026-12-04T01:15:00.000Z' });
    expect(cell.faults(dossierId)).toEqual([]);
    await cell.sweepAt('2026-12-09T02:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['70', 'extension-drafted', '90', 'processing']);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('does not have told again what was told before it', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.percent90));
    cell.clock.set('2026-12-02T08:00:00.000Z');
    await cell.ask(dossierId, '2026-12-14T02:00:00.000Z');
    cell.clock.set('2026-12-04T02:00:00.000Z');
    await cell.provide(dossierId);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'processing', at: cell.ledger.meta(dossierId).dueAt });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('that is never answered stops the dossier in the minute after its end, and takes its tasks back', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.ask(dossierId, wednesday);
    await cell.sweepAt(wednesday);
    expect(cell.ledger.meta(dossierId).state).toBe('supplement-requested');
    await cell.sweepAt(minuteAfter(wednesday));
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'stopped', openTasks: 0 });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.stopped',
      by: { kind: 'system', id: 'enact-deadlines' },
      data: { reason: 'SUPPLEMENT_UNANSWERED', cancelled: [1, 2, 3].map((n) => `${dossierId}.${n}`), paid: 10_000 },
    });
    expect(cell.deadline(dossierId)).toBeUndefined();
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('begins the limit anew where the law says so', async () => {
    const cell = benchOf({ supplement: 'RESTART' });
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await cell.ask(dossierId, wednesday);
    cell.clock.set('2026-12-01T02:00:00.000Z');
    await cell.provide(dossierId);
    expect(cell.ledger.meta(dossierId).dueAt).toBe('2026-12-10T02:00:00.000Z');
    expect(cell.deadline(dossierId)?.kind).toBe('escalation-70');
  });
});

describe('an unpaid fee', () => {
  const lapse = { unpaidLapse: { amount: 3, unit: 'WORKING_DAY' } } as const;
  /** Three working days after Monday the 23rd at 09:00; the 24th is off. */
  const over = '2026-11-27T02:00:00.000Z';

  it('ends the dossier where a law says when, and not in the minute before', async () => {
    const cell = benchOf(lapse);
    const dossierId = await cell.dossierIn('payment-requested');
    expect(cell.deadline(dossierId)).toEqual({ kind: 'payment', at: over });
    await cell.sweepAt(over);
    expect(cell.ledger.meta(dossierId).state).toBe('payment-requested');
    await cell.sweepAt(minuteAfter(over));
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.stopped',
      data: { reason: 'UNPAID', cancelled: [], paid: 0 },
    });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('waits for ever where none is known', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('payment-requested');
    await cell.sweepAt('2027-06-01T02:00:00.000Z');
    expect(cell.ledger.meta(dossierId).state).toBe('payment-requested');
  });

  it('that is paid in time lets the clock go on', async () => {
    const cell = benchOf(lapse);
    const dossierId = await cell.dossierIn('payment-requested');
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await cell.pay(dossierId);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'escalation-70', at: at.percent70 });
    await cell.sweepAt(minuteAfter(over));
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', dueAt: at.due });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('lapses later by the time that a request to withdraw waited which was refused, from there on in working time', async () => {
    const cell = benchOf(lapse);
    const dossierId = await cell.dossierIn('payment-requested');
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await cell.citizen('requestWithdrawal', dossierId, { body: {} });
    await cell.sweepAt(minuteAfter(over));
    expect(cell.ledger.meta(dossierId).state).toBe('withdrawal-requested');
    // Three days and nine hours on, the fee would lapse at 18:00.
    cell.clock.set('2026-11-29T11:00:00.000Z');
    const lapsesAt = '2026-12-01T00:30:00.000Z';
    await cell.staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', reason: 'Hồ sơ không thể rút', legalBasis: 'Luật mẫu' });
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ lapsesAt });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'payment', at: lapsesAt });
    expect(cell.faults(dossierId)).toEqual([]);
    await cell.sweepAt(lapsesAt);
    expect(cell.ledger.meta(dossierId).state).toBe('payment-requested');
    await cell.sweepAt(minuteAfter(lapsesAt));
    expect(cell.ledger.meta(dossierId).state).toBe('stopped');
  });

  it('stops the clock where it does: its payment moves the due time by the time of waiting', async () => {
    const cell = benchOf({ whileUnpaid: 'PAUSE' });
    const dossierId = await cell.dossierIn('payment-requested');
    expect(cell.deadline(dossierId)).toBeUndefined();
    cell.clock.set('2026-11-25T02:00:00.000Z');
    await cell.pay(dossierId);
    expect(cell.ledger.meta(dossierId).dueAt).toBe('2026-12-04T02:00:00.000Z');
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.due-moved')?.data).toEqual({
      from: at.due,
      dueAt: '2026-12-04T02:00:00.000Z',
      reason: 'FEE',
    });
    expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ dueAt: '2026-12-04T02:00:00.000Z' });
    expect(cell.deadline(dossierId)?.kind).toBe('escalation-70');
  });
});

describe('the silence of an agency', () => {
  const rules = { silence: { amount: 2, unit: 'WORKING_DAY' } } as const;
  /** Two working days from Monday the 23rd at 09:00. */
  const over = '2026-11-26T02:00:00.000Z';
  const afterAll = '2026-12-24T02:00:00.000Z';

  it('is agreement after its own limit, where a law says so', async () => {
    const cell = benchOf(rules);
    const dossierId = await cell.dossierIn('processing');
    expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ dueAt: over, limited: true });
    expect(cell.item(dossierId, 'TASK#0002')).toMatchObject({ dueAt: at.due });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'silence', at: over });
    await cell.sweepAt(minuteAfter(over));
    expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'closed', answer: 'POSITIVE', closedBy: 'silence' });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'task.silent',
      data: { taskId: `${dossierId}.1`, agency: 'land', legalBasis: 'Luật mẫu, Điều 1' },
    });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ openTasks: 2, stage: 0 });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'escalation-70', at: at.percent70 });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('as the last answer of the stage opens the decision', async () => {
    const cell = benchOf(rules);
    const dossierId = await cell.dossierIn('processing');
    await cell.agency('answerTask', 'commune', `${dossierId}.2`, { answer: 'POSITIVE' });
    await cell.agency('answerTask', 'police', `${dossierId}.3`, { answer: 'POSITIVE' });
    await cell.sweepAt(minuteAfter(over));
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ opened: [{ taskId: `${dossierId}.4` }] });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ openTasks: 1, stage: 1 });
    expect((await cell.decide(dossierId)).status).toBe(200);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is none when it answers in time, and comes too late afterwards', async () => {
    const cell = benchOf(rules);
    const [answered, silent] = [await cell.dossierIn('processing'), await cell.dossierIn('processing')];
    await cell.agency('answerTask', 'land', `${answered}.1`, { answer: 'NEGATIVE' });
    await cell.sweepAt(minuteAfter(over));
    expect(cell.item(answered, 'TASK#0001')).toMatchObject({ answer: 'NEGATIVE', closedBy: 'land' });
    expect((await cell.agency('answerTask', 'land', `${silent}.1`, { answer: 'NEGATIVE' })).status).toBe(409);
    expect(cell.said(answered)).toEqual([]);
    expect(cell.deadline(answered)).toEqual({ kind: 'escalation-70', at: at.percent70 });
  });

  it('is told in its place with everything else after a jump of the clock', async () => {
    const cell = benchOf(rules);
    const dossierId = await cell.dossierIn('processing');
    await cell.sweep();
    await cell.sweepAt('2026-12-24T02:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['silent', '70', 'extension-drafted', '90', 'processing']);
    expect(cell.deadline(dossierId)).toBeUndefined();
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('means nothing while the applicant is asked for something, and nothing either before the rest of its time is over', async () => {
    const cell = benchOf(rules);
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-11-25T02:00:00.000Z');
    await cell.ask(dossierId, '2026-12-07T02:00:00.000Z');
    await cell.sweepAt(minuteAfter(over));
    expect(cell.said(dossierId)).toEqual([]);
    cell.clock.set('2026-11-27T02:00:00.000Z');
    await cell.provide(dossierId);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'silence', at: '2026-11-27T02:00:00.000Z' });
    // Asked for the two working days from Wednesday to Friday.
    const until = '2026-11-30T02:00:00.000Z';
    await cell.sweepAt('2026-11-27T02:01:00.000Z');
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'task.due-moved',
      data: { taskId: `${dossierId}.1`, from: over, dueAt: until },
    });
    expect([cell.item(dossierId, 'TASK#0001'), cell.deadline(dossierId)]).toMatchObject([
      { state: 'open', dueAt: until, inboxAt: until },
      { kind: 'silence', at: until },
    ]);
    await cell.sweepAt(until);
    expect([cell.said(dossierId), cell.faults(dossierId)]).toEqual([[], []]);
    await cell.sweepAt(minuteAfter(until));
    expect([cell.said(dossierId), cell.faults(dossierId)]).toEqual([['silent'], []]);
  });

  it.each([
    [
      'is none for the hours in which the cell was down',
      [minuteAfter(over), minuteAfter('2026-11-27T02:00:00.000Z')],
      ['due-moved', 'silent'],
    ],
    ['is told in its place after a jump of the clock', [afterAll], ['due-moved', 'silent', '70', 'extension-drafted', '90', 'processing']],
  ] as const)('%s, which puts off the dossier and its task alike', async (_what, sweeps, said) => {
    const known: { from: string; to: string }[] = [];
    const cell = benchOf(rules, known);
    const dossierId = await cell.dossierIn('processing');
    await cell.sweep();
    known.push({ from: '2026-11-25T02:00:00.000Z', to: '2026-11-26T02:00:00.000Z' });
    for (const moment of sweeps) {
      expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'open' });
      expect((await cell.sweepAt(moment)).failed).toEqual([]);
    }
    expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'closed', dueAt: '2026-11-27T02:00:00.000Z', closedBy: 'silence' });
    expect(cell.types(dossierId)).toContain('task.due-moved');
    expect([cell.said(dossierId), cell.faults(dossierId)]).toEqual([said, []]);
  });

  it('is none of an agency that answers after its first end, and in time by what was certified since', async () => {
    const known: { from: string; to: string }[] = [];
    const cell = benchOf(rules, known);
    const dossierId = await cell.dossierIn('processing');
    known.push({ from: '2026-11-25T02:00:00.000Z', to: '2026-11-26T02:00:00.000Z' });
    cell.clock.set(minuteAfter(over));
    await cell.agency('answerTask', 'land', `${dossierId}.1`, { answer: 'POSITIVE' });
    expect(cell.types(dossierId).slice(-2)).toEqual(['task.due-moved', 'task.answered']);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ timing: 'BEFORE' });
    expect([cell.item(dossierId, 'TASK#0001')?.['dueAt'], cell.faults(dossierId, certified(known))]).toEqual([
      '2026-11-27T02:00:00.000Z',
      [],
    ]);
  });

  it('is none of an agency that has sent the task back, which is for another one to answer', async () => {
    const cell = benchOf(rules);
    const dossierId = await cell.dossierIn('processing');
    await cell.agency('returnTask', 'land', `${dossierId}.1`, { reason: 'Không thuộc địa bàn quản lý' });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'escalation-70', at: at.percent70 });
    expect(cell.faults(dossierId)).toEqual([]);
    await cell.sweepAt(minuteAfter(over));
    expect(cell.said(dossierId)).toEqual([]);
  });

  it('is counted from when the task was routed to the agency that is silent', async () => {
    const cell = benchOf(rules);
    const dossierId = await cell.dossierIn('processing');
    await cell.agency('returnTask', 'land', `${dossierId}.1`, { reason: 'Không thuộc địa bàn quản lý' });
    cell.clock.set('2026-11-26T03:00:00.000Z');
    const body = { office: 'ZUB.042.002', reason: 'Không thuộc thẩm quyền' };
    expect((await cell.staff('routeTask', { taskId: `${dossierId}.1` }, body)).status).toBe(200);
    // Two working days from Thursday the 26th at 10:00: its first agency's time is over by then.
    const until = '2026-11-30T03:00:00.000Z';
    expect(cell.deadline(dossierId)).toEqual({ kind: 'silence', at: until });
    expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'open', dueAt: until, limited: true });
    expect(cell.ledger.meta(dossierId).dueAt).toBe(at.due);
    expect(cell.faults(dossierId)).toEqual([]);
    await cell.sweepAt(minuteAfter(until));
    expect(cell.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'closed', closedBy: 'silence' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('follows from no rule of the shipped catalogue', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt('2027-06-01T02:00:00.000Z');
    expect(cell.said(dossierId)).not.toContain('silent');
  });
});

describe('a certified downtime', () => {
  /** A working day: Thursday the 26th from 09:00 to Friday at 09:00. */
  const day = [{ from: '2026-11-26T02:00:00.000Z', to: '2026-11-27T02:00:00.000Z' }];
  const moved = '2026-12-04T02:00:00.000Z';

  it('moves the due time when the first percent would be told, and that percent with it', async () => {
    const cell = deadlineBench({ downtimes: fixedDowntimes(day) });
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.percent70));
    expect(cell.said(dossierId)).toEqual(['due-moved']);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toEqual({
      ...{ from: at.due, dueAt: moved, reason: 'CERTIFIED_DOWNTIME' },
      tasks: [1, 2, 3].map((n) => `${dossierId}.${n}`),
    });
    expect(cell.ledger.meta(dossierId).dueAt).toBe(moved);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'escalation-70', at: '2026-12-02T01:15:00.000Z' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('has nothing told twice that was told before it was certified', async () => {
    const downtimes: { from: string; to: string }[] = [];
    const cell = deadlineBench({ downtimes: { endedAfter: (moment) => fixedDowntimes(downtimes).endedAfter(moment) } });
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.apology));
    downtimes.push({ from: '2026-11-26T02:00:00.000Z', to: '2026-12-01T02:00:00.000Z' });
    await cell.sweepAt(minuteAfter(at.percent90));
    expect(cell.said(dossierId)).toEqual(['70', 'extension-drafted', 'due-moved']);
    await cell.sweepAt('2026-12-24T02:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['70', 'extension-drafted', 'due-moved', '90', 'processing']);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('makes a decision timely that came after the old due time, and the dossier with it', async () => {
    const downtimes: { from: string; to: string }[] = [];
    const cell = deadlineBench({ downtimes: { endedAfter: (moment) => fixedDowntimes(downtimes).endedAfter(moment) } });
    const dossierId = await cell.dossierIn('deciding');
    await cell.sweepAt(minuteAfter(at.due));
    downtimes.push(...day);
    cell.clock.set('2026-12-03T08:00:00.000Z');
    expect((await cell.decide(dossierId)).body).toMatchObject({ timing: 'BEFORE' });
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe('BEFORE');
    expect(cell.said(dossierId)).toEqual(['70', 'extension-drafted', '90', 'processing', 'due-moved']);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('that moves the due time to a time that has passed as well has that told, so that the dossier counts as overdue', async () => {
    const downtimes: { from: string; to: string }[] = [];
    const cell = deadlineBench({ downtimes: { endedAfter: (moment) => fixedDowntimes(downtimes).endedAfter(moment) } });
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.due));
    downtimes.push(...day);
    cell.clock.set('2026-12-07T02:00:00.000Z');
    const { body } = await cell.agency('answerTask', 'commune', `${dossierId}.2`, { answer: 'POSITIVE' });
    expect(body).toMatchObject({ timing: 'AFTER' });
    expect(cell.types(dossierId).slice(-3)).toEqual(['dossier.due-moved', 'dossier.deadline-passed', 'task.answered']);
    expect(cell.ledger.events(dossierId).at(-2)?.data).toEqual({ deadline: 'processing', dueAt: moved });
    expect(cell.deadline(dossierId)).toBeUndefined();
    expect(countedOf(cell.ledger.meta(dossierId), cell.ledger.events(dossierId))).toMatchObject({ lapsed: '2026-12' });
    expect(cell.faults(dossierId)).toEqual([]);
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe('AFTER');
    expect(cell.said(dossierId).filter((told) => told === 'processing')).toHaveLength(2);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('does so once where the sweep had not told of the old due time either', async () => {
    const cell = deadlineBench({ downtimes: fixedDowntimes(day) });
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-12-07T02:00:00.000Z');
    await cell.agency('answerTask', 'commune', `${dossierId}.2`, { answer: 'POSITIVE' });
    await cell.sweepAt('2026-12-07T02:01:00.000Z');
    expect(cell.said(dossierId).filter((told) => told === 'processing')).toHaveLength(1);
    expect(countedOf(cell.ledger.meta(dossierId), cell.ledger.events(dossierId))).toMatchObject({ lapsed: '2026-12' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('that was certified while the applicant was asked for something is told with his answer', async () => {
    const downtimes: { from: string; to: string }[] = [];
    const cell = deadlineBench({ downtimes: { endedAfter: (moment) => fixedDowntimes(downtimes).endedAfter(moment) } });
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt('2026-12-07T02:00:00.000Z');
    await cell.ask(dossierId, '2026-12-21T02:00:00.000Z');
    downtimes.push(...day);
    cell.clock.set('2026-12-08T02:00:00.000Z');
    await cell.provide(dossierId);
    expect(cell.types(dossierId).slice(-2)).toEqual(['dossier.supplement-provided', 'dossier.deadline-passed']);
    expect(countedOf(cell.ledger.meta(dossierId), cell.ledger.events(dossierId))).toMatchObject({ lapsed: '2026-12' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('that has passed as well leaves an extension late, and is told before it', async () => {
    const cell = deadlineBench({ downtimes: fixedDowntimes(day) });
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-12-07T02:00:00.000Z');
    expect((await cell.extend(dossierId)).body).toMatchObject({ from: moved, timing: 'LATE' });
    expect(cell.types(dossierId).slice(-3)).toEqual(['dossier.due-moved', 'dossier.deadline-passed', 'dossier.extended']);
    expect(cell.faults(dossierId, certified(day))).toEqual([]);
  });

  it('keeps an extension from being counted late', async () => {
    const cell = deadlineBench({ downtimes: fixedDowntimes(day) });
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-12-03T08:00:00.000Z');
    expect((await cell.extend(dossierId)).body).toMatchObject({ from: moved, timing: 'IN_TIME' });
    expect(cell.types(dossierId).slice(-2)).toEqual(['dossier.due-moved', 'dossier.extended']);
    expect(cell.faults(dossierId, certified(day))).toEqual([]);
  });
});
