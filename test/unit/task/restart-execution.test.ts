import { beforeEach, describe, expect, it } from 'vitest';
import { wireType } from '../../../functions/ledger/cloud-event.ts';
import { dossierStates } from '../../../functions/ledger/dossier-state.ts';
import { type DueRestart, delayRestart } from '../../../functions/task/delay-restart.ts';
import { driveApprovals } from '../../../functions/task/drive-approvals.ts';
import { createHandler } from '../../../functions/task/restart-execution.handler.ts';
import { restartExecution } from '../../../functions/task/restart-execution.ts';
import { countedUlid } from '../../support/fixed.ts';
import { type TaskBench, taskBench } from './task-bench.ts';

const machineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approval';

/** The queue of ended executions as the consumer sends to it. */
const memoryQueue = () => {
  const sent: { message: DueRestart; delaySeconds: number }[] = [];
  return { sent, send: async (message: DueRestart, delaySeconds: number) => void sent.push({ message, delaySeconds }) };
};

let bench: TaskBench;
let queue: ReturnType<typeof memoryQueue>;
beforeEach(async () => {
  bench = await taskBench();
  queue = memoryQueue();
});

const delay = (run: number, status = 'FAILED', more: { name?: string; stateMachineArn?: string } = {}) =>
  delayRestart({ machineArn, queue })({ stateMachineArn: machineArn, name: `${bench.dossierId}-${run}`, status, ...more }, 'event-1');

const restart = (run: number, status = 'FAILED', dossierId = bench.dossierId) =>
  restartExecution(bench)({ dossierId, run, status, cause: 'event-1' });

describe('the restart of a lost execution', () => {
  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('that is %s is put off, with what it will need', async (status) => {
    expect(await delay(1, status)).toEqual({ kind: 'delayed', delaySeconds: 30 });
    expect(queue.sent).toEqual([
      { message: { restartDue: { dossierId: bench.dossierId, run: 1, status, cause: 'event-1' } }, delaySeconds: 30 },
    ]);
    expect(bench.current().run).toBe(1);
  });

  it.each([
    [1, 30],
    [2, 60],
    [5, 480],
    [6, 900],
    [26, 900],
    [99_999, 900],
  ])('after run %i waits %i seconds', async (run, delaySeconds) => {
    expect(await delay(run)).toEqual({ kind: 'delayed', delaySeconds });
  });

  it('is not put off quietly when the queue does not take it', async () => {
    queue.send = async () => {
      throw new Error('the queue is throttled');
    };
    await expect(delay(1)).rejects.toThrow('throttled');
  });

  it.each<[string, string, { name?: string; stateMachineArn?: string }]>([
    ['an execution that succeeded', 'SUCCEEDED', {}],
    ['an execution that runs', 'RUNNING', {}],
    ['an execution of another machine', 'FAILED', { stateMachineArn: `${machineArn}-other` }],
    ['an execution started by hand', 'FAILED', { name: 'try-it' }],
    ['a run 0', 'FAILED', { name: `${countedUlid(1)}-0` }],
    ['a run that is no number', 'FAILED', { name: `${countedUlid(1)}-x` }],
  ])('is none of ours: %s', async (_, status, more) => {
    expect(await delay(1, status, more)).toEqual({ kind: 'not-ours' });
    expect(queue.sent).toEqual([]);
  });
});

describe('a lost execution whose restart is due', () => {
  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('that is %s is ordered anew under the next run', async (status) => {
    expect(await restart(1, status)).toEqual({ kind: 'restarted', run: 2 });
    expect(bench.current()).toMatchObject({ run: 2, n: 9, state: 'processing', openTasks: 3, deadline: bench.meta.deadline });
    expect(bench.events()).toMatchObject([
      {
        type: 'dossier.execution-restarted',
        by: { kind: 'system', id: 'restart-execution' },
        cause: 'event-1',
        data: { run: 2, reason: status },
      },
    ]);
  });

  it('is started again by the event of its order, and finds closed tasks closed', async () => {
    await bench.answer('land', 1);
    await restart(1);
    await driveApprovals(bench)({
      type: wireType('dossier.execution-restarted'),
      subject: bench.dossierId,
      data: bench.events().at(-1)?.data ?? {},
    });
    expect(bench.machine.executions.get(`${bench.dossierId}-2`)).toMatchObject({ run: 2, stages: [{ kind: 'stage' }, { kind: 'stage' }] });
  });

  it('is ordered once when its end is told twice', async () => {
    await restart(1);
    expect(await restart(1)).toEqual({ kind: 'outdated' });
    expect(bench.current().run).toBe(2);
  });

  it('is ordered once when its end is told twice at the same time', async () => {
    const outcomes = await Promise.all([restart(1), restart(1)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['outdated', 'restarted']);
    expect(bench.types()).toEqual(['dossier.execution-restarted']);
  });

  it('of an older run is left alone', async () => {
    bench.ledger.seed({ ...bench.current(), run: 3 });
    expect(await restart(2)).toEqual({ kind: 'outdated' });
  });

  it.each(dossierStates)('of a dossier that is %s is ordered anew only where agencies are still to answer', async (state) => {
    bench.ledger.seed({ ...bench.current(), state });
    const done = ['processed', 'returned', 'stopped', 'not-accepted'].includes(state);
    expect((await restart(1)).kind).toBe(done ? 'outdated' : 'restarted');
  });

  it.each([25, 26, 9_999, 10_000])('has no last run: run %i is followed by another', async (run) => {
    bench.ledger.seed({ ...bench.current(), run });
    expect(await delay(run)).toMatchObject({ kind: 'delayed' });
    expect(await restart(run)).toEqual({ kind: 'restarted', run: run + 1 });
  });

  it('of a dossier that does not exist is a failure', async () => {
    await expect(restart(1, 'FAILED', countedUlid(9))).rejects.toThrow('does not exist');
  });
});

describe('the queue consumer', () => {
  const record = (messageId: string, body: unknown) => ({ messageId, body: JSON.stringify(body) });
  const statusChange = (messageId: string, detail: unknown) =>
    record(messageId, {
      id: `event-${messageId}`,
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail,
    });
  const consume = async (...Records: ReturnType<typeof record>[]) =>
    createHandler({ ...bench, machineArn, queue })({ Records }, {} as never);
  const failed = () => ({ executionArn: 'x', stateMachineArn: machineArn, name: `${bench.dossierId}-1`, status: 'FAILED', input: '{}' });
  const due = (dossierId = bench.dossierId) => ({ restartDue: { dossierId, run: 1, status: 'FAILED', cause: 'event-m1' } });

  it('puts off what EventBridge tells, and restarts when its own message comes back', async () => {
    expect(await consume(statusChange('m1', failed()))).toEqual({ batchItemFailures: [] });
    expect(bench.current().run).toBe(1);
    const [back] = queue.sent;
    expect(await consume(record('m2', back?.message))).toEqual({ batchItemFailures: [] });
    expect(bench.current().run).toBe(2);
    expect(bench.events()).toMatchObject([{ cause: 'event-m1' }]);
  });

  it('names an execution in the log only when its name is one of ours', async () => {
    await consume(statusChange('m1', failed()), statusChange('m2', { ...failed(), name: 'Somebody' }));
    const told = { level: 'WARN', message: 'an execution ended without success' };
    expect(bench.log.lines.slice(0, 2)).toEqual([
      { ...told, fields: { execution: `${bench.dossierId}-1`, status: 'FAILED', outcome: 'delayed' } },
      { ...told, fields: { messageId: 'm2', outcome: 'not-ours' } },
    ]);
  });

  it('does the rest of a batch in which messages cannot succeed', async () => {
    const answer = await consume(
      statusChange('m1', { status: 'FAILED' }),
      record('m2', due(countedUlid(9))),
      record('m3', { restartDue: { dossierId: 'x', run: 0 } }),
      record('m4', due()),
    );
    expect(answer).toEqual({ batchItemFailures: ['m1', 'm2', 'm3'].map((itemIdentifier) => ({ itemIdentifier })) });
    expect(bench.current().run).toBe(2);
  });

  it('gives a message back while others keep changing the dossier', async () => {
    bench.ledger.conflictNext(5);
    expect(await consume(record('m1', due()))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await consume(record('m1', due()))).toEqual({ batchItemFailures: [] });
    expect(bench.current().run).toBe(2);
  });
});
