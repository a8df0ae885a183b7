import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler as certify } from '../../../functions/downtime/certify-downtime.handler.ts';
import { createHandler as list } from '../../../functions/downtime/list-downtimes.handler.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { intakeBench } from '../../support/intake-bench.ts';
import { memoryDowntimes } from '../../support/memory-downtimes.ts';

const leader = staffClaims({ sub: 'leader-1', roles: '[leader]' });
const why = { reason: 'Hệ thống mất điện cả tỉnh', legalBasis: 'Biên bản sự cố 12/BB' };
const span = { from: '2026-11-20T08:00:00+07:00', to: '2026-11-20T11:00:00+07:00' };

describe('certified downtimes', () => {
  const make = () => {
    const intake = intakeBench();
    const deps = { ...intake, register: memoryDowntimes(intake.ledger) };
    const handlers = { certify: certify(deps), list: list(deps) };
    let keys = 0;
    return {
      ...deps,
      enter: (body: unknown, key?: string, claims = leader) => {
        keys += 1;
        const headers = { 'idempotency-key': key ?? `downtime-${keys}` };
        return callHttp(handlers.certify, httpEvent('certifyDowntime', { claims, headers, body }));
      },
      all: async (claims = leader) => callHttp(handlers.list, httpEvent('listDowntimes', { claims, query: {} })),
    };
  };
  let bench: ReturnType<typeof make>;
  beforeEach(() => {
    bench = make();
  });

  it('say who certified what, for which office, and when', async () => {
    const { status, body } = await bench.enter({ ...span, ...why });
    expect(status).toBe(201);
    expect((await bench.all()).body).toEqual({
      downtimes: [
        {
          id: body['id'],
          ...{ from: '2026-11-20T01:00:00.000Z', to: '2026-11-20T04:00:00.000Z', ...why },
          ...{ by: { kind: 'staff', id: 'leader-1' }, office: 'G01.042.001', certifiedAt: '2026-11-23T02:00:00.000Z' },
        },
      ],
    });
  });

  it('stay in the list when they are corrected or withdrawn', async () => {
    const first = await bench.enter({ ...span, ...why });
    const wrong = { id: first.body['id'], to: span.to };
    const second = await bench.enter({ ...span, to: '2026-11-20T10:00:00+07:00', ...why, supersedes: wrong });
    expect(second.status).toBe(201);
    const corrected = { id: second.body['id'], to: '2026-11-20T10:00:00+07:00' };
    const withdrawn = await bench.enter({ ...why, supersedes: corrected });
    expect(withdrawn).toMatchObject({ status: 201, body: { id: second.body['id'] } });
    expect((await bench.all()).body['downtimes']).toMatchObject([
      { id: first.body['id'], superseded: { correction: second.body['id'] } },
      { id: second.body['id'], supersedes: first.body['id'], superseded: { superseded: second.body['id'] } },
    ]);
    // Neither counts any more, so neither is corrected again.
    for (const one of [wrong, corrected]) expect((await bench.enter({ ...why, supersedes: one })).status).toBe(409);
  });

  it('are entered once, however often the request comes', async () => {
    const first = await bench.enter({ ...span, ...why }, 'the-same-key');
    expect(await bench.enter({ ...span, ...why }, 'the-same-key')).toEqual(first);
    expect((await bench.enter({ ...span, ...why, reason: 'Một lý do khác hẳn' }, 'the-same-key')).status).toBe(409);
    expect((await bench.all()).body['downtimes']).toHaveLength(1);
  });

  it('are certified by leaders only, once they are over', async () => {
    expect((await bench.enter({ ...span, ...why }, undefined, staffClaims())).status).toBe(403);
    expect((await bench.all(staffClaims())).status).toBe(403);
    const ahead = await bench.enter({ ...span, to: '2026-11-23T09:00:01+07:00', ...why });
    expect([ahead.status, ahead.body['errors']]).toMatchObject([400, [{ pointer: '/body/to' }]]);
  });

  it.each([
    { ...span, to: span.from, ...why },
    { ...span, ...why, reason: 'short' },
    { from: '2026-11-20', to: span.to, ...why },
    { from: span.from, ...why },
    { ...why },
    { ...span, ...why, more: 1 },
    { ...span, ...why, supersedes: { id: 'x', to: span.to } },
  ])('refuse %j', async (body) => {
    expect((await bench.enter(body)).status).toBe(400);
  });

  it('know nothing of one that is not there', async () => {
    const unknown = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', to: span.to };
    expect((await bench.enter({ ...why, supersedes: unknown })).status).toBe(404);
  });
});
