import { concernOf, consumersBody } from '../dead-letters/concern.ts';
import type { DeadLetter, DeadLetterQueue, Target } from '../dead-letters/dead-letter.ts';
import { type Looked, type LookedAt, lookThrough } from '../dead-letters/look-through.ts';
import { countGroups, type Group, type Grouping, groupOf } from './groups.ts';

export type RedriveOrder = {
  readonly groupBy: Grouping;
  /** The only group that is moved. @default all */
  readonly only?: string | undefined;
  /** Most letters moved. */
  readonly max: number;
  /** Moves nothing, and looks at every letter. */
  readonly dryRun: boolean;
};

export type Redriven = {
  /** Letters moved; in a dry run those that would be. */
  readonly moved: number;
  readonly groups: readonly Group[];
  /** Letters that could not be sent, with why; they stay. */
  readonly failed: readonly string[];
  /** Letters that were sent but not taken away: they would be sent again, which does no harm. */
  readonly notRemoved: readonly string[];
  /** Letters that no redrive helps, and what does. */
  readonly unmovable: readonly Unmovable[];
  /** Whether every letter was looked at, why not, and how many could not be shown to everybody again. */
  readonly complete: boolean;
  readonly end: Looked['end'];
  readonly outOfSight: number;
};

/** Something else than a redrive that is to be done about letters. */
export type Unmovable =
  | { readonly kind: 'stream'; readonly from: string; readonly to: string; readonly records: number }
  | { readonly kind: 'sweep' };

/** Letters looked at in one run; a queue shows at most 120,000 at a time. */
const MOST_LOOKED_AT = 20_000;

const words = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

const unmovable = (letter: DeadLetter): Unmovable | undefined => {
  const concern = concernOf(letter);
  if (concern.kind === 'stream') return { kind: 'stream', from: concern.from, to: concern.to, records: concern.records };
  return concern.kind === 'sweep' ? { kind: 'sweep' } : undefined;
};

/**
 * Moves dead letters back to where they came from: first sent, then taken away, so that a crash between the two leaves a letter
 * twice and never none. Consumers are safe to repeat. What is not chosen is shown to everybody again.
 */
export const redrive = async (
  { queue, target }: { readonly queue: DeadLetterQueue; readonly target: Target | undefined },
  { groupBy, only, max, dryRun }: RedriveOrder,
  signal?: AbortSignal,
): Promise<Redriven> => {
  const groups = countGroups();
  const failed: string[] = [];
  const notRemoved: string[] = [];
  const others: Unmovable[] = [];
  let moved = 0;

  const move = async (letter: DeadLetter): Promise<LookedAt> => {
    if (dryRun || !target) return 'kept';
    try {
      await target.send({ body: consumersBody(letter.body), attributes: letter.attributes });
    } catch (error) {
      failed.push(`${letter.id} could not be sent: ${words(error)}`);
      return 'kept';
    }
    try {
      await queue.remove(letter);
      return 'removed';
    } catch (error) {
      notRemoved.push(`${letter.id} was sent, but not taken away: ${words(error)}`);
      return 'kept';
    }
  };

  const { end, outOfSight } = await lookThrough(queue, { most: MOST_LOOKED_AT, signal }, async (letter) => {
    const group = groupOf(letter, groupBy);
    const other = unmovable(letter);
    if (other) others.push(other);
    const chosen = !other && (only === undefined || group === only);
    if (chosen && moved >= max && !dryRun) return 'enough';
    const before = failed.length;
    const done = chosen && moved < max ? await move(letter) : 'kept';
    const counts = chosen && moved < max && failed.length === before;
    if (counts) moved += 1;
    groups.add(group, letter, counts);
    return done;
  });
  return { moved, groups: groups.list(), failed, notRemoved, unmovable: others, end, outOfSight, complete: end === 'all' };
};
