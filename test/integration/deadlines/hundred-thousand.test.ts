import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enactDeadlines } from '../../../functions/dossier/enact-deadlines.ts';
import { HistoryEvent } from '../../../functions/ledger/history-event.ts';
import type { Ledger } from '../../../functions/ledger/ledger.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { type DynamoProxy, openDynamoProxy } from '../../../local/dynamodb/proxy.ts';
import { cellDeps } from '../../bench/growth/cell-in-process.ts';
import { seededIds } from '../../bench/growth/copies.ts';
import { type Copy, openStockedEngine, type StockedEngine } from '../../bench/growth/stocked-engine.ts';
import { fixedClock } from '../../support/fixed.ts';

const OPEN = 100_000;
/** Dossiers that are due in each of the minutes below, among all the others. */
const DUE = 200;
/** Dossiers that the copies were made from and that are due with the first group: unpaid, asked, decidable. */
const PATTERNS = 3;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Design, invariant 9: a deadline is enacted within so many minutes of its own. */
const WITHIN_MS = 5 * MINUTE_MS;
const groups = ['alone', 'at once', 'dying'] as const;
type Group = (typeof groups)[number];

describe('100,000 open deadlines', () => {
  const clock = new VirtualClock();
  const due = new Map<Group, string[]>();
  let stocked: StockedEngine;
  let proxy: DynamoProxy;
  let ledger: Ledger;
  /** When the first group is due; the others follow two minutes apart. */
  let first = '';

  beforeAll(async () => {
    stocked = await openStockedEngine(async ({ ownerKeyOf, deadline }) => {
      first = deadline;
      const ids = seededIds(7);
      const ownerKey = await ownerKeyOf('OWNER');
      const copies: Copy[] = [];
      const copy = (ageMs: number): string => {
        const dossierId = ids.ulid();
        copies.push({
          stage: 'payment-requested',
          dossierId,
          ownerKey,
          office: 4 + (copies.length % 7),
          serial: 1_000 + copies.length,
          ageMs,
        });
        return dossierId;
      };
      for (const [turn, group] of groups.entries())
        due.set(
          group,
          Array.from({ length: DUE }, () => copy(-turn * 2 * MINUTE_MS)),
        );
      // All others are due in the hours and days after, an hour and a half a day at least.
      while (copies.length < OPEN) copy(-HOUR_MS - ((copies.length * 37) % (14 * 24 * 60)) * MINUTE_MS);
      return copies;
    });
    proxy = await openDynamoProxy({ endpoint: stocked.engine.endpoint, database: stocked.engine.database, clock });
    ledger = stocked.ledgerAt(proxy.url);
    // The sweep has come this far; it has told what the patterns of the copies waited for in the week before.
    await sweepAt(Date.parse(first));
  }, 120_000);
  afterAll(async () => {
    await proxy.stop();
    clock.stop();
    await stocked.stop();
  });

  const dueAt = (group: Group): number => Date.parse(first) + groups.indexOf(group) * 2 * MINUTE_MS;
  const sweepAt = (at: number, over: Ledger = ledger) => enactDeadlines(cellDeps(over, fixedClock(new Date(at).toISOString())))();
  /** How often each dossier of a group was told of its time, at most and at least. */
  const told = async (group: Group): Promise<readonly [number, number]> => {
    const counts = await Promise.all(
      (due.get(group) ?? []).map(async (dossierId) => {
        const events = (await ledger.list(dossierId, 'EVENT#')).map((item) => HistoryEvent.parse(item));
        return events.filter(({ type }) => type === 'dossier.escalated').length;
      }),
    );
    return [Math.min(...counts), Math.max(...counts)];
  };

  it('cost nothing in a minute in which none is due', async () => {
    proxy.mark('quiet');
    expect(await sweepAt(dueAt('alone'))).toMatchObject({ enacted: 0, failed: [] });
    const { requests, readUnits, writeUnits } = proxy.since('quiet');
    expect([requests, readUnits <= 2, writeUnits]).toEqual([2, true, 0]);
  });

  it('are enacted in time, reading only those that are due', async () => {
    proxy.mark('alone');
    const started = performance.now();
    const { enacted, failed, more } = await sweepAt(dueAt('alone') + MINUTE_MS);
    expect([enacted, failed, more]).toEqual([DUE + PATTERNS, [], false]);
    expect(performance.now() - started).toBeLessThan(WITHIN_MS - MINUTE_MS);
    const { byOperation } = proxy.since('alone');
    expect(await told('alone')).toEqual([1, 1]);
    // Head, supplements (none) of each; the downtimes and the place once, the index by pages of a hundred.
    expect(byOperation['GetItem']?.requests).toBe(enacted + 1);
    expect(byOperation['TransactWriteItems']?.requests).toBe(enacted);
    expect(byOperation['Query']?.requests).toBeLessThanOrEqual(enacted + 2 * PATTERNS + Math.ceil(enacted / 100) + 2);
    expect((byOperation['GetItem']?.readUnits ?? 0) / enacted).toBeLessThanOrEqual(1.01);
  });

  it('are enacted once by two sweeps at the same time', async () => {
    const at = dueAt('at once') + MINUTE_MS;
    const sweeps = await Promise.all([sweepAt(at), sweepAt(at)]);
    expect(sweeps.map(({ failed }) => failed)).toEqual([[], []]);
    expect(sweeps.reduce((sum, { enacted }) => sum + enacted, 0)).toBe(DUE);
    expect(await told('at once')).toEqual([1, 1]);
  });

  it('are enacted once though one sweep dies half way: the next goes on', async () => {
    const at = dueAt('dying') + MINUTE_MS;
    let written = 0;
    const commit: Ledger['commit'] = async (meta, step) => {
      written += 1;
      // From here on nothing that it does reaches the table, nor does it hear of what did.
      if (written > DUE / 2) throw new Error('the sweeper is dead');
      return ledger.commit(meta, step);
    };
    const dead = await sweepAt(at, { ...ledger, commit, putItem: async () => undefined });
    expect([dead.enacted, dead.failed.length]).toEqual([DUE / 2, DUE / 2]);
    expect(await sweepAt(at + MINUTE_MS)).toMatchObject({ enacted: DUE / 2, failed: [] });
    expect(await told('dying')).toEqual([1, 1]);
  });

  it('are made up for after the clock has jumped over hours, in as many steps as there are dossiers', async () => {
    const at = dueAt('alone') + 2 * HOUR_MS;
    const swept = await sweepAt(at);
    expect(swept).toMatchObject({ failed: [], more: false });
    expect(swept.enacted).toBeGreaterThan(100);
    expect(await sweepAt(at)).toMatchObject({ enacted: 0, failed: [] });
    expect(await sweepAt(Date.parse(first))).toMatchObject({ enacted: 0, failed: [] });
  });
});
