import { beforeEach, describe, expect, it } from 'vitest';
import { wireType } from '../../../functions/ledger/cloud-event.ts';
import { dossierStates } from '../../../functions/ledger/dossier-state.ts';
import { driveApprovals } from '../../../functions/task/drive-approvals.ts';
import { createHandler } from '../../../functions/task/restart-execution.handler.ts';
import { MOST_RUNS, restartExecution } from '../../../functions/task/restart-execution.ts';
import { countedUlid } from '../../support/fixed.ts';
import { type TaskBench, taskBench } from './task-bench.ts';

const machineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approval';

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench();
});

const restart = (run: number, status = 'FAILED', more: { name?: string; stateMachineArn?: string } = {}) =>
  restartExecution({ ...bench, machineArn })(
    { stateMachineArn: machineArn, name: `${bench.dossierId}-${run}`, status, ...more },
    'event-1',
  );

describe('a lost execution', () => {
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

  it('has at most 25 runs; then the message goes to the dead letter queue', async () => {
    bench.ledger.seed({ ...bench.current(), run: MOST_RUNS - 1 });
    expect(await restart(24)).toEqual({ kind: 'restarted', run: 25 });
    await expect(restart(25)).rejects.toThrow('used up its 25 runs');
    expect(bench.current().run).toBe(25);
  });

  it('of a dossier that does not exist is a failure', async () => {
    await expect(restart(1, 'FAILED', { name: `${countedUlid(9)}-1` })).rejects.toThrow('does not exist');
  });
});

describe('what is not ours', () => {
  it.each<[string, string, { name?: string; stateMachineArn?: string }]>([
    ['an execution that succeeded', 'SUCCEEDED', {}],
    ['an execution that runs', 'RUNNING', {}],
    ['an execution of another machine', 'FAILED', { stateMachineArn: `${machineArn}-other` }],
    ['an execution started by hand', 'FAILED', { name: 'try-it' }],
    ['a run 0', 'FAILED', { name: `${countedUlid(1)}-0` }],
    ['a run that is no number', 'FAILED', { name: `${countedUlid(1)}-x` }],
  ])('is left alone: %s', async (_, status, more) => {
    expect(await restart(1, status, more)).toEqual({ kind: 'not-ours' });
    expect(bench.types()).toEqual([]);
  });
});

describe('the queue consumer', () => {
  const record = (messageId: string, detail: unknown) => ({
    messageId,
    body: JSON.stringify({
      id: `event-${messageId}`,
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail,
    }),
  });
  const consume = async (...Records: ReturnType<typeof record>[]) => createHandler({ ...bench, machineArn })({ Records }, {} as never);
  const failed = () => ({ executionArn: 'x', stateMachineArn: machineArn, name: `${bench.dossierId}-1`, status: 'FAILED', input: '{}' });

  it('reads the events of EventBridge, and does the rest of a batch in which one cannot succeed', async () => {
    const answer = await consume(
      record('m1', { status: 'FAILED' }),
      record('m2', { ...failed(), name: `${countedUlid(9)}-1` }),
      record('m3', failed()),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
    expect(bench.current().run).toBe(2);
  });

  it('gives a message back while others keep changing the dossier', async () => {
    bench.ledger.conflictNext(5);
    expect(await consume(record('m1', failed()))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await consume(record('m1', failed()))).toEqual({ batchItemFailures: [] });
    expect(bench.current().run).toBe(2);
  });
});
