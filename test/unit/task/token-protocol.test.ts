import { describe, expect, it } from 'vitest';
import { wireType } from '../../../functions/ledger/cloud-event.ts';
import { driveApprovals } from '../../../functions/task/drive-approvals.ts';
import { holdTaskToken } from '../../../functions/task/hold-task-token.ts';
import { refusing } from '../../support/fixed.ts';
import { interleave, interleavings, type TaskBench, taskBench } from './task-bench.ts';

type Gate = () => Promise<void>;
const open: Gate = async () => {};

/** What is read at the gate is read when the gate opens: the ports below take their turn, then act. */
const gated = ({ ledger, machine, clock, pause, random, dossierId }: TaskBench, gate: Gate) => ({
  clock,
  pause,
  random,
  ledger: refusing<typeof ledger>('ledger', {
    readMeta: ledger.readMeta,
    putItem: async (key, item) => {
      await gate();
      return ledger.putItem(key, item);
    },
    readItem: async (key) => {
      await gate();
      return ledger.readItem(key);
    },
    list: async (dossierId, prefix) => {
      await gate();
      return ledger.list(dossierId, prefix);
    },
  }),
  machine: {
    start: machine.start,
    statusOf: async (name: string) => (name === `${dossierId}-1` ? 'RUNNING' : undefined),
    succeed: async (...call: Parameters<typeof machine.succeed>) => {
      await gate();
      return machine.succeed(...call);
    },
  },
});

const hold = (bench: TaskBench, token: string, gate: Gate = open) =>
  holdTaskToken(gated(bench, gate))({ dossierId: bench.dossierId, taskId: bench.taskId(1), token });

const drive = (bench: TaskBench, gate: Gate = open) =>
  driveApprovals(gated(bench, gate))({ type: wireType('task.answered'), subject: bench.dossierId, data: { taskId: bench.taskId(1) } });

/** The agency answers; its event reaches the consumer afterwards. */
const answerAndDrive = async (bench: TaskBench, gate: Gate) => {
  await gate();
  expect((await bench.answer('land', 1, { answer: 'NEGATIVE' })).status).toBe(200);
  await drive(bench, gate);
};

const negative = { kind: 'negative', role: 'consulted' };
const HOLD_CALLS = 3; // store, read the task, tell
const DRIVE_CALLS = 4; // the answer, read the tokens, read the task, tell

describe('the token of a task', () => {
  it('is moved in every order in which the two sides can meet', async () => {
    const schedules = interleavings(HOLD_CALLS, DRIVE_CALLS);
    expect(schedules).toHaveLength(35);
    for (const schedule of schedules) {
      const bench = await taskBench();
      const token = bench.machine.wait('token-1');
      await interleave(schedule, { a: (gate) => hold(bench, token, gate), b: (gate) => answerAndDrive(bench, gate) });
      expect(bench.machine.outcomeOf(token), schedule).toEqual(negative);
    }
  });

  it('is moved when the holding side dies at any call and is called again with a new token', async () => {
    for (const schedule of interleavings(HOLD_CALLS, DRIVE_CALLS))
      for (let dies = 1; dies <= HOLD_CALLS; dies += 1) {
        const bench = await taskBench();
        const first = bench.machine.wait('token-1');
        const second = bench.machine.wait('token-2');
        let calls = 0;
        const dying = async (gate: Gate) => {
          try {
            await hold(bench, first, async () => {
              calls += 1;
              await gate();
              if (calls === dies) throw new Error('the function was killed');
            });
          } catch {
            bench.machine.giveUp(first);
            await hold(bench, second, gate);
          }
        };
        await interleave(schedule, { a: dying, b: (gate) => answerAndDrive(bench, gate) });
        const moved = bench.machine.outcomeOf(first) ?? bench.machine.outcomeOf(second);
        expect(moved, `${schedule}, dies at ${dies}`).toEqual(negative);
      }
  });

  it('is moved when the consumer dies at any call and the event comes again', async () => {
    for (const schedule of interleavings(HOLD_CALLS, DRIVE_CALLS))
      for (let dies = 1; dies < DRIVE_CALLS; dies += 1) {
        const bench = await taskBench();
        const token = bench.machine.wait('token-1');
        let calls = 0;
        const dying = async (gate: Gate) => {
          await gate();
          await bench.answer('land', 1, { answer: 'NEGATIVE' });
          const dies1 = async () => {
            calls += 1;
            await gate();
            if (calls === dies) throw new Error('the function was killed');
          };
          await drive(bench, dies1).catch(() => drive(bench, gate));
        };
        await interleave(schedule, { a: (gate) => hold(bench, token, gate), b: dying });
        expect(bench.machine.outcomeOf(token), `${schedule}, dies at ${dies}`).toEqual(negative);
      }
  });

  it('of a retry is moved though the call that was given up stores its own token later', async () => {
    for (const schedule of interleavings(HOLD_CALLS, HOLD_CALLS)) {
      const bench = await taskBench();
      const old = bench.machine.wait('token-old');
      const current = bench.machine.wait('token-current');
      bench.machine.giveUp(old);
      await interleave(schedule, { a: (gate) => hold(bench, old, gate), b: (gate) => hold(bench, current, gate) });
      await answerAndDrive(bench, open);
      expect(bench.machine.outcomeOf(current), schedule).toEqual(negative);
    }
  });
});

describe('holding a token', () => {
  it('only stores it while the task is open', async () => {
    const bench = await taskBench();
    expect(await hold(bench, bench.machine.wait('token-1'))).toEqual({ kind: 'held' });
    expect(bench.machine.outcomeOf('token-1')).toBeUndefined();
    expect(bench.types()).toEqual([]);
    expect(bench.ledger.items().filter(({ sk }) => String(sk).startsWith('TOKEN#0001#'))).toMatchObject([
      { taskId: bench.taskId(1), token: 'token-1', heldAt: '2026-11-24T03:00:00.000Z' },
    ]);
  });

  it('tells the state machine at once when the task is closed', async () => {
    const bench = await taskBench();
    await bench.answer('land', 1);
    expect(await hold(bench, bench.machine.wait('token-1'))).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-1')).toEqual({ kind: 'positive', role: 'consulted' });
  });

  it.each([
    ['GRANT', 'granted'],
    ['REFUSE', 'refused'],
  ])('tells of the decision %s as %s', async (decision, kind) => {
    const bench = await taskBench({ stage: 1 });
    await bench.decide(4, { decision, reason: 'because', legalBasis: 'the law' });
    bench.machine.wait('token-1');
    await holdTaskToken(bench)({ dossierId: bench.dossierId, taskId: bench.taskId(4), token: 'token-1' });
    expect(bench.machine.outcomeOf('token-1')).toEqual({ kind, role: 'competent' });
  });

  it('takes it as no error that nobody waits with the token any more', async () => {
    const bench = await taskBench();
    await bench.answer('land', 1);
    expect(await hold(bench, 'token-unknown')).toEqual({ kind: 'moved-already' });
  });

  it('twice with the same token keeps one item', async () => {
    const bench = await taskBench();
    const token = bench.machine.wait('token-1');
    await hold(bench, token);
    await hold(bench, token);
    expect(bench.ledger.items().filter(({ sk }) => String(sk).startsWith('TOKEN#'))).toHaveLength(1);
  });

  it.each<[string, (bench: TaskBench) => { dossierId: string; taskId: string }, string]>([
    ['that was never opened', ({ dossierId, taskId }) => ({ dossierId, taskId: taskId(4) }), 'never opened'],
    ['of another dossier', ({ taskId }) => ({ dossierId: `${'0'.repeat(25)}1`, taskId: taskId(1) }), 'is not of dossier'],
    ['that is none', ({ dossierId }) => ({ dossierId, taskId: 'task-1' }), 'must be a task id'],
  ])('fails for a task %s', async (_, named, reason) => {
    const bench = await taskBench();
    await expect(holdTaskToken(bench)({ ...named(bench), token: 'token-1' })).rejects.toThrow(reason);
  });

  it('fails when the state machine cannot be told, so that it is called again', async () => {
    const bench = await taskBench();
    await bench.answer('land', 1);
    bench.machine.failNext();
    const token = bench.machine.wait('token-1');
    await expect(hold(bench, token)).rejects.toThrow('throttled');
    expect(await hold(bench, token)).toEqual({ kind: 'moved' });
  });
});
