import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Downtime } from '../../../functions/downtime/downtime.ts';
import { dynamoDowntimeRegister } from '../../../functions/downtime/downtime-register.dynamodb.ts';
import { dynamoDowntimes } from '../../../functions/downtime/downtimes.dynamodb.ts';
import { oncePointer } from '../../../functions/ledger/idempotency.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid } from '../../support/fixed.ts';

const at = new Date('2026-11-23T02:00:00.000Z');
const by = { kind: 'staff' as const, id: 'leader-1' };
const said = { reason: 'Mất điện', legalBasis: 'Biên bản 01', by, office: 'G01.042.001' };

const downtime = (n: number, more: Partial<Downtime> = {}): Downtime => ({
  ...{ id: countedUlid(n), from: '2026-11-20T01:00:00.000Z', to: `2026-11-20T02:${String(n).padStart(2, '0')}:00.000Z` },
  ...{ ...said, certifiedAt: at.toISOString(), ...more },
});
const once = (key: string) => oncePointer({ caller: 'leader-1', operation: 'certifyDowntime', key, body: {} }, 'DOWNTIME#x', at);

describe('the register of downtimes in DynamoDB', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  const open = () => {
    const client = table.clientOf();
    return { register: dynamoDowntimeRegister(client, DOSSIERS_TABLE), downtimes: dynamoDowntimes(client, DOSSIERS_TABLE) };
  };
  const ids = async () => (await open().downtimes.endedAfter(new Date('2026-11-20T00:00:00.000Z'))).map(({ id }) => id);
  beforeAll(async () => {
    table = await openDossiersTable();
  });
  afterAll(() => table.stop());

  it('takes an entry once per request', async () => {
    const { register } = open();
    expect(await register.entries()).toBe(0);
    expect(await register.enter({ downtime: downtime(1), once: once('key-00001'), at, entries: 0 })).toBe('entered');
    expect(await register.enter({ downtime: downtime(2), once: once('key-00001'), at, entries: 1 })).toBe('used');
    expect(await register.entries()).toBe(1);
    expect(await register.read(countedUlid(1), downtime(1).to)).toEqual(downtime(1));
    expect(await register.read(countedUlid(1), downtime(2).to)).toBeUndefined();
    expect(await ids()).toEqual([countedUlid(1)]);
  });

  it('lets an entry be superseded once, and keeps it', async () => {
    const { register } = open();
    const mark = {
      of: downtime(1),
      superseded: { superseded: countedUlid(1), correction: countedUlid(3), ...said, at: at.toISOString() },
    };
    const correction = downtime(3, { supersedes: countedUlid(1) });
    expect(await register.enter({ downtime: correction, mark, once: once('key-00002'), at, entries: 1 })).toBe('entered');
    expect(await register.enter({ mark, once: once('key-00003'), at, entries: 2 })).toBe('superseded');
    expect(await ids()).toEqual([countedUlid(3)]);
    expect((await register.list()).downtimes).toMatchObject([{ id: countedUlid(3) }, { id: countedUlid(1), superseded: mark.superseded }]);
  });

  it('lists all, the one that ended last first, with each mark beside its downtime, however the pages fall', async () => {
    const { register } = open();
    const numbers = Array.from({ length: 55 }, (_, index) => index + 4);
    for (const n of numbers) {
      const superseded = { superseded: countedUlid(n), ...said, at: at.toISOString() };
      await register.enter({ downtime: downtime(n), once: once(`key-entry-${n}`), at, entries: await register.entries() });
      if (n % 3 === 0)
        await register.enter({ mark: { of: downtime(n), superseded }, once: once(`key-mark-${n}`), at, entries: await register.entries() });
    }
    const all: { id: string; superseded?: unknown }[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await register.list(cursor);
      all.push(...page.downtimes);
      cursor = page.cursor;
      pages += 1;
    } while (cursor);
    expect(pages).toBeGreaterThan(1);
    expect(all.map(({ id }) => id)).toEqual([...[1, 3, ...numbers].reverse()].map(countedUlid));
    for (const n of numbers) expect([n, all.find(({ id }) => id === countedUlid(n))?.superseded !== undefined]).toEqual([n, n % 3 === 0]);
    await expect(register.list('x')).rejects.toThrow('not a cursor');
  });

  it('takes nothing from who has not seen all that was entered', async () => {
    const { register } = open();
    const entries = await register.entries();
    const late = (n: number) => downtime(n, { to: `2026-11-21T02:${n}:00.000Z` });
    for (const other of [0, entries - 1, entries + 1])
      expect(await register.enter({ downtime: late(10), once: once('key-stale'), at, entries: other })).toBe('stale');
    const both = [11, 12].map((n) => register.enter({ downtime: late(n), once: once(`key-race-${n}`), at, entries }));
    expect((await Promise.all(both)).toSorted()).toEqual(['entered', 'stale']);
    expect(await register.entries()).toBe(entries + 1);
    expect(await register.endedAfter(new Date('2026-11-21T00:00:00.000Z'))).toHaveLength(1);
  });
});
