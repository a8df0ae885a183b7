import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textField } from '../../../local/demo/api-client.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { executionsOf, expectEveryRunStarted, statusesOf, stopExecution } from '../../support/place/approval-executions.ts';
import { PROVINCE } from '../../support/place/cell.ts';
import { type Consumer, type ConsumerBy, consumersOf } from '../../support/place/consumers.ts';
import { Batch, called, failuresOf, hookCalled, keyOf, type Repeating, repeat } from '../../support/place/delivery.ts';
import { expectNothingTwice } from '../../support/place/expect-nothing-twice.ts';
import { expectPublished, expectReturnedOnce } from '../../support/place/expect-whole.ts';
import { dossierIn, isOpen, type Journey } from '../../support/place/journey.ts';
import { paidNotification } from '../../support/place/paid-notification.ts';
import { changesBetween, snapshotOf } from '../../support/place/table-snapshot.ts';
import { takeTasks } from '../../support/place/take-tasks.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

const RESTART_MS = 31_000;
/** Names of executions are taken for 90 days, and so long do tokens live. */
const LONG_MS = 91 * 86_400_000;

const repeatings: readonly Repeating[] = [
  { times: 2, how: 'in sequence' },
  { times: 2, how: 'at once' },
  { times: 10, how: 'in sequence' },
  { times: 10, how: 'at once' },
];

/** Registers the tests. @param ended dossiers that were brought to their ends before, and are looked at with the others */
export const deliveredAgain = (here: () => TestPlace, ended: string[]): void => {
  describe('what is delivered', () => {
    let consumers: readonly Consumer[];
    /** Every event that a consumer was given, by its name. */
    const given = new Map<string, unknown[]>();
    /** Whom a test gave something again; a consumer of the template that no test reaches is missed at the end. */
    const reached = new Set<string>();
    let endRepeats: () => void = () => undefined;
    let endRecords: () => void = () => undefined;

    beforeAll(() => {
      consumers = consumersOf(here());
      endRecords = hookCalled(here(), consumers, ({ name }) => (event, pass) => {
        given.set(name, [...(given.get(name) ?? []), event]);
        return pass(event);
      });
    });
    afterEach(() => endRepeats());

    const by = <Kind extends Consumer['by']>(kind: Kind) =>
      consumers.filter((one): one is Extract<Consumer, ConsumerBy<Kind>> => one.by === kind);

    /**
     * From here on every consumer is given again what it is given for the first time; what it did not do of it is collected. The
     * messages that a repeated publisher sends again come as they come.
     */
    const repeatAll = (repeating: Repeating): readonly string[] => {
      const failures: string[] = [];
      const seen = new Set<string>();
      endRepeats = hookCalled(here(), consumers, ({ name }) => async (event, pass) => {
        const isNew = !seen.has(`${name} ${keyOf(event)}`);
        seen.add(`${name} ${keyOf(event)}`);
        const results = await repeat(isNew ? repeating : { times: 1, how: 'in sequence' }, () => pass(event));
        if (isNew) reached.add(name);
        failures.push(...results.flatMap((result) => failuresOf(result).map((failure) => `${name}: ${failure}`)));
        return results.find((result) => failuresOf(result).length > 0) ?? results[0] ?? pass(event);
      });
      return failures;
    };

    const payRepeatedly = async (journey: Journey, repeating: Repeating): Promise<void> => {
      const path = `/public/payments/vnpay/notification?${paidNotification(here(), await journey.openPayment())}`;
      const said = await repeat(repeating, async () => textField(await here().anyone.get(path), 'RspCode'));
      for (const { name } of by('notification')) reached.add(name);
      expect([...said].sort()).toEqual(['00', ...Array.from({ length: repeating.times - 1 }, () => '02')]);
      await journey.until('the booking', ({ state }) => state === 'processing');
    };

    /** Each task lies in its system's queue as often as its event was published; each answer is given as often. */
    const answerRepeatedly = async (journey: Journey, repeating: Repeating): Promise<void> => {
      for (const { name, queue } of by('system')) {
        const tasks = (await takeTasks(here(), queue)).filter(({ subject }) => subject === journey.dossierId);
        expect(tasks.length).toBeGreaterThanOrEqual(repeating.times);
        reached.add(name);
      }
      for (const task of (await journey.tasks()).filter((one) => isOpen(one) && one['role'] === 'consulted')) {
        const answers = await repeat(repeating, () => journey.answer(task, 'POSITIVE'));
        expect(answers.map(kindOf)).toEqual(answers.map(() => '200'));
      }
    };

    const sweepRepeatedly = async (repeating: Repeating): Promise<void> => {
      for (const { name, functionArn } of by('schedule')) {
        const results = await repeat(repeating, () => here().runtime.deliveries.direct(functionArn, {}));
        expect(results.flatMap(failuresOf)).toEqual([]);
        reached.add(name);
      }
    };

    it.each(repeatings)('$times times $how to every consumer has its effect once', async (repeating) => {
      const failures = repeatAll(repeating);
      const journey = await dossierIn(here(), 'payment-requested');
      await payRepeatedly(journey, repeating);
      await here().advance(0);
      await stopExecution(here(), journey.dossierId);
      await here().advance(RESTART_MS);
      await sweepRepeatedly(repeating);
      await answerRepeatedly(journey, repeating);
      expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
      await journey.returned();
      await here().advance(RESTART_MS);
      expect(failures).toEqual([]);
      await expectReturnedOnce(here().inspection, journey.dossierId);
      expect(await statusesOf(here(), journey.dossierId)).toEqual(['ABORTED', 'SUCCEEDED']);
      await expectEveryRunStarted(here(), journey.dossierId);
      await expectNothingTwice(here().inspection, journey.dossierId);
      expect(await here().inspection.deadLetters()).toEqual({});
      ended.push(journey.dossierId);
    });

    it('was delivered again to every consumer that the template has', () => {
      expect([...reached].sort()).toEqual(consumers.map(({ name }) => name).sort());
    });

    it('has left the cell under one id each time', async () => {
      await expectPublished(here().inspection, ended, PROVINCE);
    });

    it('again months after its dossier was returned changes nothing any more, in whatever order', async () => {
      endRecords();
      await here().advance(LONG_MS);
      const tables = ['Dossiers', 'EDocuments', 'LookupRecords'];
      // A token that comes again is held once more, at its new time.
      const look = () => Promise.all(tables.map((table) => snapshotOf(here().inspection, table, ['heldAt'])));
      const [before, executions] = [await look(), await executionsOf(here())];

      const { deliveries, queues } = here().runtime;
      for (const consumer of called(consumers).toReversed()) {
        const events = [...new Map((given.get(consumer.name) ?? []).map((event) => [keyOf(event), event])).values()].toReversed();
        expect([consumer.name, events.length]).not.toEqual([consumer.name, 0]);
        if (consumer.by === 'queue') {
          const bodies = new Set(events.flatMap((event) => Batch.parse(event).Records.map(({ body = '' }) => body)));
          for (const body of bodies) await queues.send(here().surroundings.queues[consumer.queue]?.arn ?? '', body);
        } else for (const event of events) expect(failuresOf(await deliveries.direct(consumer.functionArn, event))).toEqual([]);
      }
      await here().advance(RESTART_MS);
      const after = await look();
      const changed = tables.flatMap((_, index) => changesBetween(before[index] ?? new Map(), after[index] ?? new Map()));
      expect(changed).toEqual([]);
      expect(await executionsOf(here())).toEqual(executions);
      expect(await here().inspection.deadLetters()).toEqual({});
    });
  });
};
