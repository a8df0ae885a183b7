import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { SeededRandom } from '../../../local/stand-ins/population/random.ts';
import { verifyTable } from '../../../scripts/verify/verify-table.ts';
import { PROVINCE } from './cell.ts';
import { expectPublished, expectReturnedOnce } from './expect-whole.ts';
import { openInspection } from './inspection.ts';
import { journeysUnderKills, planKills } from './kill-journeys.ts';
import { type KillablePlace, killablePlace } from './killable-place.ts';
import { scratchFolder } from './scratch.ts';
import { withWitness } from './witness.ts';

/** Set it to the seed of a failed run to have the same moments again. */
const SEED = 'KILL_SEED';
const TIMEOUT_MS = 600_000;

/**
 * Registers the test: journeys one after the other while the place is killed so many times at random moments, and afterwards a look at
 * everything they left behind.
 */
export const survivesKills = (kills: number): void => {
  const seed = process.env[SEED] ?? randomUUID();
  const folder = scratchFolder('killed');
  const dataDir = folder.path;
  let place: KillablePlace;

  beforeAll(async () => {
    place = killablePlace({ assembly: withWitness(inject('assembly'), join(dataDir, 'cdk.out')), dataDir });
    place.start();
    await place.up();
  });
  afterAll(async () => {
    await place.stop();
    folder.remove();
  });

  it(
    `brings every dossier to its result, with no event lost or doubled (${SEED}=${seed})`,
    async () => {
      const ended = await journeysUnderKills(place, dataDir, planKills(new SeededRandom(seed), kills));
      const inspection = openInspection(await place.up());
      try {
        for (const dossierId of ended) await expectReturnedOnce(inspection, dossierId);
        await expectPublished(inspection, ended, PROVINCE);
        expect(await inspection.deadLetters()).toEqual({});
        expect((await verifyTable(inspection.tables, inspection.tableName('Dossiers'))).faults).toEqual([]);
      } finally {
        inspection.close();
      }
    },
    TIMEOUT_MS,
  );
};
