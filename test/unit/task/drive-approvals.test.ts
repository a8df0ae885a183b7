import { beforeEach, describe, expect, it } from 'vitest';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { createHandler } from '../../../functions/task/drive-approvals.handler.ts';
import { driveApprovals } from '../../../functions/task/drive-approvals.ts';
import { storeToken } from '../../../functions/task/task-token.ts';
import { countedUlid } from '../../support/fixed.ts';
import { type TaskBench, taskBench } from './task-bench.ts';

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench();
});

const drive = (name: string, data: Record<string, unknown>, subject = bench.dossierId) =>
  driveApprovals(bench)({ type: `vn.motcua.${name}.v1`, subject, data });

const hold = (n: number, token: string) =>
  storeToken(bench.ledger, {
    dossierId: bench.dossierId,
    taskId: bench.taskId(n),
    token: bench.machine.wait(token),
    heldAt: '2026-11-24T03:00:00.000Z',
  });

describe('the start of an execution', () => {
  it('is named for its dossier and run and takes the plan from the table', async () => {
    expect(await drive('dossier.processing-started', { run: 1 })).toEqual({ kind: 'started' });
    expect([...bench.machine.executions]).toEqual([
      [
        `${bench.dossierId}-1`,
        {
          dossierId: bench.dossierId,
          run: 1,
          stages: [
            { kind: 'stage', tasks: [1, 2, 3].map((n) => ({ taskId: bench.taskId(n) })) },
            { kind: 'stage', tasks: [{ taskId: bench.taskId(4) }] },
          ],
        },
      ],
    ]);
  });

  it('is done once however often the event comes', async () => {
    await drive('dossier.processing-started', { run: 1 });
    expect(await drive('dossier.processing-started', { run: 1 })).toEqual({ kind: 'exists' });
    expect(bench.machine.executions.size).toBe(1);
  });

  it('of a restart is a new run', async () => {
    bench.ledger.seed({ ...bench.current(), run: 2 });
    expect(await drive('dossier.execution-restarted', { run: 2 })).toEqual({ kind: 'started' });
    expect([...bench.machine.executions.keys()]).toEqual([`${bench.dossierId}-2`]);
  });

  it('is left out when a newer run was ordered meanwhile', async () => {
    bench.ledger.seed({ ...bench.current(), run: 2 });
    expect(await drive('dossier.processing-started', { run: 1 })).toEqual({ kind: 'outdated' });
    expect(bench.machine.executions.size).toBe(0);
  });

  it.each(['processed', 'returned', 'stopped'] as const)('is left out for a dossier that is %s', async (state) => {
    bench.ledger.seed({ ...bench.current(), state });
    expect(await drive('dossier.execution-restarted', { run: 1 })).toEqual({ kind: 'outdated' });
  });

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['names no run', {}, undefined],
    ['names a dossier that does not exist', { run: 1 }, countedUlid(9)],
  ])('fails when the event %s', async (_, data, subject) => {
    await expect(drive('dossier.processing-started', data, subject)).rejects.toThrow();
  });
});

describe('a closed task', () => {
  it('moves the execution that waits for it, with kind and role', async () => {
    await hold(1, 'token-1');
    await bench.answer('land', 1, { answer: 'NEGATIVE' });
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-1')).toEqual({ kind: 'negative', role: 'consulted' });
  });

  it('that was decided moves it as well', async () => {
    bench = await taskBench({ stage: 1 });
    await hold(4, 'token-4');
    await bench.decide(4);
    expect(await drive('task.decided', { taskId: bench.taskId(4) })).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-4')).toEqual({ kind: 'granted', role: 'competent' });
  });

  it('is acknowledged when no token is held: who stores it finds the task closed', async () => {
    await bench.answer('land', 1);
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'no-token' });
  });

  it('is acknowledged when its execution has moved already', async () => {
    await hold(1, 'token-1');
    await bench.answer('land', 1);
    await drive('task.answered', { taskId: bench.taskId(1) });
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'moved-already' });
  });

  it('moves the token of the newest run beside those of lost ones', async () => {
    await hold(1, 'token-run-1');
    bench.machine.giveUp('token-run-1');
    await hold(1, 'token-run-2');
    await bench.answer('land', 1);
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-run-2')).toEqual({ kind: 'positive', role: 'consulted' });
  });

  it('does not touch the tokens of other tasks, of 1 and 10 neither', async () => {
    await hold(10, 'token-10');
    await bench.answer('land', 1);
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'no-token' });
    expect(bench.machine.outcomeOf('token-10')).toBeUndefined();
  });

  it('of which the table knows nothing is a failure', async () => {
    await hold(1, 'token-1');
    await expect(drive('task.answered', { taskId: bench.taskId(1) })).rejects.toThrow('the table that it is open');
  });
});

it('leaves other events alone', async () => {
  expect(await drive('dossier.submitted', { code: 'x' })).toEqual({ kind: 'not-for-approvals' });
  expect(await drive('task.answered.v2', {})).toEqual({ kind: 'not-for-approvals' });
});

describe('the queue consumer', () => {
  const record = (messageId: string, body: unknown) => ({ messageId, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const consume = async (...Records: ReturnType<typeof record>[]) => createHandler(bench)({ Records }, {} as never);

  it('reads the events as they are published', async () => {
    await hold(1, 'token-1');
    await bench.answer('land', 1);
    const [fact] = bench.events();
    if (!fact) throw new Error('the answer left no event');
    const [message] = messagesOf(fact, '42');
    expect(await consume(record('m1', message?.event))).toEqual({ batchItemFailures: [] });
    expect(bench.machine.outcomeOf('token-1')).toEqual({ kind: 'positive', role: 'consulted' });
  });

  it('does the rest of a batch in which a message is poison', async () => {
    const started = { type: 'vn.motcua.dossier.processing-started.v1', subject: bench.dossierId, data: { run: 1 } };
    const answer = await consume(record('m1', '{'), record('m2', { type: 'x' }), record('m3', started));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
    expect(bench.machine.executions.size).toBe(1);
  });

  it('reports a message that Step Functions could not take, and takes it the next time', async () => {
    const started = record('m1', { type: 'vn.motcua.dossier.processing-started.v1', subject: bench.dossierId, data: { run: 1 } });
    bench.machine.failNext();
    expect(await consume(started)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await consume(started)).toEqual({ batchItemFailures: [] });
    expect(bench.machine.executions.size).toBe(1);
  });
});
