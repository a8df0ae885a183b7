import { beforeEach, describe, expect, it } from 'vitest';
import { Task } from '../../../functions/ledger/task.ts';
import { countedUlid } from '../../support/fixed.ts';
import { account, type PaymentBench, paymentBench } from './payment-bench.ts';

const confirmed = { RspCode: '00', Message: 'Confirm Success' };
const already = { RspCode: '02', Message: 'Order already confirmed' };
const forged = { RspCode: '97', Message: 'Invalid signature' };
const unknown = { RspCode: '01', Message: 'Order not found' };
const wrongAmount = { RspCode: '04', Message: 'invalid amount' };
const failed = { RspCode: '99', Message: 'Unknow error' };

let bench: PaymentBench;
beforeEach(async () => {
  bench = await paymentBench();
  await bench.open();
});

const notify = async (query: string) => {
  const { status, body } = await bench.notify(query);
  expect(status).toBe(200);
  return body;
};

const cancelled = { vnp_ResponseCode: '24', vnp_TransactionStatus: '02' };

/** Nothing but the attempt stands in the history, and the attempt is as it was. */
const expectUnchanged = () => {
  expect(bench.types()).toEqual(['payment.attempted']);
  expect(bench.payment()).toMatchObject({ state: 'open' });
  expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
};

describe('a successful notification', () => {
  it('books the payment and starts the processing in one step', async () => {
    bench.clock.advance(60_000);
    expect(await notify(bench.notification())).toEqual(confirmed);
    expect(bench.ledger.calls.commit).toBe(2);
    expect(bench.events().slice(1)).toEqual([
      {
        n: 7,
        type: 'payment.booked',
        from: 'payment-requested',
        to: 'accepted',
        data: { attempt: 1, amount: 10_000, reference: `${bench.dossierId}01`, receipt: '42-26E-0000001' },
      },
      {
        n: 8,
        type: 'dossier.processing-started',
        from: 'accepted',
        to: 'processing',
        data: {
          run: 1,
          opened: [1, 2, 3].map((n) =>
            expect.objectContaining({ taskId: `${bench.dossierId}.${n}`, role: 'consulted', dueAt: bench.meta.dueAt }),
          ),
        },
      },
    ]);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({
      state: 'processing',
      n: 8,
      amountDue: 0,
      receiptNumber: '42-26E-0000001',
      stage: 0,
      openTasks: 3,
      run: 1,
      deadline: bench.meta.deadline,
    });
    expect(bench.payment()).toMatchObject({
      state: 'booked',
      receipt: '42-26E-0000001',
      closedAt: '2026-11-23T02:31:00.000Z',
      responseCode: '00',
      transactionStatus: '00',
      transactionNo: '14226112',
    });
    const tasks = (await bench.ledger.list(bench.dossierId, 'TASK#')).map((item) => Task.parse(item));
    expect(tasks.map(({ n, state }) => [n, state])).toEqual([
      [1, 'open'],
      [2, 'open'],
      [3, 'open'],
    ]);
  });

  it('is booked long after the attempt expired', async () => {
    bench.clock.advance(3 * 86_400_000);
    expect(await notify(bench.notification())).toEqual(confirmed);
    expect(bench.payment()).toMatchObject({ state: 'booked' });
  });

  it('is booked under the previous of two live secrets', async () => {
    bench.useAccount({ ...account, secrets: ['NEWSECRET0123456789ABCDEFGHIJKLM', ...account.secrets] });
    expect(await notify(bench.notification())).toEqual(confirmed);
  });

  it('leads back to processing without opening a stage when the fee was asked there', async () => {
    bench = await paymentBench({ previous: 'processing', run: 1, openTasks: 2 });
    await bench.open();
    expect(await notify(bench.notification())).toEqual(confirmed);
    expect(bench.types()).toEqual(['payment.attempted', 'payment.booked']);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'processing', openTasks: 2, run: 1 });
  });
});

describe('one booking', () => {
  it('comes of the same notification twice, one after the other', async () => {
    expect(await notify(bench.notification())).toEqual(confirmed);
    const before = bench.ledger.items();
    expect(await notify(bench.notification())).toEqual(already);
    expect(bench.ledger.items()).toEqual(before);
  });

  it('comes of the same notification many times in parallel', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => notify(bench.notification())));
    expect(answers.filter(({ RspCode }) => RspCode === '00')).toHaveLength(1);
    expect(answers.filter(({ RspCode }) => RspCode === '02')).toHaveLength(4);
    expect(bench.types().filter((type) => type === 'payment.booked')).toHaveLength(1);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ n: 8, openTasks: 3 });
  });

  it('comes of two notifications of which one is held between its decision and its write', async () => {
    bench.ledger.beforeNextWrite(async () => {
      expect(await notify(bench.notification())).toEqual(confirmed);
    });
    expect(await notify(bench.notification())).toEqual(already);
    expect(bench.types().filter((type) => type === 'payment.booked')).toHaveLength(1);
  });

  it('draws one receipt number however often the step is decided anew', async () => {
    bench.ledger.conflictNext(3);
    expect(await notify(bench.notification())).toEqual(confirmed);
    expect(bench.ledger.calls.nextNumber).toBe(1);
    expect(bench.payment()).toMatchObject({ receipt: '42-26E-0000001' });
  });

  it('numbers receipts by the local year', async () => {
    bench.clock.set('2026-12-31T17:00:00Z');
    await notify(bench.notification());
    expect(bench.payment()).toMatchObject({ receipt: '42-27E-0000001' });
  });

  it('of a second paid attempt is booked as well, as surplus, and moves nothing', async () => {
    bench.clock.advance(15 * 60_000);
    await bench.open({ key: 'key-0002' });
    await notify(bench.notification(1));
    expect(await notify(bench.notification(2))).toEqual(confirmed);
    expect(bench.types().slice(-3)).toEqual(['dossier.processing-started', 'payment.booked', 'payment.surplus']);
    expect(bench.ledger.events(bench.dossierId).at(-1)).not.toHaveProperty('to');
    const booked = bench.events().filter(({ type }) => type === 'payment.booked');
    expect(booked.map(({ data }) => data['surplus'])).toEqual([undefined, true]);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({
      state: 'processing',
      openTasks: 3,
      run: 1,
      receiptNumber: '42-26E-0000001',
    });
    expect(bench.payment(1)).not.toHaveProperty('surplus');
    expect(bench.payment(2)).toMatchObject({ state: 'booked', receipt: '42-26E-0000002', surplus: true });
  });

  it('of a dossier that was stopped meanwhile leaves it stopped', async () => {
    bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), state: 'stopped' });
    expect(await notify(bench.notification())).toEqual(confirmed);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'stopped', run: 0, receiptNumber: '42-26E-0000001' });
    expect(bench.events().at(-1)?.data).not.toHaveProperty('surplus');
  });

  it('of less than is due meanwhile settles nothing', async () => {
    bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), amountDue: 15_000 });
    expect(await notify(bench.notification())).toEqual(confirmed);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'payment-requested', amountDue: 5_000 });
  });
});

describe('a failed payment', () => {
  it.each([
    ['cancelled', '24', '02'],
    ['short of money', '51', '02'],
    ['suspicious', '07', '07'],
    ['with a success that is contradicted by its status', '00', '02'],
    ['with a status that is contradicted by its code', '99', '00'],
    ['not completed', '00', '01'],
  ])('is recorded when it was %s, and the fee stays due', async (_, code, status) => {
    const query = bench.notification(1, { vnp_ResponseCode: code, vnp_TransactionStatus: status });
    expect(await notify(query)).toEqual(confirmed);
    expect(bench.events().at(-1)).toEqual({
      n: 7,
      type: 'payment.failed',
      data: { attempt: 1, reference: `${bench.dossierId}01`, responseCode: code },
    });
    expect(bench.payment()).toMatchObject({ state: 'failed', responseCode: code, transactionStatus: status });
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
    expect(bench.ledger.calls.nextNumber).toBe(0);
    expect(await notify(query)).toEqual(already);
  });

  it('can be followed by another attempt that is paid', async () => {
    await notify(bench.notification(1, { vnp_ResponseCode: '24', vnp_TransactionStatus: '02' }));
    await bench.open({ key: 'key-0002' });
    expect(await notify(bench.notification(2))).toEqual(confirmed);
    expect(bench.ledger.meta(bench.dossierId).state).toBe('processing');
  });

  it('is final: a success reported later books nothing', async () => {
    await notify(bench.notification(1, cancelled));
    expect(await notify(bench.notification())).toEqual(already);
    expect(bench.payment()).toMatchObject({ state: 'failed', responseCode: '24' });
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
    expect(bench.ledger.calls.nextNumber).toBe(0);
  });
});

describe('a notification that says otherwise than what was recorded', () => {
  const alarming = () => bench.log.lines.filter(({ message }) => message === 'payment-contradicted');
  const contradictions = () => bench.events().filter(({ type }) => type === 'payment.contradicted');

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['success after failure', cancelled, {}, '00'],
    ['failure after success', {}, cancelled, '24'],
    ['a second transaction after success', {}, { vnp_TransactionNo: '14226113' }, '00'],
  ])('is in the history once and seen by the alarm: %s', async (_what, first, then, responseCode) => {
    await notify(bench.notification(1, first));
    const before = bench.ledger.meta(bench.dossierId);
    bench.clock.advance(60_000);
    expect(await notify(bench.notification(1, then))).toEqual(already);
    expect(contradictions()).toEqual([
      { n: before.n + 1, type: 'payment.contradicted', data: { attempt: 1, reference: `${bench.dossierId}01`, responseCode } },
    ]);
    expect(bench.payment()).toMatchObject({ contradiction: { at: '2026-11-23T02:31:00.000Z', responseCode } });
    expect(bench.ledger.meta(bench.dossierId)).toEqual({ ...before, n: before.n + 1 });
    expect(alarming()).toMatchObject([{ level: 'WARN', fields: { reference: `${bench.dossierId}01` } }]);
  });

  it('is recorded once however often it comes, and said to the alarm each time', async () => {
    await notify(bench.notification(1, cancelled));
    await notify(bench.notification());
    const before = bench.ledger.items();
    expect(await notify(bench.notification())).toEqual(already);
    expect(bench.ledger.items()).toEqual(before);
    expect(alarming()).toHaveLength(2);
  });

  it('is recorded once when it comes many times in parallel', async () => {
    await notify(bench.notification(1, cancelled));
    await Promise.all(Array.from({ length: 4 }, () => notify(bench.notification())));
    expect(contradictions()).toHaveLength(1);
  });

  it('is sent again when it could not be recorded', async () => {
    await notify(bench.notification(1, cancelled));
    bench.ledger.failNext('commit');
    expect(await notify(bench.notification())).toEqual(failed);
    expect(await notify(bench.notification())).toEqual(already);
    expect(contradictions()).toHaveLength(1);
  });

  it('is recorded of a dossier that nothing moves any more', async () => {
    await notify(bench.notification());
    bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), state: 'returned', previous: undefined, deadline: undefined });
    expect(await notify(bench.notification(1, cancelled))).toEqual(already);
    expect(contradictions()).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['a success', {}],
    ['a success without the number of its transaction', { vnp_TransactionNo: '' }],
    ['a failure', cancelled],
    ['a failure with another code', { vnp_ResponseCode: '51', vnp_TransactionStatus: '02' }],
  ])('is none when it is only repeated: %s', async (_what, changes) => {
    const first = changes['vnp_ResponseCode'] ? cancelled : {};
    for (const query of [first, changes, changes]) await notify(bench.notification(1, query));
    expect([contradictions(), alarming()]).toEqual([[], []]);
  });
});

describe('nothing changes', () => {
  it.each<[string, (bench: PaymentBench) => string, object]>([
    ['for a changed query', ({ notification }) => notification().replace('vnp_Amount=1000000', 'vnp_Amount=1000001'), forged],
    ['for an empty query', () => '', forged],
    ['for a truncated one', ({ notification }) => notification().slice(0, -1), forged],
    [
      'for another secret',
      ({ notification }) => notification(1, {}, { ...account, secrets: ['OTHERSECRET0123456789ABCDEFGHIJK'] }),
      forged,
    ],
    ['for another merchant', ({ notification }) => notification(1, { vnp_TmnCode: 'OTHERONE' }), forged],
    ['for a reference of no dossier', ({ notification }) => notification(1, { vnp_TxnRef: `${countedUlid(9)}01` }), unknown],
    ['for an attempt that was never opened', ({ notification }) => notification(2), unknown],
    ['for attempt 00', ({ notification }) => notification(0), unknown],
    ['for a reference that is none', ({ notification }) => notification(1, { vnp_TxnRef: 'H4015261122000701' }), unknown],
    [
      'for a reference with something after it',
      ({ notification, dossierId }) => notification(1, { vnp_TxnRef: `${dossierId}01 ` }),
      unknown,
    ],
    ['for no reference', ({ notification }) => notification(1, { vnp_TxnRef: undefined }), unknown],
    ['for one đồng less', ({ notification }) => notification(1, { vnp_Amount: '999900' }), wrongAmount],
    ['for one đồng more', ({ notification }) => notification(1, { vnp_Amount: '1000100' }), wrongAmount],
    ['for a hundredth of a đồng more', ({ notification }) => notification(1, { vnp_Amount: '1000001' }), wrongAmount],
    ['for đồng that were not multiplied', ({ notification }) => notification(1, { vnp_Amount: '10000' }), wrongAmount],
    ['for the amount in another writing', ({ notification }) => notification(1, { vnp_Amount: '1e6' }), wrongAmount],
    ['for no amount', ({ notification }) => notification(1, { vnp_Amount: undefined }), wrongAmount],
    ['for no response code', ({ notification }) => notification(1, { vnp_ResponseCode: undefined }), failed],
    ['for no transaction status', ({ notification }) => notification(1, { vnp_TransactionStatus: undefined }), failed],
  ])('%s', async (_, query, answer) => {
    expect(await notify(query(bench))).toEqual(answer);
    expectUnchanged();
  });

  it.each(['readMeta', 'readItem', 'nextNumber', 'commit'] as const)(
    'when %s fails: 99, and the next notification books',
    async (operation) => {
      bench.ledger.failNext(operation);
      expect(await notify(bench.notification())).toEqual(failed);
      expectUnchanged();
      expect(await notify(bench.notification())).toEqual(confirmed);
    },
  );

  it('while others keep changing the dossier: 99', async () => {
    bench.ledger.conflictNext(5);
    expect(await notify(bench.notification())).toEqual(failed);
    expectUnchanged();
  });
});

describe('the order of the checks', () => {
  const ended = async () => {
    await notify(bench.notification());
  };

  it('is the signature before the reference', async () => {
    expect(await notify(`${bench.notification(7)}0`)).toEqual(forged);
  });

  it('is the reference before the amount', async () => {
    expect(await notify(bench.notification(7, { vnp_Amount: '1' }))).toEqual(unknown);
  });

  it('is the amount before the state', async () => {
    await ended();
    expect(await notify(bench.notification(1, { vnp_Amount: '1' }))).toEqual(wrongAmount);
  });

  it('is the signature before everything', async () => {
    await ended();
    expect(await notify(bench.notification(1, { vnp_Amount: '1' }).slice(0, -1))).toEqual(forged);
  });
});

it('logs no parameter of the notification', async () => {
  await notify(bench.notification());
  expect(JSON.stringify(bench.log.lines)).not.toMatch(/vnp_|14226112|1000000/);
});
