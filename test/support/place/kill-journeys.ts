import type { SeededRandom } from '../../../local/stand-ins/population/random.ts';
import type { KillablePlace, KillKind } from './killable-place.ts';
import { outsidePlace } from './outside-place.ts';
import { type PatientDriver, patientDriver } from './patient-driver.ts';

/** One kill: some time after the driver first saw so many events in the dossier's history. */
export type Kill = { readonly events: number; readonly afterMs: number; readonly kind: KillKind; readonly again: number | undefined };

/** Events of a whole journey. */
const EVENTS = 15;
/** A step takes about this long: a kill falls anywhere into it. */
const STEP_MS = 400;
const BOOT_MS = 1500;
const PATIENCE_MS = 150_000;
const LOOK_MS = 30;

/** Kills of one journey, spread over its whole length by chance; some also fall into the start that follows. */
export const planKills = (random: SeededRandom, count: number): readonly Kill[] =>
  Array.from({ length: count }, () => ({
    events: random.integer(0, EVENTS - 1),
    afterMs: random.integer(0, STEP_MS),
    kind: random.chance(0.5) ? ('process' as const) : ('group' as const),
    again: random.chance(0.2) ? random.integer(0, BOOT_MS) : undefined,
  })).sort((a, b) => a.events - b.events);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Kills the place, starts it again, and where planned kills it once more while it starts. */
const killAndStart = async (place: KillablePlace, { kind, again }: Kill): Promise<void> => {
  await place.kill(kind);
  place.start();
  if (again === undefined) return;
  await pause(again);
  await place.kill(kind);
  place.start();
};

/**
 * Drives one dossier to its end while the place is killed by plan. Resolves to the dossier's id.
 * @throws when it does not end within two and a half minutes
 */
export const journeyUnderKills = async (place: KillablePlace, dataDir: string, name: string, kills: readonly Kill[]): Promise<string> => {
  const driver: PatientDriver = patientDriver(name);
  const outside = outsidePlace(dataDir);
  const pending = [...kills];
  let killing: Promise<void> | undefined;
  const deadline = performance.now() + PATIENCE_MS;
  let seen = 'nothing';

  while (performance.now() < deadline) {
    const surroundings = await place.up().catch((error: unknown) => {
      // Killed while it started, which was planned; anything else is a start that fails.
      if (!killing) throw error;
      return undefined;
    });
    if (!surroundings) {
      await pause(LOOK_MS);
      continue;
    }
    const connected = outside(surroundings);
    const looked = await driver.step(connected);
    connected.close();
    if (looked) seen = `${looked.dossierId} ${looked.state} after ${looked.events} events`;
    const [next] = pending;
    if (next && !killing && looked && looked.events >= next.events) {
      pending.shift();
      killing = pause(next.afterMs)
        .then(() => killAndStart(place, next))
        .finally(() => {
          killing = undefined;
        });
    }
    if (looked?.state === 'returned' && !killing && pending.length === 0) return looked.dossierId;
    await pause(LOOK_MS);
  }
  throw new Error(`the journey ${name} did not end; last seen: ${seen}; last trouble: ${driver.trouble() ?? 'none'}`);
};
