import { beforeEach, describe, expect, it } from 'vitest';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { taskKey } from '../../../functions/ledger/item-keys.ts';
import { readStoppable, stopStep } from '../../../functions/ledger/stop-step.ts';
import { createHandler } from '../../../functions/task/drive-approvals.handler.ts';
import { driveApprovals } from '../../../functions/task/drive-approvals.ts';
import { restartExecution } from '../../../functions/task/restart-execution.ts';
import { storeToken } from '../../../functions/task/task-token.ts';
import { countedUlid } from '../../support/fixed.ts';
import { type TaskBench, taskBench } from './task-bench.ts';

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench();
});

/** Run 1 is under way, as entering state 4 leaves it. */
const running = () => drive('dossier.processing-started', { run: 1 });

const drive = (name: string, data: Record<string, unknown>, subject = bench.dossierId) =>
  driveApprovals(bench)({ type: `vn.motcua.${name}.v1`, subject, data });

const hold = (n: number, token: string) =>
  storeToken(bench.ledger, {
    dossierId: bench.dossierId,
    taskId: bench.taskId(n),
    token: bench.machine.wait(token),
    heldAt: bench.clock.now().toISOString(),
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
  beforeEach(running);

  it('moves the execution that waits for it, with kind and role', async () => {
    await hold(1, 'token-1');
    await bench.answer('land', 1, { answer: 'NEGATIVE' });
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-1')).toEqual({ kind: 'negative', role: 'consulted' });
  });

  it('that was decided moves it as well', async () => {
    bench = await taskBench({ stage: 1 });
    await running();
    await hold(4, 'token-4');
    await bench.decide(4);
    expect(await drive('task.decided', { taskId: bench.taskId(4) })).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-4')).toEqual({ kind: 'granted', role: 'competent' });
  });

  it('is acknowledged when no token is held: who stores it finds the task closed', async () => {
    await bench.answer('land', 1);
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'no-token' });
  });

  it('that is cancelled with its dossier ends the waiting for it', async () => {
    await running();
    await hold(1, 'token-1');
    await hold(2, 'token-2');
    await bench.answer('land', 1);
    await drive('task.answered', { taskId: bench.taskId(1) });
    const before = bench.current();
    const stop = stopStep(await readStoppable(bench.ledger, before), { reason: 'UNPAID', at: bench.clock.now() });
    await bench.ledger.commit(before, { ...stop, by: { kind: 'system', id: 'test' } });
    const cancelled = [2, 3].map((n) => bench.taskId(n));
    expect(bench.ledger.events(bench.dossierId).at(-1)?.data).toEqual({ reason: 'UNPAID', cancelled, paid: 0 });

    expect(await drive('dossier.stopped', { cancelled })).toEqual({ kind: 'moved' });
    expect(bench.machine.outcomeOf('token-1')).toEqual({ kind: 'positive', role: 'consulted' });
    expect(bench.machine.outcomeOf('token-2')).toEqual({ kind: 'cancelled', role: 'consulted' });
    expect(await drive('dossier.stopped', { cancelled })).toEqual({ kind: 'moved-already' });
    expect(await drive('dossier.stopped', { cancelled: [] })).toEqual({ kind: 'moved-already' });
  });

  it('that is cancelled is tried again when the state machine is throttled', async () => {
    await running();
    await hold(1, 'token-1');
    await bench.ledger.putItem(taskKey(bench.dossierId, 1), { ...bench.task(1), state: 'cancelled' });
    bench.machine.failNext();
    await expect(drive('dossier.stopped', { cancelled: [bench.taskId(1)] })).rejects.toThrow('throttled');
    expect(await drive('dossier.stopped', { cancelled: [bench.taskId(1)] })).toEqual({ kind: 'moved' });
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

  it('tells everyone who waits: a second execution started by hand takes nothing from the first', async () => {
    await hold(1, 'token-first');
    bench.clock.advance(1_000);
    await hold(1, 'token-second');
    await bench.answer('land', 1);
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'moved' });
    const told = { kind: 'positive', role: 'consulted' };
    expect([bench.machine.outcomeOf('token-first'), bench.machine.outcomeOf('token-second')]).toEqual([told, told]);
  });

  it('asks the newest tokens only, however many lost runs have left some', async () => {
    for (let run = 1; run <= 60; run += 1) {
      await hold(1, `token-run-${run}`);
      if (run < 60) bench.machine.giveUp(`token-run-${run}`);
      bench.clock.advance(1_000);
    }
    await bench.answer('land', 1);
    const asked: string[] = [];
    const { machine } = bench;
    const succeed: typeof machine.succeed = (token, outcome) => {
      asked.push(token);
      return machine.succeed(token, outcome);
    };
    bench = { ...bench, machine: { ...machine, succeed } };
    expect(await drive('task.answered', { taskId: bench.taskId(1) })).toEqual({ kind: 'moved' });
    expect([asked.length, asked[0], asked.at(-1)]).toEqual([40, 'token-run-60', 'token-run-21']);
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

describe('an execution whose end nobody told', () => {
  const runOne = () => `${bench.dossierId}-1`;
  const answered = () => drive('task.answered', { taskId: bench.taskId(1) });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('as %s is restarted when a task closes for which no token was held', async (status) => {
    await running();
    bench.machine.end(runOne(), status);
    await bench.answer('land', 1);
    expect(await answered()).toEqual({ kind: 'restarted' });
    expect(bench.current()).toMatchObject({ run: 2, openTasks: 2 });
    expect(bench.events().at(-1)).toMatchObject({ type: 'dossier.execution-restarted', data: { run: 2, reason: status } });
  });

  it('is restarted when a task closes of which every token is given up, in the name of the request that closed it', async () => {
    await running();
    await hold(1, 'token-1');
    bench.machine.giveUp('token-1');
    bench.machine.end(runOne());
    await bench.answer('land', 1);
    const [fact] = bench.events();
    if (!fact) throw new Error('the answer left no event');
    const [message] = messagesOf(fact, '42');
    if (!message) throw new Error('the event has no message');
    expect(await driveApprovals(bench)(message.event)).toEqual({ kind: 'restarted' });
    expect(bench.events().at(-1)).toMatchObject({ cause: fact.cause });
  });

  it.each(['dossier.escalated', 'dossier.extension-drafted', 'dossier.deadline-passed'] as const)(
    'is restarted when the sweep tells %s, though no task closes any more',
    async (told) => {
      await running();
      bench.machine.end(runOne());
      expect(await drive(told, {})).toEqual({ kind: 'restarted' });
    },
  );

  it('is restarted once, and the restart that was put off finds it done', async () => {
    await running();
    bench.machine.end(runOne());
    await bench.answer('land', 1);
    await answered();
    await drive('dossier.execution-restarted', { run: 2 });
    expect(await answered()).toEqual({ kind: 'no-token' });
    expect(await restartExecution(bench)({ dossierId: bench.dossierId, run: 1, status: 'FAILED' })).toEqual({ kind: 'outdated' });
    expect([...bench.machine.executions.keys()]).toEqual([runOne(), `${bench.dossierId}-2`]);
  });

  it('is not restarted when somebody else does so between the look and the step', async () => {
    await running();
    bench.machine.end(runOne());
    await bench.answer('land', 1);
    bench.ledger.beforeNextWrite(async () => {
      await restartExecution(bench)({ dossierId: bench.dossierId, run: 1, status: 'FAILED' });
    });
    expect(await answered()).toEqual({ kind: 'no-token' });
    expect(bench.current().run).toBe(2);
  });

  it('that never was started begins, under the run that stands, and the event of its start finds it there', async () => {
    await bench.answer('land', 1);
    expect(await answered()).toEqual({ kind: 'started-late' });
    expect([...bench.machine.executions.keys()]).toEqual([runOne()]);
    expect(await running()).toEqual({ kind: 'exists' });
    expect(bench.current().run).toBe(1);
  });

  it('that runs is left alone', async () => {
    await running();
    await bench.answer('land', 1);
    expect(await answered()).toEqual({ kind: 'no-token' });
    expect(await drive('dossier.deadline-passed', {})).toEqual({ kind: 'in-order' });
    expect(bench.current().run).toBe(1);
  });

  it.each(['processed', 'returned', 'stopped'] as const)('of a dossier that is %s is not even asked for', async (state) => {
    await bench.answer('land', 1);
    bench.ledger.seed({ ...bench.current(), state });
    bench.machine.failNext();
    expect(await answered()).toEqual({ kind: 'no-token' });
    expect(await drive('dossier.deadline-passed', {})).toEqual({ kind: 'in-order' });
  });

  it('of a dossier that has not come to its agencies yet is not asked for', async () => {
    bench.ledger.seed({ ...bench.current(), state: 'new', run: 0 });
    bench.machine.failNext();
    expect(await drive('dossier.deadline-passed', {})).toEqual({ kind: 'in-order' });
  });

  it.each([
    ['task.answered', { taskId: `${countedUlid(9)}.1` }],
    ['dossier.deadline-passed', {}],
  ] as const)('of a dossier that does not exist is a failure, for a person to look at: %s', async (type, data) => {
    await expect(drive(type, data, countedUlid(9))).rejects.toThrow('does not exist');
  });

  it('is told in the log', async () => {
    await bench.answer('land', 1);
    const body = JSON.stringify({ type: 'vn.motcua.task.answered.v1', subject: bench.dossierId, data: { taskId: bench.taskId(1) } });
    await createHandler(bench)({ Records: [{ messageId: 'm1', body }] }, {} as never);
    expect(bench.log.lines).toContainEqual({
      level: 'WARN',
      message: 'an execution was found lost',
      fields: { dossierId: bench.dossierId, outcome: 'started-late' },
    });
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
