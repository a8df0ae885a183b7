import { afterEach, describe, expect, it } from 'vitest';
import type { Meta } from '../../functions/ledger/meta.ts';
import { demoStages, office } from '../support/accepted-dossier.ts';
import { type Approval, openApproval } from './approval-bench.ts';

const DAY_MS = 86_400_000;

let approval: Approval;
const open = async (more: Partial<Meta> = {}) => {
  approval = await openApproval(more);
  return approval;
};
afterEach(() => approval.close());

/** Runs a plan to its end, each task answered as it is opened, and counts. */
const run = async (stages: Meta['stages'], refuse: readonly number[] = []) => {
  const { start, held, answer, decide, deliver, ended, states } = await open({ stages });
  await start();
  let opened = 0;
  for (const tasks of stages) {
    opened += tasks.length;
    await held(opened);
    for (const { n, role, agency } of tasks)
      await (role === 'competent'
        ? decide(n, refuse.includes(n) ? 'REFUSE' : 'GRANT')
        : answer(agency, n, refuse.includes(n) ? 'NEGATIVE' : 'POSITIVE'));
    await deliver();
    if (tasks.some(({ n, role }) => role === 'competent' && refuse.includes(n))) break;
  }
  const { status, output } = await ended();
  return {
    status,
    output: JSON.parse(output ?? 'null'),
    transitions: await approval.transitions(),
    counted: states.counters().stateTransitions,
  };
};

const task = (n: number, role: 'consulted' | 'competent' = 'consulted'): Meta['stages'][number][number] => ({
  n,
  kind: `task-${n}`,
  role,
  agency: 'police',
  office: office.police,
});
/** 2 for start and conclusion, and for every stage: the Map, its tasks, the question. */
const formula = (stages: Meta['stages']) => 2 + stages.reduce((sum, tasks) => sum + 2 + tasks.length, 0);

describe('a plan', () => {
  it('of the demonstration case takes 10 transitions to the conclusion', async () => {
    const outcome = await run(demoStages);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { kind: 'concluded' }, transitions: 10, counted: 10 });
    expect(approval.concluded).toEqual([{ dossierId: approval.meta.dossierId, run: 1 }]);
  });

  it('of one stage with three tasks takes 7', async () => {
    expect(await run(demoStages.slice(0, 1))).toMatchObject({ status: 'SUCCEEDED', transitions: 7, counted: 7 });
  });

  it('of the decision alone takes 5', async () => {
    expect(await run([[task(1, 'competent')]])).toMatchObject({ status: 'SUCCEEDED', transitions: 5, counted: 5 });
  });

  it('of twelve stages follows the formula', async () => {
    let n = 0;
    const next = () => {
      n += 1;
      return task(n);
    };
    const stages = Array.from({ length: 12 }, (_, index) => Array.from({ length: 1 + (index % 3) }, next));
    expect(await run(stages)).toMatchObject({ status: 'SUCCEEDED', transitions: formula(stages), counted: formula(stages) });
  });

  it('is not ended by negative opinions', async () => {
    expect(await run(demoStages, [1, 2, 3])).toMatchObject({ status: 'SUCCEEDED', transitions: 10 });
  });

  it('goes to the conclusion when the competent agency refuses at its end', async () => {
    expect(await run(demoStages, [4])).toMatchObject({ status: 'SUCCEEDED', transitions: 10 });
  });

  it('leaves later stages out when a competent agency refuses before them', async () => {
    expect(await run([[task(1, 'competent'), task(2)], [task(3, 'competent')]], [1])).toMatchObject({
      status: 'SUCCEEDED',
      transitions: 6,
    });
    expect(approval.tokens().map(({ taskId }) => taskId)).not.toContain(approval.taskId(3));
  });
});

describe('an execution', () => {
  it('goes through at once when everything was answered before it started', async () => {
    const { answer, decide, start, ended, transitions, deliver } = await open();
    for (const [n, system] of ['land', 'commune', 'police'].entries()) await answer(system, n + 1);
    await decide(4);
    await deliver();
    await start();
    expect((await ended()).status).toBe('SUCCEEDED');
    expect(await transitions()).toBe(10);
  });

  it('is started once however often it is asked for, also after its end', async () => {
    const { machine, meta, taskId } = await open();
    const input = { dossierId: meta.dossierId, run: 1, stages: [] };
    expect(await machine.start(`${meta.dossierId}-1`, input)).toBe('started');
    expect(await machine.start(`${meta.dossierId}-1`, { ...input, stages: [{ kind: 'stage', tasks: [{ taskId: taskId(1) }] }] })).toBe(
      'exists',
    );
    await approval.ended();
    expect(await machine.start(`${meta.dossierId}-1`, { ...input, run: 2 })).toBe('exists');
  });

  it('waits for the last answer of a stage, through fourteen days', async () => {
    const { start, held, answer, deliver, clock, isRunning, tokens } = await open();
    await start();
    await held(3);
    await answer('land', 1);
    await answer('commune', 2);
    await deliver();
    await clock.advance(14 * DAY_MS);
    expect(await isRunning()).toBe(true);
    expect(tokens()).toHaveLength(3);
    await answer('police', 3);
    await deliver();
    await held(4);
    expect(await isRunning()).toBe(true);
  });
});

describe('a dossier that is stopped', () => {
  /** Ends the execution without the conclusion, as a success: nothing is restarted. */
  const endsCleanly = async (transitions: number) => {
    const { status, output } = await approval.ended();
    expect([status, JSON.parse(output ?? 'null')]).toEqual([
      'SUCCEEDED',
      expect.objectContaining({ dossierId: approval.meta.dossierId, run: 1 }),
    ]);
    expect(approval.concluded).toEqual([]);
    expect(await approval.transitions()).toBe(transitions);
    expect(await approval.restartLost()).not.toContain('restarted');
    expect(approval.ledger.meta(approval.meta.dossierId)).toMatchObject({ state: 'stopped', run: 1 });
  };

  it('ends its execution in the first stage, however many tasks were answered', async () => {
    const { start, held, answer, deliver, stopDossier } = await open();
    await start();
    await held(3);
    await answer('land', 1);
    await deliver();
    await stopDossier();
    await deliver();
    await endsCleanly(formula(demoStages.slice(0, 1)));
  });

  it('ends it in a later stage', async () => {
    const { start, held, answer, deliver, stopDossier } = await open();
    await start();
    await held(3);
    for (const [n, system] of ['land', 'commune', 'police'].entries()) await answer(system, n + 1);
    await deliver();
    await held(4);
    await stopDossier();
    await deliver();
    await endsCleanly(formula(demoStages));
  });

  it('ends it when it begins only then, or has lost its tokens’ event', async () => {
    const { machine, meta, taskId, stopDossier } = await open();
    const tasks = [1, 2, 3].map((n) => ({ taskId: taskId(n) }));
    await stopDossier();
    await machine.start(`${meta.dossierId}-1`, { dossierId: meta.dossierId, run: 1, stages: [{ kind: 'stage', tasks }] });
    await endsCleanly(formula(demoStages.slice(0, 1)));
  });

  it('is never started when its start comes late', async () => {
    const { start, stopDossier, deliver, tokens } = await open();
    await stopDossier();
    await deliver();
    expect(await start()).toEqual({ kind: 'outdated' });
    expect(tokens()).toEqual([]);
  });

  it('ends once, however often it is told', async () => {
    const { start, held, deliver, stopDossier, machine, meta } = await open();
    await start();
    await held(3);
    await stopDossier();
    await deliver();
    await approval.ended();
    for (const { token } of approval.tokens())
      expect(await machine.succeed(String(token), { kind: 'cancelled', role: 'consulted' })).toBe('moved-already');
    expect(await machine.statusOf(`${meta.dossierId}-1`)).toBe('SUCCEEDED');
  });
});

describe('a token', () => {
  it('that is unknown, malformed or used before is no error', async () => {
    const { start, held, answer, deliver, tokens, machine } = await open();
    await start();
    await held(3);
    await answer('land', 1);
    await deliver();
    const used = tokens().find(({ taskId }) => taskId === approval.taskId(1));
    for (const token of [String(used?.['token']), 'malformed', `${'A'.repeat(607)}=`])
      expect(await machine.succeed(token, { kind: 'positive', role: 'consulted' })).toBe('moved-already');
  });

  it('is handed over anew after 90 days, and the old one moves nothing', async () => {
    const { start, held, clock, answer, decide, deliver, ended, tokens, machine } = await open();
    await start();
    await held(3);
    const old = tokens().map(({ token }) => String(token));
    await clock.advance(90 * DAY_MS);
    await clock.advance(1_000);
    await held(6);
    for (const token of old) expect(await machine.succeed(token, { kind: 'positive', role: 'consulted' })).toBe('moved-already');
    for (const [n, system] of ['land', 'commune', 'police'].entries()) await answer(system, n + 1);
    await deliver();
    await held(7);
    await decide(4);
    await deliver();
    expect((await ended()).status).toBe('SUCCEEDED');
  });

  it('that nobody used for 360 days ends the execution, which is started again', async () => {
    const { start, held, clock, ended, restartLost, deliver, ledger, meta } = await open({ stages: [[task(1, 'competent')]] });
    await start();
    for (let handed = 1; handed <= 4; handed += 1) {
      await held(handed);
      await clock.advance(90 * DAY_MS);
      await clock.advance(1_000);
    }
    expect(await ended()).toMatchObject({ status: 'FAILED', error: 'AnswerNotAwaited' });
    expect(await restartLost()).toContain('restarted');
    await deliver();
    await held(5);
    expect(ledger.meta(meta.dossierId)).toMatchObject({ run: 2, state: 'processing' });
  });
});

/** Lets retries that wait come due. */
const patiently = async <Value>(waiting: Promise<Value>): Promise<Value> => {
  let done = false;
  const result = waiting.finally(() => {
    done = true;
  });
  while (!done) {
    await approval.clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return result;
};

/** One failure more than is retried. */
const outlasting = (error: string): string[] => Array(9).fill(error);

describe('failures', () => {
  const transient = [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
  ];

  it.each(['Error', 'ThrottlingException', 'Sandbox.Timedout', 'States.Permissions'])(
    'of a function itself (%s), eight in a row, cost retries and no run',
    async (error) => {
      const { faults, start, held, decide, deliver, ended, concluded, ledger, meta } = await open({ stages: [[task(1, 'competent')]] });
      faults.hold.push(...Array(8).fill(error));
      faults.conclude.push(...Array(8).fill(error));
      await start();
      await patiently(held(1));
      await decide(1);
      await deliver();
      expect((await patiently(ended())).status).toBe('SUCCEEDED');
      expect(concluded).toHaveLength(1);
      expect(ledger.meta(meta.dossierId).run).toBe(1);
    },
  );

  it('that go on for many runs are outlived: each waits longer, none is the last', async () => {
    const { faults, start, held, decide, deliver, ended, restartLost, ledger, meta } = await open({ stages: [[task(1, 'competent')]] });
    await start();
    await held(1);
    await decide(1);
    for (let run = 1; run <= 26; run += 1) {
      faults.conclude.push(...outlasting('KMSInternalException'));
      await deliver();
      expect(await patiently(ended(run))).toMatchObject({ status: 'FAILED' });
      expect(await restartLost()).toContain('restarted');
    }
    await deliver();
    expect((await patiently(ended(27))).status).toBe('SUCCEEDED');
    expect(ledger.meta(meta.dossierId)).toMatchObject({ state: 'processed', run: 27 });
  });

  it('whose status change is lost as well are mended by the next answer', async () => {
    const { start, held, stop, ended, loseStatusChanges, answer, deliver, restartLost, decide, ledger, meta } = await open();
    await start();
    await held(3);
    await stop(1);
    await ended();
    loseStatusChanges();
    expect(await restartLost()).toEqual([]);
    await answer('land', 1);
    await deliver();
    await deliver();
    expect(ledger.meta(meta.dossierId).run).toBe(2);
    await held(6);
    for (const [system, n] of [
      ['commune', 2],
      ['police', 3],
    ] as const)
      await answer(system, n);
    await deliver();
    await held(7);
    await decide(4);
    await deliver();
    expect((await ended(2)).status).toBe('SUCCEEDED');
  });

  it('that lost the start of an execution are mended by the next answer', async () => {
    const { held, answer, deliver, isRunning, ledger, meta } = await open();
    await answer('land', 1);
    await deliver();
    await held(3);
    expect(await isRunning(1)).toBe(true);
    expect(ledger.meta(meta.dossierId).run).toBe(1);
  });

  it.each(transient)('of Lambda that pass (%s) are retried', async (error) => {
    const { faults, start, held, decide, deliver, ended, concluded } = await open({ stages: [[task(1, 'competent')]] });
    faults.hold.push(error, error);
    faults.conclude.push(error, error, error);
    await start();
    await patiently(held(1));
    await decide(1);
    await deliver();
    expect((await patiently(ended())).status).toBe('SUCCEEDED');
    expect(concluded).toHaveLength(1);
  });

  it('of the function that holds the token end the execution visibly; the next run takes the dossier on', async () => {
    const { faults, start, held, answer, decide, deliver, ended, restartLost, ledger, meta, concluded } = await open();
    // Three tasks call the function side by side.
    for (const _ of demoStages[0] ?? []) faults.hold.push(...outlasting('TypeError'));
    await start();
    const lost = await patiently(ended());
    faults.hold.splice(0);
    expect(lost).toMatchObject({ status: 'FAILED', error: 'AnswerNotAwaited' });
    expect(JSON.parse(lost.cause ?? '')).toMatchObject({ Error: 'TypeError' });
    for (const [n, system] of ['land', 'commune'].entries()) await answer(system, n + 1);
    expect(await restartLost()).toEqual(['not-ours', 'delayed', 'restarted']);
    await deliver();
    expect(ledger.meta(meta.dossierId).run).toBe(2);
    await answer('police', 3);
    await deliver();
    await held(4);
    await decide(4);
    await deliver();
    expect((await ended(2)).status).toBe('SUCCEEDED');
    expect(concluded).toEqual([{ dossierId: meta.dossierId, run: 2 }]);
  });

  it('of the conclusion end the execution visibly; the next run concludes', async () => {
    const { faults, start, held, decide, deliver, ended, restartLost, concluded } = await open({ stages: [[task(1, 'competent')]] });
    faults.conclude.push(...outlasting('Error'));
    await start();
    await held(1);
    await decide(1);
    await deliver();
    expect(await patiently(ended())).toMatchObject({ status: 'FAILED', error: 'DossierNotConcluded' });
    expect(await restartLost()).toContain('restarted');
    await deliver();
    expect((await ended(2)).status).toBe('SUCCEEDED');
    expect(concluded).toHaveLength(1);
  });

  it('of the conclusion after it was written are not restarted', async () => {
    const { start, held, decide, deliver, ended, restartLost, ledger, meta, faults } = await open({ stages: [[task(1, 'competent')]] });
    await start();
    await held(1);
    await decide(1);
    faults.conclude.push(...outlasting('Error'));
    ledger.seed({ ...ledger.meta(meta.dossierId), state: 'processed' });
    await deliver();
    expect((await patiently(ended())).status).toBe('FAILED');
    expect(await restartLost()).toEqual(['not-ours', 'delayed', 'outdated']);
  });

  it('by an operator who stops the execution are mended: what was answered stays answered', async () => {
    const { start, held, answer, stop, ended, restartLost, deliver, tokens, decide } = await open();
    await start();
    await held(3);
    await answer('land', 1);
    await deliver();
    await stop(1);
    expect((await ended()).status).toBe('ABORTED');
    expect(await restartLost()).toContain('restarted');
    await deliver();
    await held(6);
    await answer('commune', 2, 'NEGATIVE');
    await answer('police', 3);
    await deliver();
    await held(7);
    expect(tokens()).toHaveLength(7);
    await decide(4);
    await deliver();
    expect((await ended(2)).status).toBe('SUCCEEDED');
  });

  it('of a stopped dossier are left alone', async () => {
    const { start, held, stop, ended, restartLost, ledger, meta } = await open();
    await start();
    await held(3);
    ledger.seed({ ...ledger.meta(meta.dossierId), state: 'stopped' });
    await stop(1);
    await ended();
    expect(await restartLost()).toEqual(['not-ours', 'delayed', 'outdated']);
  });
});
