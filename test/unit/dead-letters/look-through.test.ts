import { describe, expect, it } from 'vitest';
import { lookThrough } from '../../../scripts/dead-letters/look-through.ts';
import { memoryLetters } from '../../support/memory-letters.ts';

const bodies = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `${index + 1}` }));

describe('looking through dead letters', () => {
  it('sees each once, page by page, and shows all again', async () => {
    const queue = memoryLetters(bodies(25));
    const seen: string[] = [];
    const { end } = await lookThrough(queue, { most: 100 }, async ({ id }) => {
      seen.push(id);
      return 'kept';
    });
    expect([end, seen.length, new Set(seen).size, queue.held()]).toEqual(['all', 25, 25, []]);
  });

  it('looks at no more than it was told, and shows those again that it received on the way', async () => {
    const queue = memoryLetters(bodies(25));
    let looks = 0;
    const { end } = await lookThrough(queue, { most: 12 }, async () => {
      looks += 1;
      return 'kept';
    });
    expect([end, looks, queue.held(), queue.left().length]).toEqual(['most', 12, [], 25]);
  });

  it('ends where it has had enough, and leaves that letter', async () => {
    const queue = memoryLetters(bodies(5));
    const { end } = await lookThrough(queue, { most: 100 }, async (letter) => {
      if (letter.id === 'm3') return 'enough';
      await queue.remove(letter);
      return 'removed';
    });
    expect([end, queue.left(), queue.held()]).toEqual(['enough', ['m3', 'm4', 'm5'], []]);
  });

  it('does not look twice at letters that came back while it looked', async () => {
    const queue = memoryLetters(bodies(12));
    const seen: string[] = [];
    const { end } = await lookThrough(queue, { most: 100 }, async ({ id }) => {
      seen.push(id);
      if (seen.length === 12) queue.comeBack();
      return 'kept';
    });
    expect([end, seen.length, queue.held()]).toEqual(['all', 12, []]);
  });

  it('goes on behind letters whose time out of sight is over, until the queue has nothing to show', async () => {
    const queue = memoryLetters(bodies(30));
    const seen: string[] = [];
    const { end } = await lookThrough(queue, { most: 100 }, async ({ id }) => {
      seen.push(id);
      // The first page is back in sight before the third was received, and stands before it.
      if (seen.length === 20) queue.comeBack();
      return 'kept';
    });
    expect([end, seen.length, new Set(seen).size, queue.held()]).toEqual(['all', 30, 30, []]);
  });

  it('says so where letters come back faster than new ones are shown', async () => {
    const queue = memoryLetters(bodies(25));
    let looks = 0;
    const slow = {
      ...queue,
      receive: async (holdS: number) => {
        queue.comeBack();
        return queue.receive(holdS);
      },
    };
    const { end } = await lookThrough(slow, { most: 100 }, async () => {
      looks += 1;
      return 'kept';
    });
    expect([end, looks, queue.held()]).toEqual(['came-back', 10, []]);
  });

  it('ends after the letter at hand when it is interrupted, and shows the others again', async () => {
    const queue = memoryLetters(bodies(25));
    const controller = new AbortController();
    let looks = 0;
    const done = await lookThrough(queue, { most: 100, signal: controller.signal }, async () => {
      looks += 1;
      if (looks === 3) controller.abort();
      return 'kept';
    });
    expect([done, looks, queue.held()]).toEqual([{ end: 'interrupted', outOfSight: 0 }, 3, []]);
  });

  it('counts what it could not show again', async () => {
    const queue = memoryLetters(bodies(4));
    queue.failToRelease((id) => id !== 'm2');
    expect(await lookThrough(queue, { most: 100 }, async () => 'kept')).toEqual({ end: 'all', outOfSight: 3 });
    const broken = { ...memoryLetters(bodies(2)), release: () => Promise.reject(new Error('the queue does not answer')) };
    expect(await lookThrough(broken, { most: 100 }, async () => 'kept')).toEqual({ end: 'all', outOfSight: 2 });
  });

  it('shows everything again when it fails', async () => {
    const queue = memoryLetters(bodies(3));
    const fails = lookThrough(queue, { most: 100 }, async () => {
      throw new Error('the table does not answer');
    });
    await expect(fails).rejects.toThrow('the table does not answer');
    expect(queue.held()).toEqual([]);
  });
});
