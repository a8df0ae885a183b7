import type { TestPlace } from '../place/test-place.ts';
import { tried } from './readers.ts';
import { driverOf, type Shape } from './shapes.ts';

/** Moments in a row at which nothing moved, after which nothing moves until time does. */
const CALM_LOOKS = 3;
const CALM_PAUSE_MS = 10;
const LONGEST_CALM_MS = 120_000;

/** Longer than the longest visibility timeout: what failed comes again. */
const WAIT_MS = 125_000;
const MOST_WAITS = 60;
const AN_HOUR_MS = 3_600_000;
const MOST_TURNS = 400;

/** What an answer made of it that need not wait for time: the next one may be better. */
const TRY_AGAIN = 'to be tried again';
const NO_ANSWER = 'nobody answers';
const WAITING = 'waiting';
const AT_ONCE = [TRY_AGAIN, NO_ANSWER];
const MOST_AT_ONCE = 8;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves once nothing is under way; what waits for its time may be left. */
const calm = async ({ runtime }: TestPlace): Promise<void> => {
  const deadline = performance.now() + LONGEST_CALM_MS;
  for (let looks = 0; looks < CALM_LOOKS; ) {
    if (performance.now() > deadline) throw new Error('it never becomes calm');
    await pause(CALM_PAUSE_MS);
    looks = (await runtime.still()) ? looks + 1 : 0;
  }
};

/** Lets time pass, once nothing moves, until nothing waits for it either; at least an hour, so that the sweep of deadlines gets on. */
export const settle = async (here: TestPlace): Promise<void> => {
  await calm(here);
  await here.runtime.clock.advance(AN_HOUR_MS);
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    await calm(here);
    if (await here.runtime.idle()) return;
    await here.runtime.clock.advance(WAIT_MS);
  }
  throw new Error('something never comes to its end');
};

/**
 * Drives one journey to its end, time included: when neither looking nor calm brings it further, time moves.
 * @returns the dossier's id
 */
export const drive = async (here: TestPlace, shape: Shape, name: string): Promise<string> => {
  const driver = driverOf(shape, name);
  const { meanwhile } = shape;
  let acted = false;
  let dossierId: string | undefined;
  let ended = false;

  /** What stands between the journey and its next step; undefined when nothing does. */
  const intervene = async (id: string): Promise<string | undefined> => {
    if (!meanwhile) return undefined;
    const due = acted ? 'later' : await meanwhile.when(here, id);
    if (due === 'wait') return WAITING;
    if (due === 'now') {
      if (!(await tried(() => meanwhile.act(here, id)))) return TRY_AGAIN;
      acted = true;
    }
    return acted && meanwhile.until && !(await meanwhile.until(here, id)) ? WAITING : undefined;
  };

  /** What it looked like; the same again means that nothing moved. */
  const turn = async (): Promise<string> => {
    const held = dossierId && (await intervene(dossierId));
    if (held) return held;
    const looked = await driver.step(here.place);
    if (!looked) return NO_ANSWER;
    const { dossierId: id, state, events } = looked;
    dossierId = id;
    ended = state === shape.end && (await tried(() => shape.readAll(here, id)));
    return `${state} ${events}`;
  };

  let seen = '';
  let still = 0;
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const before = seen;
    seen = await turn();
    if (ended && dossierId) return dossierId;
    // Before anybody does the next thing, all that follows from the last one is over: races are not what is tried here.
    await calm(here);
    still = seen === before ? still + 1 : 0;
    if (still < (AT_ONCE.includes(seen) ? MOST_AT_ONCE : 1)) continue;
    await here.runtime.clock.advance(WAIT_MS);
    still = 0;
  }
  throw new Error(`the journey ${name} did not end: ${seen}; last trouble: ${driver.trouble() ?? 'none'}`);
};
