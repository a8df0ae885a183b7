import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../local/stand-ins/population/random.ts';
import { statusesOf } from '../../support/place/approval-executions.ts';
import { consumersOf } from '../../support/place/consumers.ts';
import { Batch, failuresOf, hookCalled } from '../../support/place/delivery.ts';
import { expectNothingTwice } from '../../support/place/expect-nothing-twice.ts';
import { expectReturnedOnce } from '../../support/place/expect-whole.ts';
import { type Journey, startJourney } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

/** Set it to the seed of a failed run to have the same order again. */
const SEED = 'ORDER_SEED';
const BATCH = 10;

type StreamRecord = Batch['Records'][number];

/** A dossier as far as people bring it while the cell hears of no event: to its decision. */
const decideUnheard = async (here: TestPlace): Promise<Journey> => {
  const journey = await startJourney(here);
  await journey.upload();
  await (await here.as('citizen-renter')).post(`/citizen/dossiers/${journey.dossierId}/submission`);
  await journey.accept({ identityVerifiedBy: 'CHIP' });
  await journey.pay();
  await journey.answerAll();
  await journey.decide({ decision: 'GRANT' });
  return journey;
};

const orders: readonly (readonly [string, (records: readonly StreamRecord[], random: SeededRandom) => readonly StreamRecord[]])[] = [
  ['the last first', (records) => records.toReversed()],
  [
    'shuffled among dossiers',
    (records, random) =>
      records
        .map((record) => ({ record, place: random.integer(0, 1_000_000) }))
        .sort((left, right) => left.place - right.place)
        .map(({ record }) => record),
  ],
];

/** Registers the tests; dossiers that they bring to their ends are added to `ended`. */
export const deliveredOutOfOrder = (here: () => TestPlace, ended: string[]): void => {
  describe('events that leave the table', () => {
    it.each(orders)('%s bring every dossier to its one end', async (_, inOrder) => {
      const seed = process.env[SEED] ?? randomUUID();
      const publishers = consumersOf(here()).filter(({ by }) => by === 'stream');
      const kept: { readonly functionArn: string; readonly event: Batch }[] = [];
      const stopKeeping = hookCalled(here(), publishers, ({ functionArn }) => async (event) => {
        kept.push({ functionArn, event: Batch.parse(event) });
        return { ok: true, payload: { batchItemFailures: [] } };
      });
      const journeys = await Promise.all([0, 1, 2].map(() => decideUnheard(here())));
      await here().advance(0);
      stopKeeping();

      const records = inOrder(
        kept.flatMap(({ event }) => event.Records),
        new SeededRandom(seed),
      );
      expect(records.length).toBeGreaterThanOrEqual(journeys.length * 11);
      const functionArn = kept[0]?.functionArn ?? '';
      for (let start = 0; start < records.length; start += BATCH) {
        const result = await here().runtime.deliveries.direct(functionArn, { Records: records.slice(start, start + BATCH) });
        expect(failuresOf(result)).toEqual([]);
      }
      for (const journey of journeys) {
        await journey.returned();
        await here().advance(0);
        await expectReturnedOnce(here().inspection, journey.dossierId).catch((error: unknown) => {
          throw new Error(`${SEED}=${seed}`, { cause: error });
        });
        await expectNothingTwice(here().inspection, journey.dossierId);
        expect(await statusesOf(here(), journey.dossierId)).toEqual(['SUCCEEDED']);
        ended.push(journey.dossierId);
      }
      expect(await here().inspection.deadLetters()).toEqual({});
    });
  });
};
