import { describe, expect, it } from 'vitest';
import { eventKey } from '../../../functions/ledger/item-keys.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { restartExecution } from '../../../functions/task/restart-execution.ts';
import { type Restarted, restartLost } from '../../../scripts/restart-executions/restart-lost.ts';
import { taskBench } from '../task/task-bench.ts';

type Bench = Awaited<ReturnType<typeof taskBench>>;

async function* listed(...metas: Meta[]): AsyncGenerator<Meta> {
  yield* metas;
}

const restart = async (bench: Bench, options: { max?: number; dryRun?: boolean } = {}, metas = [bench.current()]) => {
  const done: Restarted[] = [];
  const run = restartLost({ ...bench, onDone: (one) => void done.push(one) });
  return { totals: await run(listed(...metas), { max: 100, dryRun: false, ...options }), done };
};
/** A dossier of which run 1 was started and has ended so. */
const lost = async (status: string) => {
  const bench = await taskBench();
  await bench.machine.start(`${bench.dossierId}-1`, { dossierId: bench.dossierId, run: 1, stages: [] });
  bench.machine.end(`${bench.dossierId}-1`, status);
  return bench;
};

describe('restarting executions from the table', () => {
  it.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'])('orders a new run where the newest is %s', async (status) => {
    const bench = await lost(status);
    const { dossierId } = bench;
    const { totals, done } = await restart(bench);
    expect(done).toEqual([{ kind: 'restarted', dossierId, run: 2, status }]);
    expect(totals).toEqual({ looked: 1, running: 0, ordered: 1, stopped: 0, complete: true });
    expect([bench.current().run, bench.types().at(-1)]).toEqual([2, 'dossier.execution-restarted']);
    expect([...bench.machine.executions.keys()]).toEqual([`${dossierId}-1`]);
  });

  it('dates the order no earlier than what was before it, though the operator’s clock may be behind', async () => {
    const bench = await lost('FAILED');
    const at = '2026-11-25T03:00:00.000Z';
    await bench.ledger.putItem(eventKey(bench.dossierId, bench.current().n), {
      ...{ dossierId: bench.dossierId, n: bench.current().n, type: 'dossier.receipt-reissued', at, by: { kind: 'system' } },
      data: { office: 'x' },
    });
    await restart(bench);
    const [ordered] = bench.events().filter(({ type }) => type === 'dossier.execution-restarted');
    expect([bench.clock.now().toISOString() < at, ordered?.at]).toEqual([true, at]);
  });

  it('starts a run that never was, under its own name, and orders none', async () => {
    const bench = await taskBench();
    const { dossierId } = bench;
    expect((await restart(bench)).done).toEqual([{ kind: 'started', dossierId, run: 1, status: 'never started' }]);
    expect([bench.current().run, [...bench.machine.executions.keys()]]).toEqual([1, [`${dossierId}-1`]]);
    expect(bench.machine.executions.get(`${dossierId}-1`)).toMatchObject({ dossierId, run: 1 });
  });

  it('leaves alone what runs', async () => {
    const bench = await taskBench();
    await bench.machine.start(`${bench.dossierId}-1`, { dossierId: bench.dossierId, run: 1, stages: [] });
    expect(await restart(bench)).toEqual({ totals: { looked: 1, running: 1, ordered: 0, stopped: 0, complete: true }, done: [] });
    expect(bench.current().run).toBe(1);
  });

  it.each<[string, Partial<Meta>, string]>([
    ['is concluded', { state: 'processed' }, 'it is processed'],
    ['is returned', { state: 'returned' }, 'it is returned'],
    ['is not with the agencies yet', { state: 'payment-requested', run: 0 }, 'it is payment-requested: no execution was ordered yet'],
  ])('skips a dossier that %s, and says why', async (_, more, reason) => {
    const bench = await lost('ABORTED');
    const { dossierId } = bench;
    expect((await restart(bench, {}, [{ ...bench.current(), ...more }])).done).toEqual([{ kind: 'skipped', dossierId, reason }]);
    expect(bench.current().run).toBe(1);
  });

  it('orders one run when two operators and the consumer do so at once', async () => {
    const bench = await lost('FAILED');
    const { dossierId } = bench;
    const before = bench.current();
    const consumer = restartExecution(bench)({ dossierId, run: 1, status: 'FAILED', cause: 'event-1' });
    const all = await Promise.all([restart(bench, {}, [before]), restart(bench, {}, [before]), consumer]);
    const ordered = [all[0].totals.ordered, all[1].totals.ordered, all[2].kind === 'restarted' ? 1 : 0];
    expect(ordered.toSorted()).toEqual([0, 0, 1]);
    expect([bench.current().run, bench.types().filter((type) => type === 'dossier.execution-restarted').length]).toEqual([2, 1]);
  });

  it('starts one execution when two operators find that it never was', async () => {
    const bench = await taskBench();
    const before = bench.current();
    const all = await Promise.all([restart(bench, {}, [before]), restart(bench, {}, [before])]);
    expect(all.flatMap(({ done }) => done.map(({ kind }) => kind)).toSorted()).toEqual(['skipped', 'started']);
    expect(bench.machine.executions.size).toBe(1);
  });

  it('orders nothing in a dry run', async () => {
    const bench = await lost('ABORTED');
    expect((await restart(bench, { dryRun: true })).done).toEqual([
      { kind: 'would-restart', dossierId: bench.dossierId, run: 2, status: 'ABORTED' },
    ]);
    const never = await taskBench();
    expect((await restart(never, { dryRun: true })).done).toMatchObject([{ kind: 'would-start', run: 1 }]);
    expect([bench.current().run, never.machine.executions.size]).toEqual([1, 0]);
  });

  it('orders no more than it was told, and says that more are lost', async () => {
    const bench = await lost('ABORTED');
    const { totals } = await restart(bench, { max: 1 }, [bench.current(), bench.current()]);
    expect(totals).toMatchObject({ ordered: 1, complete: false });
  });

  describe('that run and wait in vain', () => {
    const running = async () => {
      const bench = await taskBench();
      await bench.machine.start(`${bench.dossierId}-1`, { dossierId: bench.dossierId, run: 1, stages: [] });
      return bench;
    };
    const stop = async (why: string | undefined, options: { max?: number; dryRun?: boolean } = {}) => {
      const bench = await running();
      const done: Restarted[] = [];
      const stopped: string[][] = [];
      const stuck = { why: async () => why, stop: async (...one: string[]) => void stopped.push(one) };
      const run = restartLost({ ...bench, stuck, onDone: (one) => void done.push(one) });
      const totals = await run(listed(bench.current(), bench.current()), { max: 100, dryRun: false, ...options });
      return { totals, done, stopped, name: `${bench.dossierId}-1`, dossierId: bench.dossierId };
    };

    it('stops, says why, and orders nothing itself', async () => {
      const { totals, done, stopped, name, dossierId } = await stop('no token');
      expect(stopped).toEqual([
        [name, 'no token'],
        [name, 'no token'],
      ]);
      expect(done[0]).toEqual({ kind: 'stopped', dossierId, run: 1, why: 'no token' });
      expect(totals).toEqual({ looked: 2, running: 2, ordered: 0, stopped: 2, complete: true });
    });

    it('leaves alone what waits for something, stops nothing in a dry run, and no more than it was told', async () => {
      expect(await stop(undefined)).toMatchObject({ stopped: [], done: [], totals: { stopped: 0 } });
      const planned = await stop('no token', { dryRun: true });
      expect(planned).toMatchObject({ stopped: [], done: [{ kind: 'would-stop' }, { kind: 'would-stop' }] });
      expect(await stop('no token', { max: 1 })).toMatchObject({ totals: { stopped: 1, complete: false } });
    });
  });
});
