import { describe, expect, it } from 'vitest';
import { stepTexts } from '../../../functions/form/form-labels.ts';
import { type ControlSlip, controlSlip } from '../../../functions/ledger/control-slip.ts';
import { type Actor, type HistoryEvent, type HistoryEventType, historyEvents } from '../../../functions/ledger/history-event.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { createHandler } from '../../../functions/report/read-control-slip.handler.ts';
import { countedUlid } from '../../support/fixed.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { reportBench } from './report-bench.ts';

const dossierId = countedUlid(1);
const OFFICE = 'G01.042.001';
const LAND = 'ZLR.042.000';

const meta = (change: Partial<Meta> = {}) => ({
  ...{ dossierId, code: 'G01.042.001-261123-000001', procedure: 'permanent-residence', agency: 'police', office: OFFICE },
  stages: [
    [
      { n: 1, kind: 'parcel-check', role: 'consulted' as const, agency: 'land', office: LAND },
      { n: 2, kind: 'actual-residence', role: 'consulted' as const, agency: 'police', office: OFFICE },
    ],
    [{ n: 3, kind: 'decision', role: 'competent' as const, agency: 'police', office: OFFICE }],
  ],
  receivedOffice: undefined,
  ...change,
});

const opened = (n: number, office: string, agency: string, role: 'consulted' | 'competent' = 'consulted') => ({
  ...{ taskId: `${dossierId}.${n}`, kind: 'any', role, agency, office, dueAt: '2026-12-03T02:00:00.000Z' },
});

type Told = readonly [HistoryEventType, Record<string, unknown>?, Actor?];

const history = (...told: readonly Told[]): HistoryEvent[] =>
  told.map(([type, data = {}, by = { kind: 'staff', id: 'officer-1' }], index) => ({
    ...{ dossierId, n: index + 1, type, data, by },
    at: `2026-11-23T02:${String(index).padStart(2, '0')}:00.000Z`,
  }));

const say = ({ rows }: ControlSlip): string[] =>
  rows.map(({ from, to, timing }) => {
    const name = (unit: (typeof rows)[number]['from']) => (unit.kind === 'office' ? `${unit.part} ${unit.office}` : unit.kind);
    return `${name(from)} > ${name(to)}${timing ? ` ${timing}` : ''}`;
  });

describe('the process control slip', () => {
  it('has a row per hand-over, with whether its step was in time', () => {
    const events = history(
      ['dossier.drafted'],
      ['dossier.submitted'],
      ['dossier.accepted', { dueAt: 'x', office: OFFICE, timing: 'BEFORE' }],
      ['dossier.processing-started', { run: 1, opened: [opened(1, LAND, 'land'), opened(2, OFFICE, 'police')] }],
      ['task.answered', { taskId: `${dossierId}.1`, agency: 'land', answer: 'POSITIVE', timing: 'AFTER' }],
      ['dossier.concluded', { timing: 'ON' }],
      ['dossier.returned', { way: 'COUNTER' }],
    );
    expect(say(controlSlip(meta(), events))).toEqual([
      `applicant > one-stop ${OFFICE}`,
      `one-stop ${OFFICE} > competent ${OFFICE} BEFORE`,
      `competent ${OFFICE} > consulted ${LAND}`,
      `competent ${OFFICE} > consulted ${OFFICE}`,
      `consulted ${LAND} > competent ${OFFICE} AFTER`,
      `competent ${OFFICE} > one-stop ${OFFICE} ON`,
      `one-stop ${OFFICE} > applicant`,
    ]);
  });

  const leader = { kind: 'staff' as const, id: 'leader-1' };
  const clerk = { kind: 'staff' as const, id: 'clerk-1' };
  const approval = { kind: 'system' as const, id: 'approval' };
  const decided = { taskId: `${dossierId}.3`, office: OFFICE, decision: 'GRANT', timing: 'BEFORE' };

  it('has a row for the decision and one for the number that a clerk gives it', () => {
    const events = history(
      ['task.answered', { taskId: `${dossierId}.1`, timing: 'BEFORE', opened: [opened(3, OFFICE, 'police', 'competent')] }],
      ['task.decided', decided, leader],
      ['dossier.awaiting-number', { outcome: 'GRANTED' }, approval],
      ['dossier.concluded', { timing: 'ON' }, clerk],
      ['dossier.returned', { way: 'COUNTER', proof: 'CHIP' }],
    );
    const slip = controlSlip(meta({ receivedOffice: 'ZOS.042.002' }), events);
    expect(say(slip).slice(1)).toEqual([
      `competent ${OFFICE} > competent ${OFFICE} BEFORE`,
      `competent ${OFFICE} > clerk ${OFFICE} BEFORE`,
      `clerk ${OFFICE} > one-stop ZOS.042.002 ON`,
      'one-stop ZOS.042.002 > applicant',
    ]);
    expect(slip.rows.slice(1).map(({ giver, receiver }) => [giver?.id, receiver?.kind])).toEqual([
      ['leader-1', undefined],
      ['leader-1', undefined],
      ['clerk-1', undefined],
      ['officer-1', 'owner'],
    ]);
  });

  it('has a row for the decision where the cell gives the number', () => {
    const events = history(['task.decided', { ...decided, timing: 'AFTER' }, leader], ['dossier.concluded', { timing: 'AFTER' }, approval]);
    const slip = controlSlip(meta(), events);
    expect(say(slip)).toEqual([`competent ${OFFICE} > competent ${OFFICE} AFTER`, `competent ${OFFICE} > one-stop ${OFFICE} AFTER`]);
    expect(slip.rows.map(({ giver }) => giver)).toEqual([leader, approval]);
  });

  it('names who gave and who got it: at a counter a clerk gets it of the person', () => {
    const owner = { kind: 'owner' as const };
    const persons = (...told: readonly Told[]) =>
      controlSlip(meta(), history(...told)).rows.map(({ giver, receiver }) => [giver, receiver]);
    expect(persons(['dossier.submitted', {}, owner])).toEqual([[owner, undefined]]);
    expect(persons(['dossier.submitted', {}, clerk])).toEqual([[owner, clerk]]);
    expect(persons(['dossier.supplement-provided', { n: 1 }, clerk])).toEqual([[owner, clerk]]);
    expect(persons(['dossier.returned', { way: 'POST', proof: 'RECEIVER_SIGNATURE' }, clerk])).toEqual([[undefined, owner]]);
    expect(persons(['dossier.returned', { way: 'E_DOCUMENT' }, approval])).toEqual([[approval, undefined]]);
    const silent = { taskId: `${dossierId}.1`, agency: 'land', dueAt: '2026-12-03T02:00:00.000Z', legalBasis: 'x' };
    expect(persons(['task.silent', silent, approval])).toEqual([[undefined, undefined]]);
  });

  it('of an import has the times of the other system, and names nobody of this one', () => {
    const submittedAt = '2026-11-18T02:00:00.000Z';
    const acceptedAt = '2026-11-20T02:00:00.000Z';
    const { rows } = controlSlip(meta(), history(['dossier.submitted', { submittedAt }], ['dossier.accepted', { acceptedAt }]));
    expect(rows.map(({ at, giver, receiver }) => [at, giver, receiver])).toEqual([
      [submittedAt, undefined, undefined],
      [acceptedAt, undefined, undefined],
    ]);
  });

  it.each([
    ['2026-11-23T02:02:00.000Z', 'BEFORE'],
    ['2026-11-23T02:01:30.000Z', 'ON'],
    ['2026-11-23T02:00:00.000Z', 'AFTER'],
  ])('says whether the applicant answered in his time, until %s: %s', (answerBy, timing) => {
    const asked = { n: 1, stage: 'appraisal', documents: [], answerBy };
    const slip = controlSlip(meta(), history(['dossier.supplement-requested', asked], ['dossier.supplement-provided', { n: 1 }]));
    expect(say(slip)).toEqual([`competent ${OFFICE} > applicant`, `applicant > competent ${OFFICE} ${timing}`]);
  });

  it('takes the time that a refused withdrawal gave the applicant more', () => {
    const { rows } = controlSlip(
      meta({ receivedOffice: 'ZOS.042.002' }),
      history(
        ['dossier.supplement-requested', { n: 1, stage: 'intake', documents: [], answerBy: '2026-11-23T02:00:00.000Z', timing: 'BEFORE' }],
        ['dossier.withdrawal-refused', { reason: 'x', legalBasis: 'x', answerBy: '2026-11-23T03:00:00.000Z' }],
        ['dossier.supplement-provided', { n: 1 }],
      ),
    );
    expect(rows).toMatchObject([
      { from: { part: 'one-stop' }, timing: 'BEFORE' },
      { to: { part: 'one-stop' }, timing: 'BEFORE' },
    ]);
  });

  it('says of a task that was sent back, and of one whose time was moved, whether that was in time', () => {
    const start = [
      'dossier.processing-started',
      { run: 1, opened: [{ ...opened(1, LAND, 'land'), dueAt: '2026-11-23T02:01:00.000Z' }] },
    ] as const;
    const extended = { dueAt: '2026-11-23T05:00:00.000Z', timing: 'IN_TIME', tasks: [`${dossierId}.1`] };
    const back = ['task.sent-back', { taskId: `${dossierId}.1`, agency: 'land', office: LAND, reason: 'x' }] as const;
    const last = (...told: readonly Told[]) => controlSlip(meta(), history(...told)).rows.at(-1)?.timing;
    expect(last(start, back)).toBe('ON');
    expect(last(start, ['dossier.rated', { score: 5 }], back)).toBe('AFTER');
    expect(last(start, ['dossier.extended', extended], back)).toBe('BEFORE');
  });

  it.each([
    ['2026-11-23T03:00:00.000Z', 'BEFORE'],
    ['2026-11-23T02:00:00.000Z', 'AFTER'],
  ])('holds a step that has no time of its own against the due time of that moment, %s: %s', (dueAt, timing) => {
    const second = 'G01.042.002';
    const events = history(
      ['dossier.submitted'],
      ['dossier.accepted', { timing: 'ON', office: OFFICE, dueAt }],
      ['dossier.processing-started', { run: 1, opened: [opened(1, LAND, 'land')] }],
      ['dossier.transferred', { from: OFFICE, to: second, reason: 'x' }],
      ['dossier.supplement-requested', { n: 1, stage: 'appraisal', documents: [], answerBy: '2026-11-30T02:00:00.000Z' }],
      ['dossier.due-moved', { from: dueAt, dueAt: '2026-12-01T02:00:00.000Z', reason: 'FEE' }],
      ['task.routed', { taskId: `${dossierId}.1`, from: LAND, reason: 'x', opened: [opened(1, 'ZUB.042.001', 'commune')] }],
      ['dossier.stopped', { reason: 'WITHDRAWN', cancelled: [], paid: 0 }],
    );
    expect(controlSlip(meta({ office: second, receivedOffice: OFFICE }), events).rows.map((row) => [row.step, row.timing])).toEqual([
      ['dossier.submitted', undefined],
      ['dossier.accepted', 'ON'],
      ['dossier.processing-started', timing],
      ['dossier.transferred', timing],
      ['dossier.supplement-requested', timing],
      ['task.routed', 'BEFORE'],
      ['dossier.stopped', undefined],
    ]);
  });

  it('has words for every step that it can show', () => {
    const types = Object.keys(historyEvents).filter((type): type is HistoryEventType => type in historyEvents);
    const all = types.flatMap((type) => controlSlip(meta(), history([type, { to: LAND }])).rows);
    expect(all.length).toBeGreaterThan(14);
    expect(all.map(({ step }) => step).filter((step) => !stepTexts[step])).toEqual([]);
  });

  it('only grows: the rows of a history begin with those of its beginning', () => {
    const events = history(
      ['dossier.submitted'],
      ['dossier.accepted', { timing: 'ON' }],
      ['dossier.processing-started', { run: 1, opened: [opened(1, LAND, 'land')] }],
      ['dossier.transferred', { from: OFFICE, to: 'G01.042.002', reason: 'x', opened: [opened(3, 'G01.042.002', 'police', 'competent')] }],
      ['task.answered', { taskId: `${dossierId}.1`, timing: 'BEFORE' }],
      ['dossier.stopped', { reason: 'WITHDRAWN', cancelled: [], paid: 0 }],
    );
    for (let length = 0; length <= events.length; length += 1) {
      // Before the transfer META names the first office, afterwards the second.
      const office = length > 3 ? 'G01.042.002' : OFFICE;
      const { rows } = controlSlip(meta({ office, receivedOffice: OFFICE }), events.slice(0, length));
      const { rows: all } = controlSlip(meta({ office: 'G01.042.002', receivedOffice: OFFICE }), events);
      expect(all.slice(0, rows.length)).toEqual(rows);
    }
  });

  it('tells the units apart that took it in, that decide, and that got it later', () => {
    const events = history(
      ['dossier.submitted'],
      ['dossier.accepted', { timing: 'ON' }],
      ['dossier.transferred', { from: OFFICE, to: 'G01.042.002', reason: 'x' }],
      ['dossier.concluded', { timing: 'BEFORE' }],
      ['dossier.result-dispatched', { parcel: 'RR123456785VN' }],
      ['dossier.returned', { way: 'POST', proof: 'signature' }],
    );
    expect(say(controlSlip(meta({ office: 'G01.042.002', receivedOffice: 'ZUB.042.003' }), events))).toEqual([
      'applicant > one-stop ZUB.042.003',
      `one-stop ZUB.042.003 > competent ${OFFICE} ON`,
      `competent ${OFFICE} > competent G01.042.002`,
      'competent G01.042.002 > one-stop ZUB.042.003 BEFORE',
      'one-stop ZUB.042.003 > post',
      'post > applicant',
    ]);
  });

  it('shows a task that was sent back and routed anew', () => {
    const events = history(
      ['dossier.processing-started', { run: 1, opened: [opened(1, LAND, 'land')] }],
      ['task.sent-back', { taskId: `${dossierId}.1`, agency: 'land', office: LAND, reason: 'x' }],
      ['task.routed', { taskId: `${dossierId}.1`, from: LAND, reason: 'x', opened: [opened(1, 'ZUB.042.001', 'commune')] }],
      ['task.answered', { taskId: `${dossierId}.1`, timing: 'BEFORE' }],
    );
    expect(say(controlSlip(meta(), events))).toEqual([
      `competent ${OFFICE} > consulted ${LAND}`,
      `consulted ${LAND} > competent ${OFFICE} BEFORE`,
      `competent ${OFFICE} > consulted ZUB.042.001`,
      `consulted ZUB.042.001 > competent ${OFFICE} BEFORE`,
    ]);
  });

  it('is read by staff of the office and by leaders above it', async () => {
    const bench = reportBench();
    const accepted = await bench.accepted();
    const ask = (claims: Record<string, string>) =>
      callHttp(createHandler(bench), httpEvent('readControlSlip', { claims, path: { dossierId: accepted } }));
    const { status, body } = await ask(staffClaims());
    expect([status, body['office']]).toEqual([200, OFFICE]);
    expect(body['rows']).toMatchObject([{ step: 'dossier.submitted' }, { step: 'dossier.accepted', timing: 'BEFORE' }]);
    expect((await ask(staffClaims({ office: 'G01.042', roles: '[leader]' }))).status).toBe(200);
    expect((await ask(staffClaims({ office: 'G01.042', roles: '[intake]' }))).status).toBe(404);
    expect((await ask(staffClaims({ office: 'G01.042.002', roles: '[leader]' }))).status).toBe(404);
    expect((await ask(staffClaims({ roles: '[complaints]' }))).status).toBe(403);
  });
});
