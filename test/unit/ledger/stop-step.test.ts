import { describe, expect, it } from 'vitest';
import { paymentKey, taskKey } from '../../../functions/ledger/item-keys.ts';
import { readStoppable, stopStep } from '../../../functions/ledger/stop-step.ts';
import { Task } from '../../../functions/ledger/task.ts';
import { seedProcessing } from '../../support/accepted-dossier.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const at = new Date('2026-11-25T02:00:00.000Z');
const reasons = ['WITHDRAWN', 'SUPPLEMENT_UNANSWERED', 'UNPAID'] as const;

/** A dossier with its first stage open, of whose tasks some are changed. */
const seeded = async (changes: Readonly<Record<number, Partial<Task>>> = {}) => {
  const ledger = memoryLedger();
  const meta = await seedProcessing(ledger, { attempts: 3, amountDue: 3_000 });
  for (const [n, change] of Object.entries(changes)) {
    const key = taskKey(meta.dossierId, Number(n));
    await ledger.putItem(key, { ...(await ledger.readItem(key)), ...change });
  }
  for (const [attempt, state] of ['booked', 'failed', 'booked'].entries())
    await ledger.putItem(paymentKey(meta.dossierId, attempt + 1), { state, amount: 1_000 * (attempt + 1) });
  return { ledger, meta };
};

describe('a stop', () => {
  it('reads all tasks, and what was booked whatever else was tried', async () => {
    const { ledger, meta } = await seeded();
    const { tasks, paid } = await readStoppable(ledger, meta);
    expect([tasks.map(({ n }) => n), paid]).toEqual([[1, 2, 3], 4_000]);
  });

  it('reads nothing of a dossier that no agency has and for which nobody paid', async () => {
    const { ledger, meta } = await seeded();
    expect(await readStoppable(ledger, { ...meta, run: 0, attempts: 0 })).toEqual({ tasks: [], paid: 0 });
    expect(ledger.calls.list).toBe(0);
  });

  it.each(reasons)('says why, what is cancelled and what was paid: %s', async (reason) => {
    const { ledger, meta } = await seeded();
    const { events } = stopStep(await readStoppable(ledger, meta), { reason, at });
    const cancelled = [1, 2, 3].map((n) => `${meta.dossierId}.${n}`);
    expect(events).toEqual([
      { event: { type: 'dossier.stopped', data: { reason, cancelled, paid: 4_000 } }, edge: { transition: 'stop', to: 'stopped' } },
    ]);
  });

  it('names the words that are kept beside its event', async () => {
    const { events } = stopStep({ tasks: [], paid: 0 }, { reason: 'WITHDRAWN', at, words: 'WORDS#0009' });
    expect(events[0]?.event.data).toEqual({ reason: 'WITHDRAWN', cancelled: [], paid: 0, words: 'WORDS#0009' });
  });

  it('cancels the tasks that wait, wherever they stand, and leaves closed ones as they are', async () => {
    const heldBy = { agency: 'police', office: 'G01.042.001' };
    const { ledger, meta } = await seeded({
      1: { state: 'closed', answer: 'POSITIVE', closedAt: at.toISOString() },
      2: { state: 'sent-back', heldBy },
    });
    const { writes } = stopStep(await readStoppable(ledger, meta), { reason: 'UNPAID', at });
    expect(writes.map(({ key }) => key.sk)).toEqual(['TASK#0002', 'TASK#0003']);
    for (const { item } of writes) {
      expect(Task.parse(item)).toMatchObject({ state: 'cancelled', closedAt: at.toISOString() });
      expect(Object.keys(item)).not.toEqual(expect.arrayContaining(['inboxKey']));
      expect(item).not.toHaveProperty('heldBy');
    }
  });

  it('leaves nothing due and nothing to wait for', () => {
    const { change } = stopStep({ tasks: [], paid: 0 }, { reason: 'UNPAID', at });
    expect(change).toEqual({ openTasks: 0, amountDue: 0, deadline: undefined, supplement: undefined });
  });
});
