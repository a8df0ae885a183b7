import { describe, expect, it } from 'vitest';
import { lookThrough } from '../../../scripts/dead-letters/look-through.ts';
import { memoryLetters } from '../../support/memory-letters.ts';

const bodies = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `${index + 1}` }));

describe('looking through dead letters', () => {
  it('sees each once, page by page, and shows all again', async () => {
    const queue = memoryLetters(bodies(25));
    const seen: string[] = [];
    const complete = await lookThrough(queue, 100, async ({ id }) => {
      seen.push(id);
      return 'kept';
    });
    expect([complete, seen.length, new Set(seen).size, queue.held()]).toEqual([true, 25, 25, []]);
  });

  it('looks at no more than it was told, and shows those again that it received on the way', async () => {
    const queue = memoryLetters(bodies(25));
    let looks = 0;
    const complete = await lookThrough(queue, 12, async () => {
      looks += 1;
      return 'kept';
    });
    expect([complete, looks, queue.held(), queue.left().length]).toEqual([false, 12, [], 25]);
  });

  it('ends where it has had enough, and leaves that letter', async () => {
    const queue = memoryLetters(bodies(5));
    const complete = await lookThrough(queue, 100, async (letter) => {
      if (letter.id === 'm3') return 'enough';
      await queue.remove(letter);
      return 'removed';
    });
    expect([complete, queue.left(), queue.held()]).toEqual([false, ['m3', 'm4', 'm5'], []]);
  });

  it('does not look twice at letters that came back while it looked', async () => {
    const queue = memoryLetters(bodies(12));
    const seen: string[] = [];
    const complete = await lookThrough(queue, 100, async ({ id }) => {
      seen.push(id);
      if (seen.length === 12) queue.comeBack();
      return 'kept';
    });
    expect([complete, seen.length, queue.held()]).toEqual([true, 12, []]);
  });

  it('shows everything again when it fails', async () => {
    const queue = memoryLetters(bodies(3));
    const fails = lookThrough(queue, 100, async () => {
      throw new Error('the table does not answer');
    });
    await expect(fails).rejects.toThrow('the table does not answer');
    expect(queue.held()).toEqual([]);
  });
});
