import { describe, expect, it } from 'vitest';
import { type ControlSlip, controlSlip } from '../../../functions/ledger/control-slip.ts';
import type { HistoryEvent, HistoryEventType } from '../../../functions/ledger/history-event.ts';
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

const history = (...told: readonly (readonly [HistoryEventType, Record<string, unknown>?])[]): HistoryEvent[] =>
  told.map(([type, data = {}], index) => ({
    ...{ dossierId, n: index + 1, type, data },
    ...{ at: `2026-11-23T02:${String(index).padStart(2, '0')}:00.000Z`, by: { kind: 'staff' as const, id: 'officer-1' } },
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
      `consulted ${LAND} > competent ${OFFICE} AFTER`,
      `competent ${OFFICE} > one-stop ${OFFICE} ON`,
      `one-stop ${OFFICE} > applicant`,
    ]);
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
      `consulted ${LAND} > competent ${OFFICE}`,
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
