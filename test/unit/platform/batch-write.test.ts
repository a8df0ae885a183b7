import { describe, expect, it } from 'vitest';
import { putAll } from '../../../functions/platform/batch-write.dynamodb.ts';

type Put = { readonly PutRequest: { readonly Item: { readonly pk: string } } };

/** A table that leaves what `leave` says of every call unprocessed. */
const table = (leave: (puts: readonly Put[], call: number) => readonly Put[]) => {
  const written: string[] = [];
  const sizes: number[] = [];
  const waits: number[] = [];
  const client = {
    send: async ({ input }: { input: { RequestItems: Record<string, Put[]> } }) => {
      const puts = input.RequestItems['records'] ?? [];
      sizes.push(puts.length);
      const left = leave(puts, sizes.length);
      written.push(...puts.filter((put) => !left.includes(put)).map(({ PutRequest }) => PutRequest.Item.pk));
      return left.length > 0 ? { UnprocessedItems: { records: left } } : { UnprocessedItems: {} };
    },
  };
  const put = putAll({ client: client as never, table: 'records', pause: async (ms) => void waits.push(ms), random: () => 0.999 });
  return { put, written, sizes, waits };
};
const items = (count: number) => Array.from({ length: count }, (_, n) => ({ pk: `item-${n}` }));

describe('writing many items', () => {
  it('takes 25 a call', async () => {
    const { put, sizes, written } = table(() => []);
    await put(items(60));
    expect([sizes, written.length]).toEqual([[25, 25, 10], 60]);
  });

  it('sends what was left again, after longer and longer waits', async () => {
    const { put, sizes, written, waits } = table((puts, call) => (call < 3 ? puts.slice(0, 5) : []));
    await put(items(25));
    expect(sizes).toEqual([25, 5, 5]);
    expect(new Set(written).size).toBe(25);
    expect(waits).toEqual([99, 199]);
  });

  it('gives up by throwing, so that nothing counts as written', async () => {
    const { put, sizes } = table((puts) => puts.slice(0, 1));
    await expect(put(items(2))).rejects.toThrow('1 items of records stayed unprocessed');
    expect(sizes).toHaveLength(8);
  });

  it('calls nobody for nothing', async () => {
    const { put, sizes } = table(() => []);
    await put([]);
    expect(sizes).toEqual([]);
  });
});
