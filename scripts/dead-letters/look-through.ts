import type { DeadLetter, DeadLetterQueue } from './dead-letter.ts';

/** How long letters are out of sight while they are looked at (seconds); after a crash they come back by themselves as soon. */
const HOLD_S = 120;

/** What `each` did with a letter; `enough` leaves it where it is and ends the looking. */
export type LookedAt = 'removed' | 'kept' | 'enough';

/**
 * Looks at the letters of a queue, each once and one after the other, and shows again what stays. Somebody else who looks at the same
 * time sees others.
 * @param most letters looked at
 * @returns whether the queue was looked through to its end
 */
export const lookThrough = async (
  queue: DeadLetterQueue,
  most: number,
  each: (letter: DeadLetter) => Promise<LookedAt>,
): Promise<boolean> => {
  const seen = new Set<string>();
  const held = new Map<string, DeadLetter>();
  try {
    for (;;) {
      const letters = await queue.receive(HOLD_S);
      for (const letter of letters) held.set(letter.id, letter);
      const fresh = letters.filter(({ id }) => !seen.has(id));
      // Nothing more, or the hold of the first is over: then everything was seen.
      if (fresh.length === 0) return true;
      for (const letter of fresh) {
        if (seen.size >= most) return false;
        const done = await each(letter);
        if (done === 'enough') return false;
        seen.add(letter.id);
        if (done === 'removed') held.delete(letter.id);
      }
    }
  } finally {
    await queue.release([...held.values()]);
  }
};
