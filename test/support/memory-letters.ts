import type { DeadLetter, DeadLetterQueue, Target } from '../../scripts/dead-letters/dead-letter.ts';

export const letterOf = (body: unknown, more: Partial<DeadLetter> = {}): DeadLetter => ({
  id: 'letter-1',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {},
  sentAt: new Date('2026-11-23T02:00:00.000Z'),
  handle: 'handle-1',
  ...more,
});

/** A queue of dead letters in memory, numbered from 1; `seen` lists how often each was received. */
export const memoryLetters = (letters: readonly Pick<DeadLetter, 'body'>[], pageSize = 10) => {
  const there = new Map(
    letters.map((letter, index) => [`m${index + 1}`, letterOf(letter.body, { ...letter, id: `m${index + 1}`, handle: `h${index + 1}` })]),
  );
  const held = new Set<string>();
  const removed: string[] = [];
  const seen: string[] = [];
  let stays: (id: string) => boolean = () => false;
  let failing: (id: string) => boolean = () => false;

  const queue: DeadLetterQueue = {
    receive: async () => {
      const page = [...there.values()].filter(({ id }) => !held.has(id)).slice(0, pageSize);
      for (const { id } of page) held.add(id);
      seen.push(...page.map(({ id }) => id));
      return page;
    },
    release: async (released) => {
      const stuck = released.filter(({ id }) => stays(id));
      for (const { id } of released) if (!stays(id)) held.delete(id);
      return stuck;
    },
    remove: async ({ id }) => {
      if (failing(id)) throw new Error('the queue does not answer');
      there.delete(id);
      removed.push(id);
    },
  };
  return {
    ...queue,
    removed,
    seen,
    left: () => [...there.keys()],
    held: () => [...held].filter((id) => there.has(id)),
    failToRemove: (fails: (id: string) => boolean) => {
      failing = fails;
    },
    /** Letters that cannot be shown again before their time. */
    failToRelease: (fails: (id: string) => boolean) => {
      stays = fails;
    },
    /** The time out of sight of all letters is over. */
    comeBack: () => held.clear(),
  };
};

/** A queue that takes letters, except those that `refuses` names by their body. */
export const memoryTarget = (refuses: (body: string) => boolean = () => false) => {
  const sent: Parameters<Target['send']>[0][] = [];
  return {
    sent,
    send: async (letter: Parameters<Target['send']>[0]) => {
      if (refuses(letter.body)) throw new Error('the message is too long');
      sent.push(letter);
    },
  };
};
