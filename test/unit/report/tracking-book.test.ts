import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/report/read-tracking-book.handler.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { OFFICE, type ReportBench, reportBench } from './report-bench.ts';

describe('GET /staff/tracking-book', () => {
  let bench: ReportBench;
  const ask = (query: Record<string, string> = {}, claims = staffClaims()) =>
    callHttp(createHandler(bench), httpEvent('readTrackingBook', { claims, query: { office: OFFICE, day: '2026-11-23', ...query } }));
  const accesses = (dossierId: string) =>
    bench.ledger.items().filter((item) => item['pk'] === `DOSSIER#${dossierId}` && item['what'] === 'tracking-book');

  beforeEach(() => {
    bench = reportBench();
  });

  it('has a line per accepted dossier of the day, as it stands now', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      office: OFFICE,
      day: '2026-11-23',
      lines: [
        {
          dossierId,
          code: bench.ledger.meta(dossierId).code,
          procedure: { id: 'temporary-residence', name: expect.any(Object) },
          person: { name: 'Nguyễn Thị Mẫu', phone: '0009990001', address: 'Số 1, thôn Mẫu 1, T4201' },
          channel: 'online',
          agency: 'police',
          office: OFFICE,
          receivedAt: '2026-11-23T02:00:00.000Z',
          dueAt: '2026-11-27T02:00:00.000Z',
          state: 'payment-requested',
        },
      ],
    });
  });

  it('says when and how the result was returned', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    bench.change(dossierId, { state: 'returned', returnedAt: '2026-11-25T02:00:00.000Z', delivery: 'POST' });
    expect((await ask()).body['lines']).toMatchObject([{ state: 'returned', returnedAt: '2026-11-25T02:00:00.000Z', way: 'POST' }]);
  });

  it('tells the owner that it was read, before a name leaves', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    await ask();
    expect(accesses(dossierId)).toMatchObject([{ by: { kind: 'staff', id: 'officer-1' } }]);
    bench.ledger.failNext('putItem');
    expect((await ask()).status).toBe(500);
  });

  it('of an office that has handed a dossier over says where it went, and no more of whom it is', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    const to = 'G01.042.002';
    bench.clock.set('2026-11-25T02:00:00.000Z');
    await bench.step(dossierId, {
      event: { type: 'dossier.transferred', data: { from: OFFICE, to, reason: 'WORDS#0008' } },
      change: { office: to },
    });
    const { body } = await ask();
    expect(body['lines']).toEqual([
      {
        dossierId,
        code: bench.ledger.meta(dossierId).code,
        receivedAt: '2026-11-23T02:00:00.000Z',
        handedOver: { at: '2026-11-25T02:00:00.000Z', to },
      },
    ]);
    expect(accesses(dossierId)).toEqual([]);
  });

  it('of an office that took a dossier over has it on the day of the transfer, once', async () => {
    const dossierId = await bench.accepted();
    const to = 'G01.042.002';
    bench.clock.set('2026-11-25T02:00:00.000Z');
    await bench.step(dossierId, {
      event: { type: 'dossier.transferred', data: { from: OFFICE, to, reason: 'WORDS#0008' } },
      change: { office: to },
    });
    await bench.count(dossierId);
    await bench.count(dossierId);
    const { body } = await ask({ office: to, day: '2026-11-25' }, staffClaims({ office: to }));
    expect(body['lines']).toMatchObject([
      { dossierId, office: to, person: { name: 'Nguyễn Thị Mẫu' }, takenOver: { at: '2026-11-25T02:00:00.000Z', from: OFFICE } },
    ]);
    expect((await ask()).body['lines']).toMatchObject([{ dossierId, handedOver: { to } }]);
    expect(bench.counts.all()).toMatchObject([{ office: to, online: 1 }]);
  });

  it('is that of the one-stop that received a dossier, though another office accepted it, and keeps it through a transfer', async () => {
    const received = 'G01.042.003';
    const dossierId = await bench.accepted();
    bench.change(dossierId, { receivedOffice: received });
    await bench.count(dossierId);
    const claims = staffClaims({ office: received });
    expect((await ask({ office: received }, claims)).body['lines']).toMatchObject([{ dossierId, office: OFFICE }]);
    const to = 'G01.042.002';
    await bench.step(dossierId, {
      event: { type: 'dossier.transferred', data: { from: OFFICE, to, reason: 'WORDS#0008' } },
      change: { office: to },
    });
    await bench.count(dossierId);
    expect((await ask({ office: received }, claims)).body['lines']).toMatchObject([{ dossierId, office: to, person: {} }]);
    expect((await ask({ office: to }, staffClaims({ office: to }))).body['lines']).toMatchObject([
      { dossierId, takenOver: { from: OFFICE } },
    ]);
  });

  it('of an office that got a dossier back is whole again', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    for (const [from, to] of [
      [OFFICE, 'G01.042.002'],
      ['G01.042.002', OFFICE],
    ] as const)
      await bench.step(dossierId, {
        event: { type: 'dossier.transferred', data: { from, to, reason: 'WORDS#0008' } },
        change: { office: to },
      });
    expect((await ask()).body['lines']).toMatchObject([{ dossierId, person: { name: 'Nguyễn Thị Mẫu' } }]);
  });

  it('of the one-stop that accepted a dossier for another office stays whole', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    bench.change(dossierId, { office: 'G01.042.002', receivedOffice: OFFICE });
    expect((await ask()).body['lines']).toMatchObject([{ dossierId, office: 'G01.042.002', person: { name: 'Nguyễn Thị Mẫu' } }]);
  });

  it('comes in pages without a line lost or doubled', async () => {
    const all: string[] = [];
    for (let n = 0; n < 28; n += 1) {
      const dossierId = await bench.accepted();
      await bench.count(dossierId);
      all.push(dossierId);
    }
    const first = await ask();
    const second = await ask({ cursor: String(first.body['cursor']) });
    const ids = [first, second].flatMap(({ body }) => (body['lines'] as { dossierId: string }[]).map(({ dossierId }) => dossierId));
    expect(ids).toEqual(all.toSorted());
    expect(second.body).not.toHaveProperty('cursor');
  });

  it('has nothing of another day or office, and a day by the local calendar', async () => {
    bench.clock.set('2026-11-23T17:30:00.000Z');
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    expect((await ask()).body['lines']).toEqual([]);
    expect((await ask({ day: '2026-11-24' })).body['lines']).toHaveLength(1);
    expect((await ask({ office: 'G01.042.002' }, staffClaims({ office: 'G01.042.002' }))).body['lines']).toEqual([]);
  });

  it('is refused to other offices, other roles and other questions', async () => {
    expect((await ask({}, staffClaims({ office: 'G01.042.002' }))).status).toBe(404);
    expect((await ask({}, staffClaims({ roles: '[approver]' }))).status).toBe(403);
    expect((await ask({ day: '2026-02-30' })).status).toBe(400);
    expect((await ask({ cursor: 'x' })).status).toBe(400);
  });
});
