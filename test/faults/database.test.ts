import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../local/dynamodb/faults.ts';
import { SeededRandom } from '../../local/stand-ins/population/random.ts';
import { PROVINCE } from '../support/place/cell.ts';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { expectPublished, expectReturnedOnce } from '../support/place/expect-whole.ts';
import { patientDriver } from '../support/place/patient-driver.ts';
import { type TestPlace, usePlace } from '../support/place/test-place.ts';

/** Set it to the seed of a failed run to have the same faults again. */
const SEED = 'FAULT_SEED';
const PROBABILITY = 0.2;
const WRITES = ['TransactWriteItems', 'PutItem', 'UpdateItem', 'BatchWriteItem'];

/** Looks without any progress after which time is moved: what failed waits for its next attempt. */
const PATIENT_LOOKS = 15;
const LONGEST_WAIT_MS = 121_000;
const MOST_LOOKS = 600;
const MOST_ROUNDS = 8;
const ROUND_MS = 3000;

/** Every fifth write, by chance; `hit` hears of each. Other transactions are only in the way of transactions. */
const faultsOf = (kind: Fault['kind'], random: SeededRandom, hit: () => void): readonly Fault[] =>
  (kind === 'conflict' ? ['TransactWriteItems'] : WRITES).map((operation) => ({
    kind,
    operation,
    match: () => {
      const hits = random.chance(PROBABILITY);
      if (hits) hit();
      return hits;
    },
  }));

const driveToTheEnd = async (here: TestPlace, name: string): Promise<string> => {
  const driver = patientDriver(name);
  let last = { events: -1, look: 0 };
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const looked = await driver.step(here.place);
    if (looked?.state === 'returned') return looked.dossierId;
    if (looked && looked.events > last.events) last = { events: looked.events, look };
    else if (look - last.look >= PATIENT_LOOKS) {
      await here.runtime.clock.advance(LONGEST_WAIT_MS);
      last = { ...last, look };
    }
  }
  throw new Error(`the journey ${name} did not end: ${last.events} events; last trouble: ${driver.trouble() ?? 'none'}`);
};

/** Lets everything come to its end that a fault has put off. */
const settle = async ({ runtime }: TestPlace): Promise<void> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const deadline = performance.now() + ROUND_MS;
    while (performance.now() < deadline) {
      if (await runtime.idle()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await runtime.clock.advance(LONGEST_WAIT_MS);
  }
  throw new Error('something never comes to its end');
};

describe('a database that fails every fifth write', () => {
  const here = usePlace({ witness: true });
  afterEach(() => here().runtime.proxy.faults.clear());

  const kinds: readonly (readonly [string, readonly Fault['kind'][]])[] = [
    ['with a conflict', ['conflict']],
    ['with a refusal for throughput', ['throttle']],
    ['whose answer is lost', ['lost-answer']],
    ['in every way at once', ['conflict', 'throttle', 'lost-answer']],
  ];
  const ended: string[] = [];

  it.each(kinds)('%s keeps no journey from its one right end', async (name, faults) => {
    const seed = process.env[SEED] ?? randomUUID();
    const random = new SeededRandom(seed);
    let hits = 0;
    const hit = () => {
      hits += 1;
    };
    for (const kind of faults) for (const fault of faultsOf(kind, random, hit)) here().runtime.proxy.faults.add(fault);
    const dossierId = await driveToTheEnd(here(), name.replaceAll(' ', '-')).catch((error: unknown) => {
      throw new Error(`${SEED}=${seed}`, { cause: error });
    });
    here().runtime.proxy.faults.clear();
    await settle(here());
    await expectReturnedOnce(here().inspection, dossierId).catch((error: unknown) => {
      throw new Error(`${SEED}=${seed}`, { cause: error });
    });
    ended.push(dossierId);
    expect(hits).toBeGreaterThan(0);
    expect(await here().inspection.deadLetters()).toEqual({});
  });

  it('has published every event of all of them', async () => {
    expect(ended).toHaveLength(kinds.length);
    await expectPublished(here().inspection, ended, PROVINCE);
  });

  it('has left a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
