import type { SeededRandom } from '../../../local/stand-ins/population/random.ts';
import type { KillablePlace } from './killable-place.ts';
import { outsidePlace } from './outside-place.ts';
import { patientDriver } from './patient-driver.ts';
import type { KillKind } from './serve-place.ts';

/**
 * When one life of the place ends: some time after it serves; right after a write of its database, which nobody has heard of yet; or
 * while it still starts.
 */
export type Kill = { readonly kind: KillKind } & (
  | { readonly at: 'time'; readonly ms: number }
  | { readonly at: 'write'; readonly count: number }
  | { readonly at: 'start'; readonly ms: number }
);

/** A life that nobody disturbs brings a dossier to its end in about this time, with about so many writes. */
const JOURNEY_MS = 4000;
const JOURNEY_WRITES = 25;
const START_MS = 1200;
const PATIENCE_MS = 90_000;
const LOOK_MS = 30;

/** Kills at random moments; of five, two by time, two by write and one during a start. */
export const planKills = (random: SeededRandom, count: number): readonly Kill[] =>
  Array.from({ length: count }, (_, index): Kill => {
    const kind = random.chance(0.5) ? 'process' : 'group';
    switch (index % 5) {
      case 0:
      case 2:
        return { kind, at: 'write', count: random.integer(1, JOURNEY_WRITES) };
      case 3:
        return { kind, at: 'start', ms: random.integer(0, START_MS) };
      default:
        return { kind, at: 'time', ms: random.integer(0, JOURNEY_MS) };
    }
  });

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One life of the place, from its start to its kill. */
const live = async (place: KillablePlace, kill: Kill): Promise<void> => {
  const { kind } = kill;
  place.start(kill.at === 'write' ? { dieAtWrite: { count: kill.count, kind } } : {});
  if (kill.at !== 'start') await place.up();
  if (kill.at === 'write') return place.ended();
  await pause(kill.ms);
  await place.kill(kind);
};

/**
 * Ends the life of the place that is up and lets it live and die by plan; the last life goes on. Meanwhile dossiers are driven to their
 * ends, one after the other. Resolves to their ids.
 * @throws when one does not end within a minute and a half, or when the place does not start
 */
export const journeysUnderKills = async (place: KillablePlace, dataDir: string, kills: readonly Kill[]): Promise<readonly string[]> => {
  const outside = outsidePlace(dataDir);
  const ended: string[] = [];
  let over = false;
  await place.kill('group');
  const lives = (async () => {
    for (const kill of kills) await live(place, kill);
    place.start();
    await place.up();
    over = true;
  })();

  const drive = async (name: string): Promise<string> => {
    const driver = patientDriver(name);
    const deadline = performance.now() + PATIENCE_MS;
    let seen = 'nothing';
    while (performance.now() < deadline) {
      // Between two lives nobody answers.
      const surroundings = await place.up().catch(() => undefined);
      if (surroundings) {
        const connected = outside(surroundings);
        const looked = await driver.step(connected);
        connected.close();
        if (looked) seen = `${looked.dossierId} ${looked.state} after ${looked.events} events`;
        if (looked?.state === 'returned') return looked.dossierId;
      }
      await pause(LOOK_MS);
    }
    throw new Error(`the journey ${name} did not end; last seen: ${seen}; last trouble: ${driver.trouble() ?? 'none'}`);
  };

  const journeys = (async () => {
    do ended.push(await drive(`journey-${ended.length}`));
    while (!over);
  })();
  await Promise.all([lives, journeys]);
  return ended;
};
