import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler as certify } from '../../../functions/downtime/certify-downtime.handler.ts';
import { createHandler as list } from '../../../functions/downtime/list-downtimes.handler.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { intakeBench } from '../../support/intake-bench.ts';
import { kindOf } from '../../support/kind-of.ts';
import { memoryDowntimes } from '../../support/memory-downtimes.ts';

const leader = staffClaims({ sub: 'leader-1', office: 'ZOP.042.000', roles: '[operations-leader]' });
const why = { reason: 'Hệ thống mất điện cả tỉnh', legalBasis: 'Biên bản sự cố 12/BB' };
const officeLeader = staffClaims({ sub: 'leader-2', roles: '[leader]' });
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
          ...{ by: { kind: 'staff', id: 'leader-1' }, office: 'ZOP.042.000', certifiedAt: '2026-11-23T02:00:00.000Z' },
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

  it('are certified by a leader of the office that runs the cell, and read by every leader', async () => {
    const refused = [
      staffClaims(),
      officeLeader,
      staffClaims({ office: 'ZOP.042.000', roles: '[leader complaints]' }),
      // Who leads the operations of another cell, or says so without working there.
      staffClaims({ office: 'ZOP.001.000', roles: '[operations-leader]' }),
      staffClaims({ roles: '[operations-leader]' }),
    ];
    for (const claims of refused) {
      const { status, body } = await bench.enter({ ...span, ...why }, undefined, claims);
      expect([status, kindOf({ body })]).toEqual([403, 'role-missing']);
    }
    expect((await bench.all(officeLeader)).body).toEqual({ downtimes: [] });
    expect((await bench.all(staffClaims())).status).toBe(403);
  });

  it('are over when they are certified', async () => {
    const ahead = await bench.enter({ ...span, to: '2026-11-23T09:00:01+07:00', ...why });
    expect([ahead.status, ahead.body['errors']]).toMatchObject([400, [{ pointer: '/body/to' }]]);
  });

  it('are no longer than the catalogue allows, to the minute', async () => {
    const from = '2026-11-16T08:00:00+07:00';
    const long = await bench.enter({ from, to: '2026-11-19T08:01:00+07:00', ...why });
    expect([long.status, long.body['errors']]).toMatchObject([
      400,
      [{ pointer: '/body/to', detail: 'must lie at most 72 hours after from' }],
    ]);
    expect((await bench.enter({ from, to: '2026-11-19T08:00:00+07:00', ...why })).status).toBe(201);
  });

  it.each([
    ['the same time', span],
    ['its beginning', { from: '2026-11-20T07:00:00+07:00', to: '2026-11-20T08:01:00+07:00' }],
    ['its end', { from: '2026-11-20T10:59:00+07:00', to: '2026-11-20T12:00:00+07:00' }],
    ['a part of it', { from: '2026-11-20T09:00:00+07:00', to: '2026-11-20T10:00:00+07:00' }],
    ['more than it', { from: '2026-11-20T07:00:00+07:00', to: '2026-11-20T12:00:00+07:00' }],
  ])('do not overlap: %s', async (_what, again) => {
    const { body: first } = await bench.enter({ ...span, ...why });
    const { status, body } = await bench.enter({ ...again, ...why });
    const known = { id: first['id'], from: '2026-11-20T01:00:00.000Z', to: '2026-11-20T04:00:00.000Z' };
    expect([status, kindOf({ body }), body]).toMatchObject([409, 'downtime-overlaps', known]);
    const wrong = { id: first['id'], to: span.to };
    expect((await bench.enter({ ...again, ...why, supersedes: wrong })).status).toBe(201);
    // What was corrected no longer counts, so that nothing but the correction is in the way.
    const counted = (await bench.register.endedAfter(new Date(0))).map(({ supersedes }) => supersedes);
    expect(counted).toEqual([first['id']]);
  });

  it('may follow each other, and take the place of one that was withdrawn', async () => {
    const { body } = await bench.enter({ ...span, ...why });
    expect((await bench.enter({ from: span.to, to: '2026-11-20T12:00:00+07:00', ...why })).status).toBe(201);
    expect((await bench.enter({ from: '2026-11-20T07:00:00+07:00', to: span.from, ...why })).status).toBe(201);
    expect((await bench.enter({ ...why, supersedes: { id: body['id'], to: span.to } })).status).toBe(201);
    expect((await bench.enter({ ...span, ...why })).status).toBe(201);
  });

  it('do not overlap either when they are entered at the same moment', async () => {
    bench.register.beforeNextEntry(() => bench.enter({ ...span, ...why }));
    expect(kindOf(await bench.enter({ ...span, ...why }))).toBe('downtime-overlaps');
    let more = 0;
    const another = async (): Promise<void> => {
      more += 1;
      const from = `2026-11-${String(more).padStart(2, '0')}T08:00:00+07:00`;
      bench.register.beforeNextEntry(async () => undefined);
      await bench.enter({ from, to: from.replace('08:00', '09:00'), ...why });
      bench.register.beforeNextEntry(another);
    };
    bench.register.beforeNextEntry(another);
    const lost = await bench.enter({ from: '2026-11-22T08:00:00+07:00', to: '2026-11-22T09:00:00+07:00', ...why });
    expect([lost.status, kindOf(lost), more]).toEqual([503, 'dossier-busy', 5]);
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
