import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../../local/demo/wait.ts';
import { type Consumer, type ConsumerBy, consumersOf } from '../../support/place/consumers.ts';
import { deadLetterAlarm } from '../../support/place/dead-letter-alarm.ts';
import { Batch, failuresOf, hookCalled } from '../../support/place/delivery.ts';
import { expectReturnedOnce } from '../../support/place/expect-whole.ts';
import { dossierIn } from '../../support/place/journey.ts';
import { logLines } from '../../support/place/log-lines.ts';
import { changesBetween, snapshotOf } from '../../support/place/table-snapshot.ts';
import type { TestPlace } from '../../support/place/test-place.ts';
import { type Dossiers, PERSON, type Poison, poisonFor } from './cases.ts';

/** Longer than any queue's visibility timeout. */
const ROUND_MS = 121_000;
const LONGEST_LINE = 2_000;
const LARGEST_PAGE = 10;

type OfQueue = Extract<Consumer, ConsumerBy<'queue'>>;

/** Registers the tests: what no consumer of a queue can do, through its own queue. */
export const poisonInQueues = (here: () => TestPlace, dossiers: () => Dossiers): void => {
  describe('in a queue', () => {
    let consumers: readonly OfQueue[];
    let poison: Readonly<Record<string, readonly Poison[]>>;
    /** How often each text was given to a consumer, by the consumer's name and the text. */
    const receives = new Map<string, number>();
    const sent = () => consumers.flatMap(({ name }) => (poison[name] ?? []).map((one) => ({ ...one, name })));
    const receivesOf = ({ name, body }: { readonly name: string; readonly body: string }) => receives.get(`${name} ${body}`) ?? 0;

    beforeAll(async () => {
      consumers = consumersOf(here()).filter((one): one is OfQueue => one.by === 'queue');
      poison = poisonFor(here(), dossiers());
      const endCount = hookCalled(here(), consumers, ({ name }) => (event, pass) => {
        for (const { body = '' } of Batch.parse(event).Records) receives.set(`${name} ${body}`, (receives.get(`${name} ${body}`) ?? 0) + 1);
        return pass(event);
      });
      const before = await snapshotOf(here().inspection, 'Dossiers');
      for (const { name, queue } of consumers)
        for (const { body } of poison[name] ?? []) await here().runtime.queues.send(here().surroundings.queues[queue]?.arn ?? '', body);

      const journey = await dossierIn(here(), 'returned');
      const most = Math.max(...consumers.map((one) => one.receives));
      for (let receive = 1; receive <= most; receive += 1) {
        await waitFor(
          `receive ${receive}`,
          () => undefined,
          async () => (sent().every((one) => receivesOf(one) >= (one.end === 'dead' ? receive : 1)) ? true : undefined),
        );
        await here().runtime.clock.advance(ROUND_MS);
      }
      await here().advance(0);
      endCount();
      await expectReturnedOnce(here().inspection, journey.dossierId);
      const changed = changesBetween(before, await snapshotOf(here().inspection, 'Dossiers'));
      written = changed.filter((key) => !key.includes(journey.dossierId) && !/^(COUNTER|COUNTS|CODE|RESULT|IDEMPOTENCY)/.test(key));
    }, 120_000);
    let written: readonly string[] = [];

    it('was sent to every consumer of a queue that the template has', () => {
      expect(Object.keys(poison).sort()).toEqual(consumers.map(({ name }) => name).sort());
    });

    it('is received just as often as the queue allows, or once where it is nobody’s fault', () => {
      const expected = sent().map((one) => {
        const consumer = consumers.find(({ name }) => name === one.name);
        return [one.name, one.what, one.end === 'dead' ? consumer?.receives : 1];
      });
      expect(sent().map((one) => [one.name, one.what, receivesOf(one)])).toEqual(expected);
    });

    it('lies in the dead letter queue as it came, where an alarm sees it', async () => {
      const counts: Record<string, number> = {};
      for (const { name, deadLetters } of consumers) {
        const wanted = (poison[name] ?? []).filter(({ end }) => end === 'dead').map(({ body }) => body);
        counts[deadLetters] = wanted.length;
        const found: string[] = [];
        const { sqs, queueUrl } = here().inspection;
        for (let page = 0; page * LARGEST_PAGE < wanted.length; page += 1) {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({ QueueUrl: queueUrl(deadLetters), MaxNumberOfMessages: LARGEST_PAGE, VisibilityTimeout: 600 }),
          );
          found.push(...Messages.map(({ Body = '' }) => Body));
        }
        expect(found.sort()).toEqual([...wanted].sort());
        const alarm = deadLetterAlarm(here(), deadLetters);
        expect([deadLetters, alarm?.threshold]).toEqual([deadLetters, 1]);
        expect(alarm?.description).toMatch(/docs\/runbook\.md#[a-z-]+$/);
      }
      expect(await here().inspection.deadLetters()).toEqual(counts);
    });

    it('writes nothing, and keeps no dossier from its end', () => {
      expect(written).toEqual([]);
    });

    it('is told in the log by its reason, shortly and without what it holds', () => {
      const lines = logLines(here());
      const reports = lines.filter((line) => line.includes('"level":"ERROR"') && line.includes('"messageId"'));
      const dead = sent().filter(({ end }) => end === 'dead');
      expect(reports.length).toBeGreaterThanOrEqual(dead.length * 5);
      expect(lines.filter((line) => line.includes(PERSON.pin) || line.includes('Thử Nghiệm'))).toEqual([]);
      expect(reports.filter((line) => line.length > LONGEST_LINE).map((line) => line.slice(0, 200))).toEqual([]);
    });

    it('in the middle of a batch is the only one of it that comes again', async () => {
      for (const { name, functionArn } of consumers) {
        const cases = poison[name] ?? [];
        const done = cases.find(({ end }) => end === 'acknowledged')?.body ?? '';
        for (const { what, body } of cases.filter(({ end }) => end === 'dead')) {
          const Records = [done, body, done].map((text, index) => ({ messageId: `message-${index}`, body: text, attributes: {} }));
          const failures = failuresOf(await here().runtime.deliveries.direct(functionArn, { Records }));
          expect([name, what, failures]).toEqual([name, what, ['message-1']]);
        }
      }
    });
  });
};
