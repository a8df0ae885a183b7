import type { DeadLetter, DeadLetterQueue } from './dead-letter.ts';

/** How long letters are out of sight while they are looked at (seconds); after a crash they come back by themselves as soon. */
const HOLD_S = 120;

/** What `each` did with a letter; `enough` leaves it where it is and ends the looking. */
export type LookedAt = 'removed' | 'kept' | 'enough';

export type Looked = {
  /**
   * Why the looking ended. `all`: the queue had nothing more to show; `enough`: `each` said so; `most`: so many were looked at;
   * `came-back`: letters came back into sight faster than new ones were shown, so that some may not have been seen.
   */
  readonly end: 'all' | 'enough' | 'most' | 'came-back' | 'interrupted';
  /** Letters that could not be shown again: they come back by themselves within two minutes. */
  readonly outOfSight: number;
};

type Options = {
  /** Letters looked at. */
  readonly most: number;
  /** Ends the looking before the next letter. */
  readonly signal?: AbortSignal | undefined;
};

/** How often every letter that was seen may come back before the looking is given up. */
const MOST_ROUNDS = 2;

/**
 * Looks at the letters of a queue, each once and one after the other, and shows again what stays. Letters whose time out of sight is
 * over meanwhile are received again, and are held again, until the queue has nothing to show. Somebody else who looks at the same time
 * sees others.
 */
export const lookThrough = async (
  queue: DeadLetterQueue,
  { most, signal }: Options,
  each: (letter: DeadLetter) => Promise<LookedAt>,
): Promise<Looked> => {
  const seen = new Set<string>();
  const held = new Map<string, DeadLetter>();

  const look = async (): Promise<Looked['end']> => {
    let again = 0;
    for (;;) {
      if (signal?.aborted) return 'interrupted';
      const letters = await queue.receive(HOLD_S);
      for (const letter of letters) held.set(letter.id, letter);
      if (letters.length === 0) return 'all';
      const fresh = letters.filter(({ id }) => !seen.has(id));
      again += letters.length - fresh.length;
      if (fresh.length === 0 && again > MOST_ROUNDS * seen.size) return 'came-back';
      for (const letter of fresh) {
        if (signal?.aborted) return 'interrupted';
        if (seen.size >= most) return 'most';
        const done = await each(letter);
        if (done === 'enough') return 'enough';
        seen.add(letter.id);
        if (done === 'removed') held.delete(letter.id);
      }
    }
  };

  /** What cannot be shown again hides no other fault. */
  const release = async (): Promise<number> => {
    const letters = [...held.values()];
    return (await queue.release(letters).catch(() => letters)).length;
  };

  let end: Looked['end'];
  try {
    end = await look();
  } catch (error) {
    await release();
    throw error;
  }
  return { end, outOfSight: await release() };
};
