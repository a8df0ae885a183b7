import { afterEach, describe, expect, it } from 'vitest';
import { arnOf } from '../../../local/assembly/place.ts';
import { functionArn, openTestBus, queueArn, rule, settle } from './support.ts';

let served: ReturnType<typeof openTestBus> | undefined;
const open = (...resources: Parameters<typeof openTestBus>[0]) => {
  served = openTestBus(resources);
  return served;
};
afterEach(() => {
  served?.stop();
  served = undefined;
});

const failed = rule('failed', {
  EventPattern: { source: ['aws.states'], detail: { status: ['FAILED', 'TIMED_OUT'] } },
  State: 'ENABLED',
  Targets: [
    { Id: 'T0', Arn: queueArn('restarts'), DeadLetterConfig: { Arn: queueArn('restarts-dead') }, RetryPolicy: { MaximumRetryAttempts: 3 } },
  ],
});
const change = (status: string) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { status, name: 'x' },
});

describe('the event bus', () => {
  it('brings matching events to queues and functions, complete, and others nowhere', async () => {
    const { bus, sent, invoked, clock } = open(
      failed,
      rule('all', { EventPattern: { source: [{ prefix: 'aws.' }] }, Targets: [{ Id: 'f', Arn: functionArn('watch') }] }),
    );
    const id = bus().put(change('FAILED'));
    bus().put(change('RUNNING'));
    bus().put({ source: 'mine', 'detail-type': 'x', detail: {} });
    await settle();
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      version: '0',
      id,
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'ap-southeast-1',
      resources: [],
      detail: { status: 'FAILED', name: 'x' },
    });
    expect(invoked.map(({ arn }) => arn)).toEqual([functionArn('watch'), functionArn('watch')]);
    expect(bus().counters()).toMatchObject({ events: 3, delivered: 3, dropped: 0 });
    expect(clock.now()).toBeGreaterThan(0);
  });

  it('gives a target its constant Input or a part of the event', async () => {
    const pattern = { EventPattern: { source: ['mine'] } };
    const { bus, invoked, sent } = open(
      rule('constant', { ...pattern, Targets: [{ Id: 'a', Arn: functionArn('a'), Input: '{"do":"it"}' }] }),
      rule('part', { ...pattern, Targets: [{ Id: 'b', Arn: queueArn('b'), InputPath: '$.detail.inner' }] }),
    );
    bus().put({ source: 'mine', 'detail-type': 'x', detail: { inner: { n: 1 } } });
    await settle();
    expect([invoked[0]?.event, sent[0]?.body]).toEqual([{ do: 'it' }, '{"n":1}']);
  });

  it('keeps the cells of one machine apart when the source says its cell', async () => {
    const watch = (name: string, cell: string) =>
      rule(name, { EventPattern: { source: ['aws.s3'] }, Targets: [{ Id: 'f', Arn: functionArn(name) }] }, cell);
    const { bus, invoked } = open(watch('here', 'Province42'), watch('there', 'National'));
    bus().put({ source: 'aws.s3', 'detail-type': 'x', detail: {} }, 'National');
    await settle();
    expect(invoked.map(({ arn }) => arn)).toEqual([functionArn('there')]);
  });

  it('tries a failing target again, and again after a restart, until it answers', async () => {
    const { bus, sent, clock, broken, restart } = open(failed);
    broken.add(queueArn('restarts'));
    bus().put(change('FAILED'));
    await settle();
    expect(bus().counters()).toMatchObject({ delivered: 0, retried: 1 });
    await restart();
    await settle();
    broken.clear();
    expect(sent).toEqual([]);
    await clock.advance(5000);
    await settle();
    expect(sent).toHaveLength(1);
    expect(bus().pending()).toBe(0);
    await restart();
    await settle();
    expect(sent).toHaveLength(1);
  });

  it('sends what cannot be delivered to the dead-letter queue after the last retry, with its reason', async () => {
    const { bus, sent, clock, broken } = open(failed);
    broken.add(queueArn('restarts'));
    bus().put(change('TIMED_OUT'));
    for (let time = 0; time < 5; time++) {
      await settle();
      await clock.advance(60_000);
    }
    await settle();
    expect(sent).toMatchObject([
      {
        arn: queueArn('restarts-dead'),
        attributes: {
          RULE_ARN: arnOf('events', 'rule/failed'),
          TARGET_ARN: queueArn('restarts'),
          ERROR_MESSAGE: 'no such queue',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '3',
        },
      },
    ]);
    expect(JSON.parse(sent[0]?.body ?? '').detail.status).toBe('TIMED_OUT');
    expect(bus().counters()).toMatchObject({ deadLettered: 1, dropped: 0 });
  });

  it('keeps the dead letter itself until its queue takes it', async () => {
    const { bus, sent, clock, broken } = open(failed);
    broken.add(queueArn('restarts')).add(queueArn('restarts-dead'));
    bus().put(change('FAILED'));
    for (let time = 0; time < 5; time++) {
      await settle();
      await clock.advance(60_000);
    }
    expect(bus().pending()).toBe(1);
    broken.delete(queueArn('restarts-dead'));
    await clock.advance(480_000);
    await settle();
    expect(sent.map(({ arn }) => arn)).toEqual([queueArn('restarts-dead')]);
  });

  it('gives up after a day without a dead-letter queue, and says so', async () => {
    const { bus, clock, broken, lines } = open(
      rule('lost', { EventPattern: { source: ['mine'] }, Targets: [{ Id: 'f', Arn: functionArn('gone') }] }),
    );
    broken.add(functionArn('gone'));
    bus().put({ source: 'mine', 'detail-type': 'x', detail: {} });
    await settle();
    for (let hour = 0; hour < 25 && bus().pending() > 0; hour++) {
      await clock.advance(3_600_000);
      await settle();
    }
    expect(bus().counters().dropped).toBe(1);
    expect(lines.join()).toContain('is dropped');
  });

  it('sees nothing through a disabled rule', async () => {
    const { bus, invoked } = open(
      rule('off', { State: 'DISABLED', EventPattern: { source: ['mine'] }, Targets: [{ Id: 'f', Arn: functionArn('f') }] }),
    );
    bus().put({ source: 'mine', 'detail-type': 'x', detail: {} });
    await settle();
    expect(invoked).toEqual([]);
  });
});

describe('PutEvents', () => {
  it('puts each valid entry and refuses the others one by one', async () => {
    const { bus, sent } = open(
      rule('mine', { EventPattern: { source: ['mine'], detail: { n: [1] } }, Targets: [{ Id: 'q', Arn: queueArn('q') }] }),
    );
    const entry = { Source: 'mine', DetailType: 'x', Detail: '{"n":1}' };
    const result = await bus().service('PutEvents', {
      Entries: [
        { ...entry, Time: 1_790_000_000, Resources: ['r'] },
        { ...entry, Detail: 'no' },
        { ...entry, Source: 'aws.s3' },
        { ...entry, EventBusName: 'other' },
      ],
    });
    await settle();
    expect(result).toMatchObject({
      FailedEntryCount: 3,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'NotAuthorizedForSourceException' },
        { ErrorMessage: expect.stringContaining('other') },
      ],
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ time: '2026-09-21T14:13:20Z', resources: ['r'], detail: { n: 1 } });
    await expect(bus().service('PutEvents', { Entries: [] })).rejects.toThrow('1 to 10');
    await expect(bus().service('ListRules', {})).rejects.toThrow('EventBridge.ListRules');
  });
});

describe('a rule that is not implemented', () => {
  const target = { Id: 't', Arn: functionArn('f') };
  it.each([
    ['a transformer', { Targets: [{ ...target, InputTransformer: {} }] }, 'InputTransformer'],
    ['another bus', { EventBusName: 'mine', Targets: [] }, 'no event bus but the default'],
    ['another target', { Targets: [{ Id: 't', Arn: arnOf('states', 'stateMachine:m') }] }, 'stateMachine:m'],
    ['a FIFO queue', { Targets: [{ Id: 't', Arn: queueArn('q.fifo') }] }, 'q.fifo'],
    ['an unknown operator', { EventPattern: { source: [{ soundex: 'x' }] }, Targets: [target] }, 'soundex'],
    ['an unknown property', { Surprise: 1 }, 'Surprise'],
    ['an Input that is no JSON', { Targets: [{ ...target, Input: 'no' }] }, 'JSON'],
  ])('is refused at boot: %s', (_what, properties, words) => {
    const { bus } = open();
    expect(() => bus().deploy([rule('refused', { EventPattern: { source: ['a'] }, ...properties })])).toThrow(words);
  });
});
