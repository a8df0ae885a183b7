import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { signedQuery } from '../../../local/stand-ins/payment-gateway/signature.ts';
import { type Consumer, type ConsumerBy, consumersOf } from '../../support/place/consumers.ts';
import { deadLetterAlarm } from '../../support/place/dead-letter-alarm.ts';
import { failuresOf } from '../../support/place/delivery.ts';
import { expectReturnedOnce } from '../../support/place/expect-whole.ts';
import { dossierIn } from '../../support/place/journey.ts';
import { changesBetween, snapshotOf } from '../../support/place/table-snapshot.ts';
import { takeTasks } from '../../support/place/take-tasks.ts';
import type { TestPlace } from '../../support/place/test-place.ts';
import { type Dossiers, PERSON } from './cases.ts';

const SYSTEM_VISIBILITY_MS = 301_000;
const LONGEST_RETRY_MS = 301_000;
const MOST_RETRIES = 12;
/** Between two attempts at a batch of a stream, virtual time; and for all of them together, machine time. */
const LONGEST_PAUSE_MS = 1_000;
const PATIENCE_MS = 60_000;

/** Items under keys of history events that are none. */
const badEvents: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['of an unknown type', { type: 'dossier.exploded', at: '2026-11-23T02:00:00.000Z', by: { kind: 'system' }, data: PERSON }],
  ['of a type to come', { type: 'dossier.submitted.v2', at: '2026-11-23T02:00:00.000Z', by: { kind: 'system' }, data: {} }],
  ['with data of another shape', { type: 'dossier.returned', at: '2026-11-23T02:00:00.000Z', by: { kind: 'system' }, data: PERSON }],
  [
    'with a set',
    { type: 'dossier.returned', at: '2026-11-23T02:00:00.000Z', by: { kind: 'system' }, data: { way: 'X' }, set: new Set(['a']) },
  ],
  ['with bytes', { type: 'dossier.returned', at: '2026-11-23T02:00:00.000Z', by: { kind: 'system' }, data: { way: Buffer.from('a') } }],
  ['that is nothing', {}],
  [
    'too large for the topic',
    { type: 'dossier.returned', at: '2026-11-23T02:00:00.000Z', by: { kind: 'system' }, data: { way: 'x'.repeat(300_000) } },
  ],
];

/** Registers the tests: nonsense for the stream, the systems, the state machine, the gateway’s call and the schedule. */
export const poisonElsewhere = (here: () => TestPlace, dossiers: () => Dossiers): void => {
  const by = <Kind extends Consumer['by']>(kind: Kind) =>
    consumersOf(here()).filter((one): one is Extract<Consumer, ConsumerBy<Kind>> => one.by === kind);
  const table = () => here().inspection.tableName('Dossiers');

  it('in the stream is given up alone, after just as many attempts as the mapping allows, and the others leave the cell', async () => {
    const [stream, ...others] = by('stream');
    if (!stream || others.length > 0) throw new Error('expected one stream');
    const pk = `DOSSIER#${dossiers().unknown}`;
    const keys = badEvents.map((_, index) => ({ pk, sk: `EVENT#${String(index + 1).padStart(4, '0')}` }));
    for (const [index, [, item]] of badEvents.entries()) {
      const own = { dossierId: dossiers().unknown, n: index + 1, ...keys[index] };
      await here().inspection.tables.send(new PutCommand({ TableName: table(), Item: { ...item, ...own } }));
    }
    // Its events lie behind the bad ones and wait for them.
    const opening = dossierIn(here(), 'new');
    const patience = performance.now() + PATIENCE_MS;
    while ((await here().inspection.depth(stream.deadLetters)).visible < badEvents.length && performance.now() < patience)
      await here().runtime.clock.advance(LONGEST_PAUSE_MS);
    const journey = await opening;
    await here().advance(0);
    await journey.accept();
    await journey.pay();
    await journey.answerAll();
    await journey.decide({ decision: 'GRANT' });
    await journey.returned();
    await expectReturnedOnce(here().inspection, journey.dossierId);
    const { sqs, queueUrl } = here().inspection;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl(stream.deadLetters), MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    const told = Messages.map(({ Body = '' }) => JSON.parse(Body));
    expect(
      told.map(({ DDBStreamBatchInfo: { batchSize }, requestContext: { approximateInvokeCount } }) => [batchSize, approximateInvokeCount]),
    ).toEqual(badEvents.map(() => [1, stream.receives]));
    expect(deadLetterAlarm(here(), stream.deadLetters)?.threshold).toBe(1);
    for (const Key of keys) await here().inspection.tables.send(new DeleteCommand({ TableName: table(), Key }));
  });

  it('in the queue of a system that leaves it there goes to the system’s own dead letters; its tasks are answered', async () => {
    const systems = by('system');
    const bad = [`${PERSON.name} {`, JSON.stringify({ unheard: 'of' })];
    for (const { queue } of systems)
      for (const body of bad) await here().runtime.queues.send(here().surroundings.queues[queue]?.arn ?? '', body);
    const journey = await dossierIn(here(), 'processing');
    await here().advance(0);
    for (const { queue } of systems) {
      const tasks = await takeTasks(here(), queue);
      expect(tasks.filter(({ subject }) => subject === journey.dossierId)).not.toEqual([]);
    }
    // That was the first receive of each.
    for (const { queue, deadLetters, receives } of systems) {
      for (let receive = 2; receive <= receives; receive += 1) {
        expect((await here().inspection.depth(deadLetters)).visible).toBe(0);
        await here().runtime.clock.advance(SYSTEM_VISIBILITY_MS);
        await takeTasks(here(), queue);
      }
      await here().runtime.clock.advance(SYSTEM_VISIBILITY_MS);
      await takeTasks(here(), queue);
      expect([deadLetters, (await here().inspection.depth(deadLetters)).visible]).toEqual([deadLetters, bad.length]);
      expect(deadLetterAlarm(here(), deadLetters)?.threshold).toBe(1);
    }
    await journey.answerAll();
    await journey.decide({ decision: 'GRANT' });
    await journey.returned();
  });

  it('given to a function of the state machine is refused by it and writes nothing', async () => {
    const { processing, returned, unknown } = dossiers();
    const wrong = [
      {},
      null,
      [PERSON],
      { dossierId: PERSON.pin, run: 1, taskId: `${PERSON.pin}.1`, token: 'x' },
      { dossierId: unknown, run: 1 },
      { dossierId: processing, run: 0 },
      { dossierId: processing, run: 1, taskId: `${returned}.1`, token: 'x' },
    ];
    const before = await snapshotOf(here().inspection, 'Dossiers');
    const machines = by('machine');
    for (const { name, functionArn } of machines)
      for (const event of wrong) {
        const failures = failuresOf(await here().runtime.deliveries.direct(functionArn, event));
        expect([name, event, failures.length]).toEqual([name, event, 1]);
        expect(failures.join()).not.toContain(PERSON.pin);
      }
    expect(changesBetween(before, await snapshotOf(here().inspection, 'Dossiers'))).toEqual([]);
  });

  it('as the input of an execution that somebody starts by hand fails that execution only', async () => {
    const inputs = [{}, { stages: 'none' }, { dossierId: dossiers().processing, run: 1, stages: [] }, [PERSON]];
    const before = await snapshotOf(here().inspection, 'Dossiers');
    const { sfn } = here().inspection;
    const started = await Promise.all(
      inputs.map((input, index) =>
        sfn.send(
          new StartExecutionCommand({
            stateMachineArn: here().surroundings.machine,
            name: `by-hand-${index}`,
            input: JSON.stringify(input),
          }),
        ),
      ),
    );
    const statuses = () =>
      Promise.all(started.map(async ({ executionArn }) => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status));
    for (let retry = 0; (await statuses()).includes('RUNNING') && retry < MOST_RETRIES; retry += 1) await here().advance(LONGEST_RETRY_MS);
    expect(await statuses()).toEqual(inputs.map(() => 'FAILED'));
    await here().advance(LONGEST_RETRY_MS);
    expect(changesBetween(before, await snapshotOf(here().inspection, 'Dossiers'))).toEqual([]);
  });

  it('as a notification of the gateway is answered so that it comes again, and books nothing', async () => {
    const { merchant } = here();
    const signed = (change: Readonly<Record<string, string>>) =>
      signedQuery(
        { vnp_TmnCode: merchant.tmnCode, vnp_Amount: '1000000', vnp_TxnRef: `${dossiers().returned}01`, ...change },
        merchant.secrets[0] ?? '',
      );
    const said = async (query: string) => (await here().anyone.send('GET', `/public/payments/vnpay/notification?${query}`)).body['RspCode'];
    const before = await snapshotOf(here().inspection, 'Dossiers');
    expect(await said('')).toBe('97');
    expect(await said(`vnp_OrderInfo=${encodeURIComponent(PERSON.name)}`)).toBe('97');
    expect(await said(`vnp_OrderInfo=${'x'.repeat(6_000)}`)).toBe('97');
    expect(await said(signed({ vnp_TxnRef: `${dossiers().unknown}01` }))).toBe('01');
    expect(await said(signed({ vnp_TxnRef: PERSON.pin }))).toBe('01');
    expect(await said(signed({ vnp_Amount: '1' }))).toBe('04');
    expect(await said(signed({}))).toBe('99');
    expect(await said(signed({ vnp_ResponseCode: PERSON.name, vnp_TransactionStatus: '00' }))).toBe('99');
    expect(changesBetween(before, await snapshotOf(here().inspection, 'Dossiers'))).toEqual([]);
  });

  it('given to the sweep is not read at all', async () => {
    for (const { functionArn } of by('schedule'))
      for (const event of [null, [PERSON], PERSON.name, { Records: 'none' }])
        expect(failuresOf(await here().runtime.deliveries.direct(functionArn, event))).toEqual([]);
  });
};
