import { beforeEach, describe, expect, it } from 'vitest';
import { dossierStates } from '../../../functions/ledger/dossier-state.ts';
import { paymentKey } from '../../../functions/ledger/item-keys.ts';
import { readSigned } from '../../../functions/payment/vnpay.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { account, type PaymentBench, paymentBench } from './payment-bench.ts';

let bench: PaymentBench;
beforeEach(async () => {
  bench = await paymentBench();
});

describe('opening a payment', () => {
  it('answers with a signed address for what is due, good for fifteen minutes', async () => {
    const { status, body } = await bench.open();
    expect(status).toBe(201);
    expect(body).toEqual({
      attempt: 1,
      reference: `${bench.dossierId}01`,
      amount: 10_000,
      expiresAt: '2026-11-23T02:45:00.000Z',
      payUrl: expect.stringContaining('https://pay.example/paymentv2/vpcpay.html?'),
    });
    const signed = readSigned(account, String(body['payUrl']).split('?')[1] ?? '');
    expect(signed).toMatchObject({
      kind: 'genuine',
      values: {
        vnp_Amount: '1000000',
        vnp_CreateDate: '20261123093000',
        vnp_ExpireDate: '20261123094500',
        vnp_TxnRef: `${bench.dossierId}01`,
        vnp_IpAddr: '203.0.113.7',
        vnp_OrderInfo: 'Le phi ho so G01.042.001-261123-000001',
      },
    });
  });

  it('writes the attempt and its event in one step, and nothing personal', async () => {
    await bench.open();
    expect(bench.ledger.calls.commit).toBe(1);
    expect(bench.events()).toEqual([
      { n: 6, type: 'payment.attempted', data: { attempt: 1, amount: 10_000, reference: `${bench.dossierId}01` } },
    ]);
    expect(bench.payment()).toMatchObject({ state: 'open', amount: 10_000, createdAt: '2026-11-23T02:30:00.000Z' });
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'payment-requested', attempts: 1, amountDue: 10_000 });
    expect(JSON.stringify([bench.ledger.items(), bench.log.lines])).not.toMatch(/042190000016|203\.0\.113\.7|Nguyễn/);
  });

  it('keeps no attribute by whose name the table deletes items', async () => {
    await bench.open();
    expect(bench.payment()).toMatchObject({ validUntil: '2026-11-23T02:45:00.000Z' });
    expect(bench.payment()).not.toHaveProperty('expiresAt');
  });

  it('opens an attempt for an owner found under the previous key of the index', async () => {
    bench = await paymentBench({}, { rotatedOwnerKeys: true });
    expect((await bench.open()).status).toBe(201);
  });
});

describe('another idempotency key', () => {
  it('answers with the attempt that can still be paid, and writes no second one', async () => {
    const first = await bench.open();
    bench.clock.advance(15 * 60_000 - 1);
    expect(await bench.open({ key: 'key-0002' })).toEqual(first);
    expect(bench.types()).toEqual(['payment.attempted']);
    expect(bench.payment(2)).toBeUndefined();
  });

  it('opens one attempt when two come at the same time', async () => {
    const [one, other] = await Promise.all([bench.open(), bench.open({ key: 'key-0002' })]);
    expect(one).toEqual(other);
    expect(bench.types()).toEqual(['payment.attempted']);
  });

  it('stands for that attempt from then on, also when it has expired', async () => {
    const first = await bench.open();
    await bench.open({ key: 'key-0002' });
    bench.clock.advance(16 * 60_000);
    expect(await bench.open({ key: 'key-0002' })).toEqual(first);
  });

  it('is refused for another dossier afterwards', async () => {
    await bench.open();
    await bench.open({ key: 'key-0002' });
    const other = await unpaidMeta({ dossierId: countedUlid(2) });
    bench.ledger.seed(other);
    expect((await bench.open({ key: 'key-0002', dossierId: other.dossierId })).status).toBe(409);
  });

  it('gives nothing when it cannot be kept', async () => {
    await bench.open();
    bench.ledger.failNext('putItem');
    expect((await bench.open({ key: 'key-0002' })).status).toBe(500);
  });

  it.each<[string, () => Promise<unknown> | unknown]>([
    ['has expired', () => bench.clock.advance(15 * 60_000)],
    ['has failed', () => bench.notify(bench.notification(1, { vnp_ResponseCode: '24', vnp_TransactionStatus: '02' }))],
    ['is for an amount that is no longer due', () => bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), amountDue: 7_000 })],
  ])('opens another attempt when the one before %s', async (_what, happen) => {
    await bench.open();
    await happen();
    expect((await bench.open({ key: 'key-0002' })).body).toMatchObject({ attempt: 2, reference: `${bench.dossierId}02` });
  });
});

describe('the same idempotency key', () => {
  it('answers the same and writes nothing more', async () => {
    const first = await bench.open();
    bench.clock.advance(60_000);
    expect(await bench.open()).toEqual(first);
    expect(bench.types()).toEqual(['payment.attempted']);
  });

  it('opens one attempt when it comes twice at the same time', async () => {
    const answers = await Promise.all([bench.open(), bench.open()]);
    expect(answers[0]).toEqual(answers[1]);
    expect(bench.types()).toEqual(['payment.attempted']);
  });

  it('answers the same after the payment was booked', async () => {
    const first = await bench.open();
    await bench.notify(bench.notification());
    expect(await bench.open()).toEqual(first);
  });

  it('is refused for another dossier', async () => {
    await bench.open();
    const other = await unpaidMeta({ dossierId: countedUlid(2) });
    bench.ledger.seed(other);
    const { status, body } = await bench.open({ dossierId: other.dossierId });
    expect([status, body['type']]).toEqual([409, expect.stringContaining('idempotency-key-reused')]);
  });

  it('is refused for another dossier that takes it at the same moment', async () => {
    const other = await unpaidMeta({ dossierId: countedUlid(2) });
    bench.ledger.seed(other);
    bench.ledger.beforeNextWrite(async () => {
      expect((await bench.open({ dossierId: other.dossierId })).status).toBe(201);
    });
    const { status, body } = await bench.open();
    expect([status, body['type']]).toEqual([409, expect.stringContaining('idempotency-key-reused')]);
    expect(bench.types()).toEqual([]);
  });

  it('belongs to its caller: the same key of somebody else is another one', async () => {
    await bench.open();
    bench.clock.advance(15 * 60_000);
    expect((await bench.open({ claims: { sub: 'citizen-1-other-device' } })).body).toMatchObject({ attempt: 2 });
  });

  it('is needed', async () => {
    const { status, body } = await bench.open({ key: '' });
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ pointer: '/headers/idempotency-key' })]]);
  });
});

describe('no payment is opened', () => {
  const refusal = async () => {
    const { status, body } = await bench.open();
    expect(bench.types()).toEqual([]);
    return [status, String(body['type']).split('/').at(-1), body['state']];
  };

  it("for somebody else's dossier, nor does it say that there is one", async () => {
    const other = await bench.open({ claims: { pin: '042190000024' } });
    const none = await bench.open({ dossierId: countedUlid(9) });
    expect(other).toEqual(none);
    expect(other.status).toBe(404);
  });

  it.each(dossierStates.filter((state) => state !== 'payment-requested'))('in state %s after everything was paid', async (state) => {
    bench.ledger.seed({ ...bench.meta, state, previous: undefined, amountDue: 0 });
    expect(await refusal()).toEqual([409, 'nothing-to-pay', state]);
  });

  it.each(['draft', 'new'] as const)('in state %s, before acceptance has set a fee', async (state) => {
    bench.ledger.seed({ ...bench.meta, state, previous: undefined, amountDue: 0, acceptedAt: undefined });
    expect(await refusal()).toEqual([409, 'dossier-wrong-state', state]);
  });

  it.each(['stopped', 'withdrawal-requested'] as const)('in state %s, though a fee was due', async (state) => {
    bench.ledger.seed({ ...bench.meta, state });
    expect(await refusal()).toEqual([409, 'dossier-wrong-state', state]);
  });

  it('after 99 attempts', async () => {
    await bench.ledger.putItem(paymentKey(bench.dossierId, 99), {
      ...{ dossierId: bench.dossierId, attempt: 99, reference: `${bench.dossierId}99`, amount: 10_000, state: 'failed' },
      ...{ createdAt: '2026-11-23T02:00:00.000Z', validUntil: '2026-11-23T02:15:00.000Z', closedAt: '2026-11-23T02:01:00.000Z' },
    });
    bench.ledger.seed({ ...bench.meta, attempts: 99 });
    expect(await refusal()).toEqual([409, 'payment-attempts-exhausted', undefined]);
  });

  it('while others keep changing the dossier', async () => {
    bench.ledger.conflictNext(5);
    expect(await refusal()).toEqual([503, 'dossier-busy', undefined]);
  });

  it('when the merchant account cannot be read; the attempt stands and the same key gives its address later', async () => {
    bench.useAccount({ ...account, secrets: [] });
    expect((await bench.open()).status).toBe(500);
    bench.useAccount(account);
    expect((await bench.open()).body).toMatchObject({ attempt: 1 });
    expect(bench.types()).toEqual(['payment.attempted']);
  });
});
