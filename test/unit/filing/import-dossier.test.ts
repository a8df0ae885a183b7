import { describe, expect, it } from 'vitest';
import { appointmentOf } from '../../../functions/calendar/appointment.ts';
import { dossierClock } from '../../../functions/deadline/dossier-clock.ts';
import { enactDeadlines } from '../../../functions/dossier/enact-deadlines.ts';
import { clockOf } from '../../../functions/procedure/clock.ts';
import { allFound, rentedForm } from '../../support/intake-bench.ts';
import { type FilingBench, filingBench, kindOf, madeUp, other, person, pointersOf } from './filing-bench.ts';

const submitted = {
  ...{ source: 'mpi-portal', code: 'H15.50.05.13-261119-0975', procedure: 'permanent-residence', form: rentedForm, applicant: person },
  ...{ kenhThucHien: 3, status: 1, submittedAt: '2026-11-20T09:00:00+07:00', arrivedAt: '2026-11-20T08:30:00+07:00' },
};
const { arrivedAt: _, ...direct } = { ...submitted, kenhThucHien: 1 };
const accepted = { ...direct, status: 4, acceptedAt: '2026-11-20T10:00:00+07:00', dueAt: '2026-12-02T10:00:00+07:00' };
const unpaid = { ...accepted, status: 6 };

const imported = async (cell: FilingBench, body: object): Promise<string> => String((await cell.takeOver({ body })).body['dossierId']);

describe('a dossier that another system has begun', () => {
  it('keeps its code and its stamps, and goes through its states in one step', async () => {
    const cell = filingBench();
    const answer = await cell.takeOver({ body: accepted });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ...{ code: accepted.code, state: 'processing', status: 4, channel: 'counter', submittedAt: '2026-11-20T02:00:00.000Z' },
        ...{ acceptedAt: '2026-11-20T03:00:00.000Z', dueAt: '2026-12-02T03:00:00.000Z', amountDue: 0 },
      },
    });
    const dossierId = String(answer.body['dossierId']);
    expect(cell.types(dossierId)).toEqual(['dossier.drafted', 'dossier.submitted', 'dossier.accepted', 'dossier.processing-started']);
    expect(cell.ledger.calls.open + cell.ledger.calls.commit).toBe(1);
    expect((await cell.own(dossierId)).body).toMatchObject({ filedBy: 'OTHER_SYSTEM', code: accepted.code });
    expect(await cell.seenBy(dossierId)).toMatchObject([{ what: 'form', by: { kind: 'staff' } }]);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('has every task of its plan: nobody here asked the registries', async () => {
    const cell = filingBench();
    const meta = cell.ledger.meta(await imported(cell, accepted));
    expect(meta.stages.flat().map(({ kind }) => kind)).toEqual(['parcel-check', 'lawful-dwelling', 'actual-residence', 'decision']);
    expect(meta).toMatchObject({ lookups: 'skipped', findings: { population: 'unavailable' }, run: 1, openTasks: 3 });
    const tasks = cell.ledger.items().filter(({ sk }) => String(sk).startsWith('TASK#'));
    expect(tasks.map(({ dueAt }) => dueAt)).toEqual(Array(3).fill('2026-12-02T03:00:00.000Z'));
  });

  it('has its clock run since its own acceptance, to its own appointment, which our own count would set earlier', async () => {
    const cell = filingBench();
    const procedure = cell.procedures.current('permanent-residence');
    const clock = procedure && clockOf(procedure, cell.calendar, 'police');
    expect(clock && appointmentOf(clock, { acceptedAt: new Date(accepted.acceptedAt) })?.dueAt).toEqual(new Date(accepted.dueAt));
    const dueAt = '2026-12-04T10:00:00.000Z';
    const dossierId = await imported(cell, { ...accepted, dueAt });
    const meta = cell.ledger.meta(dossierId);
    expect(meta).toMatchObject({ dueAt, appointedFor: dueAt, deadline: { kind: 'escalation-70' } });
    expect(procedure && dossierClock(meta, procedure, cell.calendar, [])).toMatchObject({
      ...{ kind: 'running', startsAt: new Date(accepted.acceptedAt), dueAt: new Date(dueAt) },
    });
  });

  it('has its lookups begin where it is unanswered, and its hours run since it came there', async () => {
    const cell = filingBench();
    const dossierId = await imported(cell, submitted);
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      ...{ state: 'new', lookups: 'waiting', channel: 'post', arrivedAt: '2026-11-20T01:30:00.000Z' },
      deadline: { kind: 'intake', at: '2026-11-23T02:00:00.000Z' },
    });
    expect((await cell.ledger.listInbox('police', 'G01.042.001')).entries).toHaveLength(1);
    expect(cell.faults(dossierId)).toEqual([]);
    cell.change(dossierId, { lookups: 'done', findings: allFound, channel: 'counter' });
    expect((await cell.accept(dossierId)).body).toMatchObject({ code: submitted.code, amountDue: 20_000 });
  });

  it('waits for its fee where that was asked, by the row of the day of its acceptance', async () => {
    const cell = filingBench();
    const dossierId = await imported(cell, unpaid);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'payment-requested', previous: 'accepted', amountDue: 20_000 });
    expect(cell.faults(dossierId)).toEqual([]);
    expect(kindOf(await cell.takeOver({ body: { ...unpaid, code: 'H15.50-261119-0001', kenhThucHien: 3 } }))).toBe('409 fee-unknown');
  });

  it('has no appointment yet where the fee starts the clock, and the other system cannot have set one', async () => {
    const cell = filingBench({ changes: { clockStart: 'FEE_PAID' } });
    expect(pointersOf(await cell.takeOver({ body: unpaid }))).toEqual(['/body/dueAt']);
    const dossierId = await imported(cell, { ...unpaid, dueAt: undefined });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'payment-requested', amountDue: 20_000 });
    expect(cell.ledger.meta(dossierId).dueAt).toBeUndefined();
    expect((await cell.takeOver({ body: { ...accepted, code: 'H15.50-261119-0002' } })).body['dueAt']).toBe('2026-12-02T03:00:00.000Z');
  });

  it('says at once what has passed already', async () => {
    const cell = filingBench();
    const late = await imported(cell, { ...accepted, dueAt: '2026-11-23T08:00:00+07:00' });
    expect(cell.types(late).at(-1)).toBe('dossier.deadline-passed');
    const unanswered = await imported(cell, { ...direct, code: 'H15.50-261110-0001', submittedAt: '2026-11-10T09:00:00+07:00' });
    expect(cell.types(unanswered).at(-1)).toBe('dossier.deadline-passed');
    expect([late, unanswered].map((id) => cell.ledger.meta(id).deadline)).toEqual([undefined, undefined]);
    expect([late, unanswered].flatMap(cell.faults)).toEqual([]);
    const { failed } = await enactDeadlines(cell)();
    expect(failed).toEqual([]);
  });

  it('belongs to the owner whom another person filed for there', async () => {
    const cell = filingBench();
    const dossierId = await imported(cell, { ...accepted, owner: { ...other, authorisation: 'POWER_OF_ATTORNEY' } });
    expect((await cell.own(dossierId, { pin: other.pin, sub: 'citizen-2' })).status).toBe(200);
  });
});

describe('a dossier that is imported twice', () => {
  it('is refused the second time, and nothing is doubled', async () => {
    const cell = filingBench();
    await imported(cell, accepted);
    const items = cell.ledger.items();
    const again = await cell.takeOver({ body: accepted });
    expect([kindOf(again), again.body['code']]).toEqual(['409 code-taken', accepted.code]);
    expect(cell.ledger.items()).toEqual(items);
  });

  it('is the same dossier for the same request, whose answer was lost', async () => {
    const cell = filingBench();
    const first = await cell.takeOver({ body: accepted, key: 'the-same-key' });
    expect(await cell.takeOver({ body: accepted, key: 'the-same-key' })).toEqual(first);
    expect(kindOf(await cell.takeOver({ body: unpaid, key: 'the-same-key' }))).toBe('409 idempotency-key-reused');
  });

  it('is there once when both come at the same moment', async () => {
    const cell = filingBench();
    const answers = await Promise.all([cell.takeOver({ body: accepted }), cell.takeOver({ body: accepted })]);
    expect(answers.map(kindOf).sort()).toEqual(['201', '409 code-taken']);
    expect(cell.ledger.items().filter(({ sk }) => sk === 'META')).toHaveLength(1);
  });

  it('is refused with a code that was issued here', async () => {
    const cell = filingBench();
    await cell.submitted();
    expect(kindOf(await cell.takeOver({ body: { ...direct, code: 'G01.042.001-261123-000001' } }))).toBe('409 code-taken');
  });

  it('leaves the numbers of the cell alone: the next one is drawn past it', async () => {
    const cell = filingBench();
    await imported(cell, { ...direct, code: 'G01.042.001-261123-000001' });
    const dossierId = await cell.submitted();
    expect(cell.ledger.meta(dossierId).code).toBe('G01.042.001-261123-000002');
  });
});

describe('an import that is refused', () => {
  it.each([
    ['no code', '', '/body/code'],
    ['a code without a number', 'H40.15-261119', '/body/code'],
    ['a code without an agency', '-261119-0007', '/body/code'],
    ['a code of a day that no calendar has', 'H40.15-260231-0007', '/body/code'],
    ['a code of a month that no calendar has', 'G09.20-20261309-0092637', '/body/code'],
    ['a code in small letters', 'h40.15-261119-0007', '/body/code'],
    ['a code with something behind it', 'H40.15-261119-0007 ', '/body/code'],
    ['a code of tomorrow', 'H40.15-261124-0007', '/body/code'],
  ])('has %s', async (_name, code, pointer) => {
    const cell = filingBench();
    const answer = await cell.takeOver({ body: { ...direct, code } });
    expect([answer.status, [...new Set(pointersOf(answer))], cell.ledger.items()]).toEqual([400, [pointer], []]);
  });

  it.each([
    'H40.15-261119-0007',
    '000.00.15.H40-210705-0012',
    'G09.20-20260609-0092637',
    'G01.899.909-260916-890028',
    'H15.50.05.13-261008-0975',
  ])('does not have the code %s, which is in use', async (code) => {
    expect((await filingBench().takeOver({ body: { ...direct, code } })).body['code']).toBe(code);
  });

  it.each([
    ['an acceptance before it was accepted', { ...accepted, status: 1 }, ['/body/acceptedAt', '/body/dueAt']],
    ['no acceptance while the agencies have it', { ...direct, status: 4 }, ['/body/acceptedAt', '/body/dueAt']],
    ['no appointment while the agencies have it', { ...accepted, dueAt: undefined }, ['/body/dueAt']],
    ['an appointment before its acceptance', { ...accepted, dueAt: '2026-11-20T09:30:00+07:00' }, ['/body/dueAt']],
    ['an acceptance before its submission', { ...accepted, acceptedAt: '2026-11-19T10:00:00+07:00' }, ['/body/acceptedAt']],
    ['an acceptance that is still to come', { ...accepted, acceptedAt: '2026-11-23T10:00:00+07:00' }, ['/body/acceptedAt']],
    ['a submission that is still to come', { ...direct, submittedAt: '2026-11-23T10:00:00+07:00' }, ['/body/submittedAt']],
    ['a letter that arrived after it was entered', { ...submitted, arrivedAt: '2026-11-20T09:30:00+07:00' }, ['/body/arrivedAt']],
    ['a submission before the calendar', { ...direct, submittedAt: '2024-11-20T09:00:00+07:00' }, ['/body/submittedAt']],
    ['an appointment after the calendar', { ...accepted, dueAt: '2028-12-02T10:00:00+07:00' }, ['/body/dueAt']],
    ['an appointment in the year 10,000', { ...accepted, dueAt: '9999-12-31T23:59:59-12:00' }, ['/body/dueAt']],
    ['a state in which nothing can be taken over', { ...accepted, status: 9 }, ['/body/status']],
    ['a channel that the portal does not have', { ...direct, kenhThucHien: 4 }, ['/body/kenhThucHien']],
  ])('has %s', async (_name, body, pointers) => {
    const cell = filingBench();
    const answer = await cell.takeOver({ body });
    expect([answer.status, pointersOf(answer), cell.ledger.items()]).toEqual([400, pointers, []]);
  });

  it('is by an officer who is no importer', async () => {
    expect(kindOf(await filingBench().takeOver({ body: direct, claims: { roles: '[intake approver leader clerk]' } }))).toBe(
      '403 role-missing',
    );
  });

  it('names a one-stop that is none, or a procedure that nobody knows', async () => {
    const cell = filingBench();
    expect(kindOf(await cell.takeOver({ body: { ...direct, receivingOffice: 'ZLR.042.000' } }))).toBe('403 not-filed-here');
    expect(kindOf(await cell.takeOver({ body: { ...direct, procedure: 'dog-licence' } }))).toBe('404 procedure-not-found');
  });

  it('is of a procedure without a time limit', async () => {
    const cell = filingBench({ changes: { timeLimit: madeUp(null) } });
    expect(kindOf(await cell.takeOver({ body: accepted }))).toBe('409 time-limit-unknown');
  });
});
