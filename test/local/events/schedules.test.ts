import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { arnOf } from '../../../local/assembly/place.ts';
import { cronOccurrence, parseCron } from '../../../local/events/cron.ts';
import { occurrencesOf } from '../../../local/events/schedule-expression.ts';
import { functionArn, openTestBus, queueArn, rule, schedule, settle } from './support.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
let served: ReturnType<typeof openTestBus> | undefined;
const open = (...resources: Parameters<typeof openTestBus>[0]) => {
  served = openTestBus(resources);
  return served;
};
afterEach(() => {
  served?.stop();
  served = undefined;
});
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

describe('a rate', () => {
  it('fires once a period, and once for a jump over many, at its end', async () => {
    const { clock, invoked, bus } = open(schedule('sweep', 'rate(1 minute)'));
    const start = clock.now();
    for (let minute = 0; minute < 3; minute++) await clock.advance(MINUTE + 1000);
    await settle();
    expect(invoked).toHaveLength(3);
    await clock.advance(14 * DAY);
    await settle();
    expect(invoked).toHaveLength(4);
    const last = invoked.at(-1)?.event as { time: string; source: string; resources: string[]; detail: string };
    expect(last).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      resources: [arnOf('scheduler', 'schedule/default/sweep')],
      detail: '{}',
    });
    expect(clock.now() - Date.parse(last.time)).toBeLessThan(MINUTE + 1000);
    expect(clock.now() - start).toBeGreaterThan(14 * DAY);
    await clock.advance(MINUTE);
    await settle();
    expect(invoked).toHaveLength(5);
    expect(bus().counters().fired).toEqual({ [arnOf('scheduler', 'schedule/default/sweep')]: 5 });
  });

  it('fires by itself as machine time goes on', async () => {
    const { clock, invoked } = open(schedule('sweep', 'rate(1 minute)'));
    await clock.advance(MINUTE - 200);
    await settle();
    expect(invoked).toHaveLength(0);
    const deadline = performance.now() + 5000;
    while (invoked.length === 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(invoked).toHaveLength(1);
  });

  it('fires once at the start after a time of rest, and goes on in step', async () => {
    const { clock, invoked, restart } = open(schedule('sweep', 'rate(1 hour)'));
    const start = clock.now();
    await restart(undefined, () => clock.advance(10 * 60 * MINUTE + 5000));
    await settle();
    expect(invoked.map(({ event }) => (event as { time: string }).time)).toEqual([iso(start + 10 * 60 * MINUTE)]);
    await restart();
    await clock.advance(59 * MINUTE);
    await settle();
    expect(invoked).toHaveLength(1);
    await clock.advance(MINUTE);
    await settle();
    expect(invoked).toHaveLength(2);
  });

  it('begins anew when its expression changes or it was disabled', async () => {
    const { clock, invoked, restart } = open(schedule('sweep', 'rate(1 hour)'));
    await restart([schedule('sweep', 'rate(1 day)')], () => clock.advance(DAY));
    await settle();
    await restart([schedule('sweep', 'rate(1 day)', { State: 'DISABLED' })], () => clock.advance(2 * DAY));
    await clock.advance(2 * DAY);
    await restart([schedule('sweep', 'rate(1 day)')]);
    await settle();
    expect(invoked).toEqual([]);
    await clock.advance(DAY);
    await settle();
    expect(invoked).toHaveLength(1);
  });
});

describe('a schedule', () => {
  it('fills in the context of its input, for a function and for a queue', async () => {
    const Input = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>","id":"<aws.scheduler.execution-id>"}';
    const { clock, invoked, sent } = open(
      schedule('f', 'rate(5 minutes)', {}, { Input }),
      schedule('q', 'rate(5 minutes)', {}, { Input: 'plain text', Arn: queueArn('q') }),
    );
    const start = clock.now();
    await clock.advance(5 * MINUTE + 1000);
    await settle();
    expect(invoked.map(({ event }) => event)).toEqual([
      { at: expect.stringMatching(/Z$/), by: arnOf('scheduler', 'schedule/default/f'), id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    expect(JSON.stringify(invoked[0]?.event)).toContain(iso(start + 5 * MINUTE));
    expect(sent.map(({ body }) => body)).toEqual(['plain text']);
  });

  it('sends what cannot be delivered to its dead-letter queue', async () => {
    const target = { RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: { Arn: queueArn('dead') }, Input: '{"a":1}' };
    const { clock, sent, broken } = open(schedule('sweep', 'rate(1 minute)', {}, target));
    broken.add(functionArn('sweep'));
    await clock.advance(MINUTE);
    await settle();
    expect(sent).toMatchObject([
      {
        arn: queueArn('dead'),
        body: '{"a":1}',
        attributes: { SCHEDULE_ARN: arnOf('scheduler', 'schedule/default/sweep'), RETRY_ATTEMPTS: '0' },
      },
    ]);
  });

  it('keeps to its start and end', async () => {
    const { clock, invoked, bus } = open();
    const at = (days: number) => new Date(clock.now() + days * DAY).toISOString();
    bus().deploy([schedule('span', 'rate(1 day)', { StartDate: at(2), EndDate: at(4.5) })]);
    const counts: number[] = [];
    for (let day = 0; day < 7; day++) {
      await clock.advance(DAY + 1000);
      await settle();
      counts.push(invoked.length);
    }
    expect(counts).toEqual([0, 0, 1, 2, 2, 2, 2]);
  });

  it('for one time fires once, also over a restart', async () => {
    const { clock, invoked, bus, restart } = open();
    const once = schedule('once', `at(${new Date(clock.now() + 3 * MINUTE).toISOString().slice(0, 19)})`);
    bus().deploy([once]);
    await clock.advance(DAY);
    await restart([once], () => clock.advance(DAY));
    await settle();
    expect(invoked).toHaveLength(1);
  });

  it('of a rule sends the event of EventBridge', async () => {
    const { clock, invoked } = open(rule('tick', { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'f', Arn: functionArn('f') }] }));
    await clock.advance(MINUTE);
    await settle();
    expect(invoked[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [arnOf('events', 'rule/tick')],
      detail: {},
    });
  });

  it.each([
    [
      'a flexible window',
      schedule('s', 'rate(1 minute)', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }),
      'FLEXIBLE',
    ],
    [
      'a universal target',
      schedule('s', 'rate(1 minute)', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' }),
      'aws-sdk:sqs:sendMessage',
    ],
    ['another time zone', schedule('s', 'rate(1 minute)', { ScheduleExpressionTimezone: 'Europe/Paris' }), 'Europe/Paris'],
    ['the last day of a month', schedule('s', 'cron(0 0 L * ? *)'), '"L"'],
    ['a rate of nothing', schedule('s', 'rate(0 minutes)'), 'rate(0 minutes)'],
    [
      'the number of the attempt in its input',
      schedule('s', 'rate(1 minute)', {}, { Input: '{"n":"<aws.scheduler.attempt-number>"}' }),
      'attempt-number',
    ],
    ['an unknown property of its target', schedule('s', 'rate(1 minute)', {}, { EcsParameters: {} }), 'EcsParameters'],
  ])('is refused at boot when not implemented: %s', (_what, refused, words) => {
    const { bus } = open();
    expect(() => bus().deploy([refused])).toThrow(words);
  });
});

describe('a cron expression', () => {
  const next = (text: string, after: string, zone?: string) => {
    const time = occurrencesOf(`cron(${text})`, 0, zone).after(Date.parse(after));
    return time === undefined ? undefined : iso(time);
  };
  it.each([
    ['*/15 * * * ? *', '2026-11-22T10:07:30Z', '2026-11-22T10:15:00Z'],
    ['0 8 * * ? *', '2026-11-22T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['30 17 ? * MON-FRI *', '2026-11-20T17:30:00Z', '2026-11-23T17:30:00Z'],
    ['0 0 29 FEB ? *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 1 1,7 ? 2027-2028', '2026-11-22T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['5/20 0-2 ? * 1 *', '2026-11-22T02:45:00Z', '2026-11-29T00:05:00Z'],
  ])('%s after %s is due at %s', (text, after, due) => {
    expect(next(text, after)).toBe(due);
  });

  it('counts in the zone that it names', () => {
    expect(next('0 8 * * ? *', '2026-11-22T00:59:59Z', 'Asia/Ho_Chi_Minh')).toBe('2026-11-22T01:00:00Z');
    expect(next('0 3 ? * MON *', '2026-11-22T00:00:00Z', 'Asia/Ho_Chi_Minh')).toBe('2026-11-22T20:00:00Z');
  });

  it('has none after its last year', () => {
    expect(next('0 0 1 1 ? 2020', '2026-11-22T00:00:00Z')).toBeUndefined();
  });

  it('finds backward what it found forward', () => {
    const cron = parseCron('*/7 3,9-12 ? * TUE,SAT *');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (time) => {
        const due = cronOccurrence(cron, time, 1) ?? 0;
        expect(due).toBeGreaterThan(time);
        expect(cronOccurrence(cron, due, -1)).toBe(due);
        expect(cronOccurrence(cron, due - 1, -1) ?? 0).toBeLessThanOrEqual(time);
      }),
    );
  });

  it.each([
    '0 0 * * * *',
    '0 0 ? * ? *',
    '60 0 * * ? *',
    '0 0 15W * ? *',
    '0 0 ? * 2#1 *',
    '0 0 * * ?',
    '5-1 * * * ? *',
    '0 0 ? * MON-FRIDAY *',
  ])('%s is refused', (text) => {
    expect(() => parseCron(text)).toThrow(/cron|day of the month/);
  });
});
