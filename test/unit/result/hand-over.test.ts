import { describe, expect, it } from 'vitest';
import { concludedBench, resultBench } from './result-bench.ts';

const atCounter = { receivedBy: 'VNEID' };
const byPost = { proof: 'RECEIVER_SIGNATURE' };
const counterBench = () => concludedBench({ delivery: 'COUNTER' });
const postBench = () => concludedBench({ delivery: 'POST' });
const kindOf = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
  `${status} ${String(body['type'] ?? '')
    .split('/')
    .at(-1)}`.trim();
const done = { batchItemFailures: [] };

describe('a result at the counter', () => {
  it('waits in the inbox of its office, and its e-document is stored meanwhile', async () => {
    const bench = await counterBench();
    const { office, concludedAt } = bench.meta();
    expect(bench.item('HANDOVER')).toMatchObject({ delivery: 'COUNTER', inboxAt: concludedAt, inboxKey: expect.stringContaining(office) });
    expect(await bench.deliver()).toEqual(done);
    expect(bench.stored).toHaveLength(1);
    expect(bench.meta()).toMatchObject({ state: 'processed' });
    expect(bench.item('HANDOVER')).toMatchObject({ storedAt: bench.clock.now().toISOString(), inboxAt: concludedAt });
    expect(bench.types()).toEqual(['dossier.concluded', 'dossier.result-stored']);
  });

  it.each(['VNEID', 'CHIP', 'MRZ'])('is handed over to a person known by %s, which returns the dossier', async (receivedBy) => {
    const bench = await counterBench();
    await bench.deliver();
    bench.clock.advance(3_600_000);
    const returnedAt = bench.clock.now().toISOString();
    const { status, body } = await bench.handOver({ receivedBy });
    expect([status, body]).toEqual([200, { dossierId: bench.dossierId, state: 'returned', status: 10, returnedAt }]);
    expect(bench.ledger.events(bench.dossierId).at(-1)).toMatchObject({
      ...{ type: 'dossier.returned', by: { kind: 'staff', id: 'clerk-1' }, from: 'processed', to: 'returned' },
      data: { way: 'COUNTER', proof: receivedBy },
    });
    expect(bench.item('HANDOVER')).toMatchObject({ handedOverAt: returnedAt, proof: receivedBy });
    expect(bench.item('HANDOVER')).not.toHaveProperty('inboxKey');
  });

  it('does not wait for the national cell, whose e-document follows', async () => {
    const bench = await counterBench();
    bench.nationalAnswers({ kind: 'unavailable', reason: 'timeout' });
    await bench.deliver();
    expect((await bench.handOver(atCounter)).status).toBe(200);
    await bench.deliver({ ...bench.reminders[0]?.delivery });
    expect(bench.reminders).toHaveLength(2);

    bench.nationalAnswers({ kind: 'stored' });
    expect(await bench.deliver({ ...bench.reminders[1]?.delivery })).toEqual(done);
    expect(bench.stored).toHaveLength(1);
    expect(bench.types()).toEqual(['dossier.concluded', 'dossier.returned', 'dossier.result-stored']);
    expect(bench.meta()).toMatchObject({ state: 'returned' });
    expect(bench.item('HANDOVER')).not.toHaveProperty('inboxKey');
  });

  it('is handed over and stored once, however often either is said', async () => {
    const bench = await counterBench();
    for (let time = 0; time < 2; time += 1) await bench.deliver();
    const first = await bench.handOver(atCounter);
    expect((await bench.handOver(atCounter)).body).toEqual(first.body);
    await bench.deliver();
    expect(bench.types()).toEqual(['dossier.concluded', 'dossier.result-stored', 'dossier.returned']);
    expect(bench.stored).toHaveLength(1);
  });

  it('is handed over once by two officers at once, and the delivery may come between', async () => {
    const bench = await counterBench();
    bench.ledger.beforeNextWrite(async () => void (await bench.handOver({ receivedBy: 'CHIP' })));
    expect(kindOf(await bench.handOver(atCounter))).toBe('409 dossier-wrong-state');
    expect(bench.item('HANDOVER')).toMatchObject({ proof: 'CHIP' });

    const other = await counterBench();
    other.ledger.beforeNextWrite(async () => void (await other.deliver()));
    expect((await other.handOver(atCounter)).status).toBe(200);
    expect(other.item('HANDOVER')).toMatchObject({ storedAt: expect.any(String), proof: 'VNEID' });
  });

  it('that a clerk numbers is handed over after that', async () => {
    const bench = await resultBench({ procedure: 'temporary-residence', delivery: 'COUNTER' });
    await bench.decide('GRANT');
    await bench.conclude();
    expect(kindOf(await bench.handOver(atCounter))).toBe('409 dossier-wrong-state');
    await bench.number();
    expect((await bench.handOver(atCounter)).status).toBe(200);
    expect(bench.types()).toEqual(['dossier.awaiting-number', 'dossier.concluded', 'dossier.returned']);
  });

  it('is handed over where the dossier was taken in', async () => {
    const bench = await concludedBench({ delivery: 'COUNTER', receivedOffice: 'ZOS.042.003' });
    expect(bench.item('HANDOVER')).toMatchObject({ inboxKey: expect.stringMatching(/^commune#ZOS\.042\.003#/) });
    expect((await bench.handOver(atCounter, { office: 'ZOS.042.003', roles: '[intake]' })).status).toBe(200);
  });
});

describe('a result by post', () => {
  it('is dispatched with its parcel, and returned when the post proves its delivery', async () => {
    const bench = await postBench();
    const dispatchedAt = bench.clock.now().toISOString();
    const { body } = await bench.dispatch();
    expect(body).toEqual({ dossierId: bench.dossierId, parcel: 'EE123456789VN', dispatchedAt });
    expect(bench.item('HANDOVER')).toMatchObject({ parcel: 'EE123456789VN', dispatchedAt, inboxKey: expect.any(String) });
    expect(bench.meta()).toMatchObject({ state: 'processed' });

    expect((await bench.handOver(byPost)).status).toBe(200);
    expect(bench.types()).toEqual(['dossier.concluded', 'dossier.result-dispatched', 'dossier.returned']);
    expect(bench.ledger.events(bench.dossierId).at(-1)?.data).toEqual({ way: 'POST', proof: 'RECEIVER_SIGNATURE' });
  });

  it('is dispatched again with another parcel when the first was lost, and once with the same', async () => {
    const bench = await postBench();
    const { body } = await bench.dispatch();
    bench.clock.advance(60_000);
    expect((await bench.dispatch()).body).toEqual(body);
    expect((await bench.dispatch('EE987654321VN')).status).toBe(200);
    expect(bench.types().filter((type) => type === 'dossier.result-dispatched')).toHaveLength(2);
    expect(bench.item('HANDOVER')).toMatchObject({ parcel: 'EE987654321VN' });
  });

  it('is not returned before it was dispatched', async () => {
    const bench = await postBench();
    expect(kindOf(await bench.handOver(byPost))).toBe('409 result-not-dispatched');
    expect(bench.meta()).toMatchObject({ state: 'processed' });
  });
});

describe('a hand-over is refused', () => {
  it.each([
    ['at the counter, of what goes by post', 'POST', atCounter],
    ['by post, of what goes over the counter', 'COUNTER', byPost],
    ['on paper, of what goes online', undefined, atCounter],
  ] as const)('%s', async (_why, delivery, body) => {
    const bench = await concludedBench({ delivery });
    const refused = await bench.handOver(body);
    expect([kindOf(refused), refused.body['delivery']]).toEqual(['409 delivery-other', delivery ?? 'ONLINE']);
    if (delivery !== 'POST') expect(kindOf(await bench.dispatch())).toBe('409 delivery-other');
  });

  it.each([{}, { receivedBy: 'FACE' }, { proof: 'WORD' }, { ...atCounter, ...byPost }, { receivedBy: 'VNEID', name: 'x' }])(
    'with %j',
    async (body) => {
      expect((await (await counterBench()).handOver(body)).status).toBe(400);
    },
  );

  it.each(['EE123456789', 'ee123456789vn', '042190000016', 'E1234567890VN', '', 12])('with the parcel %j', async (parcel) => {
    expect((await (await postBench()).dispatch(parcel)).status).toBe(400);
  });

  it('at another office, and without the role', async () => {
    const bench = await postBench();
    expect(kindOf(await bench.dispatch(undefined, { office: 'G01.042.002' }))).toBe('404 dossier-not-found');
    expect(kindOf(await bench.handOver(byPost, { office: 'G01.042.002' }))).toBe('404 dossier-not-found');
    for (const roles of ['[approver]', '[leader]']) {
      expect((await bench.dispatch(undefined, { roles })).status).toBe(403);
      expect((await bench.handOver(byPost, { roles })).status).toBe(403);
    }
  });

  it('before the dossier is concluded, and after it was returned', async () => {
    const bench = await resultBench({ delivery: 'POST' });
    expect(kindOf(await bench.dispatch())).toBe('409 dossier-wrong-state');
    expect(kindOf(await bench.handOver(byPost))).toBe('409 dossier-wrong-state');
    await bench.decide('GRANT');
    await bench.conclude();
    await bench.dispatch();
    await bench.handOver(byPost);
    expect(kindOf(await bench.dispatch('EE987654321VN'))).toBe('409 dossier-wrong-state');
    expect(kindOf(await bench.handOver({ proof: 'POST_CONFIRMATION' }))).toBe('409 dossier-wrong-state');
  });
});
