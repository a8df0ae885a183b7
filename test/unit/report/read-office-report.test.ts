import { beforeEach, describe, expect, it } from 'vitest';
import { supplementKey } from '../../../functions/ledger/item-keys.ts';
import { createHandler } from '../../../functions/report/read-office-report.handler.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { OFFICE, type ReportBench, reportBench } from './report-bench.ts';

const leader = staffClaims({ sub: 'leader-1', roles: '[leader]' });

describe('GET /staff/reports/ii-06', () => {
  let bench: ReportBench;
  const ask = (query: Record<string, string> = {}, claims = leader) =>
    callHttp(
      createHandler(bench),
      httpEvent('readOfficeReport', { claims, query: { office: OFFICE, from: '2026-11', to: '2026-11', ...query } }),
    );

  beforeEach(() => {
    bench = reportBench();
  });

  it('agrees with the history of the office', async () => {
    const early = await bench.accepted();
    await bench.accepted();
    await bench.paid(early);
    await bench.concluded(early, 'BEFORE');
    await bench.count(early);
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ office: OFFICE, from: '2026-11', to: '2026-11', behind: false },
      rows: [{ procedure: 'temporary-residence', name: { vi: 'Đăng ký tạm trú' }, agency: 'police' }],
      total: { received: { total: 1 }, solved: { early: 1 }, pending: { total: 0 } },
    });
  });

  it('counts a due time as overdue from the minute after it on, told by the sweep or not', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    await bench.count(dossierId);
    const overdue = async () => (await ask()).body['total'];
    bench.clock.set('2026-11-27T02:00:59.000Z');
    bench.change(dossierId, { deadline: { kind: 'processing', at: '2026-11-27T02:00:00.000Z' } });
    expect(await overdue()).toMatchObject({ pending: { withinLimit: 1, overdue: 0 } });
    bench.clock.set('2026-11-27T02:01:00.000Z');
    expect(await overdue()).toMatchObject({ pending: { withinLimit: 0, overdue: 1 } });
    await bench.passed(dossierId);
    await bench.count(dossierId);
    expect(await overdue()).toMatchObject({ pending: { withinLimit: 0, overdue: 1 } });
    await bench.concluded(dossierId, 'AFTER');
    await bench.count(dossierId);
    expect(await overdue()).toMatchObject({ solved: { late: 1 }, pending: { total: 0, withinLimit: 0, overdue: 0 } });
  });

  it('counts one once whose applicant was asked too often and whose due time passes as well', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    const data = { n: 1, stage: 'appraisal' as const, documents: [], answerBy: '2026-12-04T02:00:00.000Z', approver: 'leader-1' };
    await bench.step(dossierId, { event: { type: 'dossier.supplement-requested', data } });
    await bench.ledger.putItem(supplementKey(dossierId, 1), {
      ...{ ...data, dossierId, askedAt: bench.clock.now().toISOString(), askedBy: 'leader-1' },
      sealed: await bench.personalData.seal(dossierId, {}),
    });
    await bench.count(dossierId);
    expect((await ask()).body['total']).toMatchObject({ pending: { withinLimit: 0, overdue: 1 } });
    bench.clock.set('2026-11-27T02:01:00.000Z');
    bench.change(dossierId, { deadline: { kind: 'processing', at: '2026-11-27T02:00:00.000Z' } });
    expect((await ask()).body['total']).toMatchObject({ pending: { total: 1, withinLimit: 0, overdue: 1 } });
  });

  it('takes a dossier whose clock stands still for no overdue one', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    await bench.count(dossierId);
    bench.clock.set('2026-12-10T02:00:00.000Z');
    bench.change(dossierId, { deadline: { kind: 'supplement', at: '2026-12-10T01:00:00.000Z' } });
    expect((await ask({ to: '2026-12' })).body['total']).toMatchObject({ pending: { total: 1, overdue: 0 } });
  });

  it('leaves out what is due elsewhere', async () => {
    const dossierId = await bench.accepted();
    bench.clock.set('2026-11-27T03:00:00.000Z');
    bench.change(dossierId, { office: 'G01.042.002', deadline: { kind: 'processing', at: '2026-11-27T02:00:00.000Z' } });
    expect((await ask()).body).toMatchObject({ rows: [], total: { pending: { overdue: 0 } } });
  });

  it('is for leaders of the office and of all its kind, and for nobody else', async () => {
    expect((await ask({}, staffClaims())).status).toBe(403);
    expect((await ask({}, { ...leader, office: 'G01.042.002' })).status).toBe(404);
    expect((await ask({}, { ...leader, office: 'G01.042' })).status).toBe(200);
    expect((await ask({ office: 'G01.042.777' }, { ...leader, office: 'G01.042' })).status).toBe(404);
  });

  it.each([
    [{ from: '2026-00' }, '/query/from'],
    [{ from: '2026-1' }, '/query/from'],
    [{ to: 'now' }, '/query/to'],
    [{ from: '2026-12' }, '/query/from'],
    [{ office: '../../x' }, '/query/office'],
  ])('refuses %j', async (query, pointer) => {
    const { status, body } = await ask(query);
    expect([status, body['errors']]).toMatchObject([400, [{ pointer }]]);
  });
});
