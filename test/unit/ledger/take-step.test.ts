import { describe, expect, it } from 'vitest';
import { codePointerKey } from '../../../functions/ledger/item-keys.ts';
import type { Step } from '../../../functions/ledger/ledger.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { DossierBusy, takePlainStep, takeStep } from '../../../functions/ledger/take-step.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const bench = async () => {
  const ledger = memoryLedger();
  const meta = await unpaidMeta();
  ledger.seed(meta);
  const pauses: number[] = [];
  const deps = { ledger, pause: async (ms: number) => void pauses.push(ms), random: () => 0.5 };
  return { ledger, meta, pauses, take: takeStep(deps), takePlain: takePlainStep(deps) };
};

const stepOf = (meta: Meta, more: Partial<Step> = {}): Step => ({
  at: new Date('2026-11-23T02:30:00.000Z'),
  by: { kind: 'system', id: 'test' },
  events: [{ event: { type: 'dossier.lookups-waiting', data: { reason: 'test' } } }],
  change: { attempts: meta.attempts + 1 },
  ...more,
});

describe('taking a step', () => {
  it('writes what was decided and gives META and the events after it', async () => {
    const { ledger, meta, take } = await bench();
    const done = await take(meta.dossierId, (now) => ({ step: stepOf(now) }));
    expect(done).toMatchObject({ kind: 'taken', meta: { n: 6, attempts: 1 }, events: [{ n: 6 }] });
    expect(ledger.meta(meta.dossierId).attempts).toBe(1);
  });

  it('gives an outcome back and writes nothing', async () => {
    const { ledger, meta, take } = await bench();
    expect(await take(meta.dossierId, () => ({ outcome: { kind: 'no' as const } }))).toEqual({ kind: 'no' });
    expect(ledger.calls.commit).toBe(0);
  });

  it('says not-found without asking for a decision', async () => {
    const { take } = await bench();
    const decide = () => {
      throw new Error('there is nothing to decide');
    };
    expect(await take(countedUlid(99), decide)).toEqual({ kind: 'not-found' });
  });

  it('says by which write the step was refused', async () => {
    const { ledger, meta, take } = await bench();
    await ledger.putItem(codePointerKey('X'), {});
    const write = { kind: 'create' as const, key: codePointerKey('X'), item: {}, otherwise: 'code-taken' };
    expect(await take(meta.dossierId, (now) => ({ step: stepOf(now, { writes: [write] }) }))).toEqual({
      kind: 'refused',
      by: 'code-taken',
    });
    expect(ledger.meta(meta.dossierId)).toEqual(meta);
  });
});

describe('a step that creates nothing', () => {
  it('is written like any other, and says so loudly when a write of it is refused all the same', async () => {
    const { ledger, meta, takePlain } = await bench();
    expect(await takePlain(meta.dossierId, (now) => ({ step: stepOf(now) }))).toMatchObject({ kind: 'taken' });
    await ledger.putItem(codePointerKey('X'), {});
    const write = { kind: 'create' as const, key: codePointerKey('X'), item: {}, otherwise: 'code-taken' };
    await expect(takePlain(meta.dossierId, (now) => ({ step: stepOf(now, { writes: [write] }) }))).rejects.toThrow(
      'a step that creates nothing was refused: code-taken',
    );
  });
});

describe('a dossier that others move at the same time', () => {
  it('is decided anew on what it has become', async () => {
    const { ledger, meta, take } = await bench();
    const seen: number[] = [];
    ledger.beforeNextWrite(async () => {
      await take(meta.dossierId, (now) => ({ step: stepOf(now) }));
    });
    await take(meta.dossierId, (now) => {
      seen.push(now.attempts);
      return { step: stepOf(now) };
    });
    expect(seen).toEqual([0, 1]);
    expect(ledger.meta(meta.dossierId).attempts).toBe(2);
    expect(ledger.events(meta.dossierId).map(({ n }) => n)).toEqual([6, 7]);
  });

  it('may be decided otherwise the second time', async () => {
    const { ledger, meta, take } = await bench();
    ledger.beforeNextWrite(async () => {
      await take(meta.dossierId, (now) => ({ step: stepOf(now) }));
    });
    const done = await take(meta.dossierId, (now) =>
      now.attempts === 0 ? { step: stepOf(now) } : { outcome: { kind: 'too-late' as const } },
    );
    expect(done).toEqual({ kind: 'too-late' });
    expect(ledger.meta(meta.dossierId).attempts).toBe(1);
  });

  it.each([1, 2, 3, 4])('is moved after %i lost races', async (lost) => {
    const { ledger, meta, take } = await bench();
    ledger.conflictNext(lost);
    expect(await take(meta.dossierId, (now) => ({ step: stepOf(now) }))).toMatchObject({ kind: 'taken' });
    expect(ledger.calls.commit).toBe(lost + 1);
  });

  it('is given up after five lost races', async () => {
    const { ledger, meta, take } = await bench();
    ledger.conflictNext(99);
    await expect(take(meta.dossierId, (now) => ({ step: stepOf(now) }))).rejects.toThrow(DossierBusy);
    expect(ledger.calls.commit).toBe(5);
    expect(ledger.meta(meta.dossierId)).toEqual(meta);
  });

  it('is waited for a little longer each time, with jitter', async () => {
    const { ledger, meta, pauses, take } = await bench();
    ledger.conflictNext(4);
    await take(meta.dossierId, (now) => ({ step: stepOf(now) }));
    expect(pauses).toEqual([10, 20, 40, 80]);
  });

  it('loses no step when twenty come at once', async () => {
    const { ledger, meta } = await bench();
    // Each loser decides anew at once, so five rounds would not do for twenty: they come again, as messages and requests do.
    const take = takeStep({ ledger, pause: async () => {}, random: () => 0 });
    const untilTaken = async (): Promise<void> => {
      try {
        await take(meta.dossierId, (now) => ({ step: stepOf(now) }));
      } catch (error) {
        if (!(error instanceof DossierBusy)) throw error;
        await untilTaken();
      }
    };
    await Promise.all(Array.from({ length: 20 }, untilTaken));
    expect(ledger.meta(meta.dossierId).attempts).toBe(20);
    expect(ledger.events(meta.dossierId).map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, index) => index + 6));
  });

  it('is not retried when the table fails: who called tries again', async () => {
    const { ledger, meta, take } = await bench();
    ledger.failNext('commit');
    await expect(take(meta.dossierId, (now) => ({ step: stepOf(now) }))).rejects.toThrow('commit was told to fail');
    expect(ledger.calls.commit).toBe(1);
  });
});
