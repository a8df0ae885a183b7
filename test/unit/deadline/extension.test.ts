import { describe, expect, it } from 'vitest';
import { agencyTime } from '../../../functions/calendar/agency-time.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { milestonesOf } from '../../../functions/deadline/milestones.ts';
import { errandKey } from '../../../functions/ledger/item-keys.ts';
import { countedOf } from '../../../functions/report/counted.ts';
import { at, deadlineBench, minuteAfter, ruledBy, sorry } from './deadline-bench.ts';

const drafted = async () => {
  const cell = deadlineBench();
  const dossierId = await cell.dossierIn('processing');
  await cell.sweepAt(minuteAfter(at.apology));
  return { cell, dossierId };
};

describe('the draft of an apology', () => {
  it('lies in the inbox of the office more than a working day before the due time, until a leader signs it', async () => {
    const { cell, dossierId } = await drafted();
    expect(await cell.inbox()).toContain(`EXTENSION ${dossierId}`);
    expect((await cell.extend(dossierId)).status).toBe(200);
    expect(await cell.inbox()).not.toContain(`EXTENSION ${dossierId}`);
    expect(cell.item(dossierId, 'EXTENSION')).not.toHaveProperty('inboxKey');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('leaves the inbox with a dossier that is concluded without it', async () => {
    const { cell, dossierId } = await drafted();
    await cell.conclude(dossierId);
    expect(cell.ledger.meta(dossierId)).not.toHaveProperty('apology');
    expect(cell.item(dossierId, 'EXTENSION')).not.toHaveProperty('inboxKey');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('leaves it with a dossier that is withdrawn', async () => {
    const { cell, dossierId } = await drafted();
    await cell.citizen('requestWithdrawal', dossierId, { body: {} });
    await cell.staff('decideWithdrawal', { dossierId }, { decision: 'GRANT' });
    expect(cell.item(dossierId, 'EXTENSION')).not.toHaveProperty('inboxKey');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is not made for a limit of less than two days', async () => {
    const time = agencyTime(vietnamCalendar, 'police');
    const running = { kind: 'running' as const, startsAt: new Date('2026-11-25T02:00:00Z'), dueAt: new Date('2026-11-26T02:00:00Z'), time };
    expect(milestonesOf({ ...running, workMinutes: 450 }, true).map(({ kind }) => kind)).toEqual([
      'escalation-70',
      'escalation-90',
      'processing',
    ]);
  });
});

describe('an extension', () => {
  it('puts the due time off for the dossier and for every task that waits', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.agency('answerTask', 'land', `${dossierId}.1`, { answer: 'POSITIVE' });
    const { status, body } = await cell.extend(dossierId);
    expect([status, body]).toEqual([
      200,
      { dossierId, from: at.due, dueAt: sorry.dueAt, timing: 'IN_TIME', signedAt: '2026-11-23T02:00:00.000Z' },
    ]);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ dueAt: sorry.dueAt, extension: 'IN_TIME' });
    expect([1, 2, 3].map((n) => cell.item(dossierId, `TASK#000${n}`)?.['dueAt'])).toEqual([at.due, sorry.dueAt, sorry.dueAt]);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.extended',
      by: { kind: 'staff', id: 'leader-1' },
      data: { from: at.due, dueAt: sorry.dueAt, timing: 'IN_TIME', tasks: [`${dossierId}.2`, `${dossierId}.3`] },
    });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('keeps its words sealed', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.extend(dossierId);
    expect(JSON.stringify(cell.ledger.items())).not.toContain(sorry.reason);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ reason: expect.stringMatching(/^WORDS#/) });
  });

  it('has its 70, 90 and 100 % told anew, and no other draft', async () => {
    const { cell, dossierId } = await drafted();
    await cell.extend(dossierId);
    await cell.sweepAt('2026-12-24T02:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['70', 'extension-drafted', '70', '90', 'processing']);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is signed also after the due time, and then the dossier counts as late however early it is done', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.due));
    expect((await cell.extend(dossierId)).body).toMatchObject({ timing: 'LATE' });
    expect(cell.deadline(dossierId)?.kind).toBe('escalation-90');
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe('AFTER');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('in time keeps the dossier in time', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.extend(dossierId);
    cell.clock.set('2026-12-07T02:00:00.000Z');
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe('BEFORE');
  });

  it('is signed once: again the same answers the same, anything else is refused', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    const first = await cell.extend(dossierId);
    expect(await cell.extend(dossierId)).toEqual(first);
    for (const again of [
      await cell.extend(dossierId, { dueAt: '2026-12-09T02:00:00.000Z' }),
      await cell.extend(dossierId, {}, { sub: 'leader-2' }),
    ])
      expect([again.status, again.body['dueAt']]).toEqual([409, sorry.dueAt]);
    expect(cell.types(dossierId).filter((type) => type === 'dossier.extended')).toHaveLength(1);
  });

  it.each([
    ['not later than the due time', { dueAt: at.due }, 'later'],
    ['in the past', { dueAt: '2026-11-20T02:00:00.000Z' }, 'later'],
    ['on a Sunday', { dueAt: '2026-12-06T02:00:00.000Z' }, 'working time'],
    ['in the night', { dueAt: '2026-12-08T15:00:00.000Z' }, 'working time'],
  ])('to a time %s is refused', async (_name, body, words) => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    const answer = await cell.extend(dossierId, body);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining(words)]);
    expect(cell.types(dossierId)).not.toContain('dossier.extended');
  });

  it('goes as far as the limit itself once more, and not a minute further', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    // Seven working days after Thursday 3 December, 09:00.
    const { status, body } = await cell.extend(dossierId, { dueAt: '2026-12-14T02:01:00.000Z' });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('2026-12-14T02:00:00.000Z')]);
    expect(cell.types(dossierId)).not.toContain('dossier.extended');
    expect((await cell.extend(dossierId, { dueAt: '2026-12-14T02:00:00.000Z' })).status).toBe(200);
  });

  it('that is signed late goes as far from its signature', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    // Saturday, when nobody works: counted from Monday, 07:30.
    cell.clock.set('2026-12-05T02:00:00.000Z');
    expect((await cell.extend(dossierId, { dueAt: '2026-12-16T00:31:00.000Z' })).status).toBe(400);
    expect((await cell.extend(dossierId, { dueAt: '2026-12-16T00:30:00.000Z' })).body).toMatchObject({ timing: 'LATE' });
  });

  it('goes further where the catalogue says so', async () => {
    const cell = deadlineBench({ procedures: ruledBy({ extension: { amount: 20, unit: 'WORKING_DAY' } }) });
    const dossierId = await cell.dossierIn('processing');
    expect((await cell.extend(dossierId, { dueAt: '2026-12-31T02:00:00.000Z' })).status).toBe(200);
  });

  it('is bounded by the calendar where that ends first', async () => {
    const cell = deadlineBench({ procedures: ruledBy({ extension: { amount: 1000, unit: 'WORKING_DAY' } }) });
    const dossierId = await cell.dossierIn('processing');
    expect((await cell.extend(dossierId, { dueAt: '2028-01-03T02:00:00.000Z' })).status).toBe(422);
    expect((await cell.extend(dossierId, { dueAt: '2027-12-31T02:00:00.000Z' })).status).toBe(200);
  });

  it.each([
    ['2026-12-03T02:00:59.999Z', 'IN_TIME', 'BEFORE'],
    ['2026-12-03T02:01:00.000Z', 'LATE', 'AFTER'],
  ])('signed at %s, the due time being 09:00, is %s: it holds through its own minute', async (moment, timing, concluded) => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set(moment);
    expect((await cell.extend(dossierId)).body).toMatchObject({ from: at.due, timing });
    const { lapsed } = countedOf(cell.ledger.meta(dossierId), cell.ledger.events(dossierId)) ?? {};
    expect(lapsed).toBe(timing === 'LATE' ? '2026-12' : undefined);
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe(concluded);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('that is written only after the due minute is late, though it was begun in it', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.sweepAt(minuteAfter(at.percent90));
    cell.clock.set('2026-12-03T02:00:59.999Z');
    cell.ledger.beforeNextWrite(async () => void (await cell.sweepAt(minuteAfter(at.due))));
    expect((await cell.extend(dossierId)).body).toMatchObject({ timing: 'LATE' });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('beyond the calendar is refused', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    expect((await cell.extend(dossierId, { dueAt: '2031-12-08T02:00:00.000Z' })).status).toBe(422);
  });

  it('at the close of business is granted', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    expect((await cell.extend(dossierId, { dueAt: '2026-12-08T10:00:00.000Z' })).status).toBe(200);
  });

  it.each([
    ['another office', 404, { office: 'G01.042.002' }],
    ['an officer who leads nobody', 403, { roles: '[approver]' }],
  ] as const)('is not for %s', async (_name, status, claims) => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    expect((await cell.extend(dossierId, {}, claims)).status).toBe(status);
  });

  it.each([
    ['new', 'dossier-wrong-state'],
    ['decided', 'dossier-decided'],
  ] as const)('is refused when the dossier is %s', async (stage, problem) => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn(stage);
    const { status, body } = await cell.extend(dossierId);
    expect([status, String(body['type'])]).toEqual([409, expect.stringContaining(problem)]);
  });

  it('is the same for two leaders at once: one signs', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    const answers = await Promise.all([cell.extend(dossierId), cell.extend(dossierId, {}, { sub: 'leader-2' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await cell.ledger.readItem(errandKey(dossierId, 'EXTENSION'))).toMatchObject({ signed: { dueAt: sorry.dueAt } });
  });
});
