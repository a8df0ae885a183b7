import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HistoryEvent } from '../../../functions/ledger/history-event.ts';
import { codePointerKey } from '../../../functions/ledger/item-keys.ts';
import type { Ledger } from '../../../functions/ledger/ledger.ts';
import { Task } from '../../../functions/ledger/task.ts';
import { seededIds } from '../../bench/growth/copies.ts';
import { policeOf, type Stage, stages } from '../../bench/growth/pattern-dossiers.ts';
import { openStockedCell } from '../../bench/growth/stocked-cell.ts';
import { type Copy, openStockedEngine, type StockedEngine } from '../../bench/growth/stocked-engine.ts';

const OFFICE = 5;
const HOUR_MS = 3_600_000;

describe('a stock of copies in the engine', () => {
  let stocked: StockedEngine;
  let ledger: Ledger;
  const copies = new Map<Stage, Copy>();
  const copyOf = (stage: Stage): Copy => {
    const copy = copies.get(stage);
    if (!copy) throw new Error(`nothing of the stage ${stage} was copied`);
    return copy;
  };
  beforeAll(async () => {
    stocked = await openStockedEngine(async ({ ownerKeyOf }) => {
      const ids = seededIds(9);
      for (const [index, stage] of stages.entries())
        copies.set(stage, {
          stage,
          dossierId: ids.ulid(),
          ownerKey: await ownerKeyOf(`OWNER-${index}`),
          office: OFFICE,
          serial: 1_000 + index,
          ageMs: HOUR_MS,
        });
      return copies.values();
    });
    ledger = stocked.ledgerAt(stocked.engine.endpoint);
  });
  afterAll(() => stocked.stop());

  it.each(stages)('holds a whole dossier of the stage %s', async (stage) => {
    const { dossierId, ownerKey } = copyOf(stage);
    const meta = await ledger.readMeta(dossierId);
    expect(meta).toMatchObject({ dossierId, ownerKey, office: policeOf(OFFICE) });
    const events = (await ledger.list(dossierId, 'EVENT#')).map((item) => HistoryEvent.parse(item));
    expect(events.map((event) => [event.dossierId, event.n])).toEqual(events.map((_, index) => [dossierId, index + 1]));
    expect(events).toHaveLength(meta?.n ?? Number.NaN);
    const open = (await ledger.list(dossierId, 'TASK#')).map((item) => Task.parse(item)).filter(({ state }) => state === 'open');
    expect(open).toHaveLength(meta?.openTasks ?? Number.NaN);
    expect(await ledger.listOwned([ownerKey])).toEqual({ dossierIds: [dossierId] });
    expect(meta?.code && (await ledger.readItem(codePointerKey(meta.code)))).toEqual(meta?.code && expect.objectContaining({ dossierId }));
  });

  it('puts open work into the inbox of its own office', async () => {
    const { entries } = await ledger.listInbox('police', policeOf(OFFICE));
    const expected = (['new', 'asked', 'decidable'] as const).map((stage) => `DOSSIER#${copyOf(stage).dossierId}`);
    expect(entries.map(({ key }) => key.pk).sort()).toEqual(expected.sort());
  });

  it('puts deadlines into the bucket of their own hour', async () => {
    const { dossierId } = copyOf('payment-requested');
    const at = (await ledger.readMeta(dossierId))?.deadline?.at ?? '';
    expect((await ledger.listDue(at.slice(0, 13), at)).dossierIds).toContain(dossierId);
  });

  it('takes a step on a copy like on any dossier', async () => {
    const meta = await ledger.readMeta(copyOf('new').dossierId);
    if (!meta) throw new Error('the copy is gone');
    const events = [{ event: { type: 'dossier.lookups-waiting', data: { reason: 'test' } } }] as const;
    const step = { at: new Date('2026-11-24T03:00:00.000Z'), by: { kind: 'system' }, events, change: {} } as const;
    expect(await ledger.commit(meta, step)).toMatchObject({ kind: 'committed', meta: { n: meta.n + 1 } });
  });
});

describe('a cell with a stock', () => {
  it('costs an inbox page the same units with 100 and with 400 dossiers: four queries and 25 items', async () => {
    const units = [];
    for (const size of [100, 400]) {
      const cell = await openStockedCell(size, 3);
      try {
        await cell.unitsOf('inbox page');
        units.push(await cell.unitsOf('inbox page'));
      } finally {
        await cell.stop();
      }
    }
    // Each query of keys reads less than 4 kB eventually consistently, each item is read consistently.
    expect(units).toEqual([
      { read: 27, write: 0 },
      { read: 27, write: 0 },
    ]);
  });
});
