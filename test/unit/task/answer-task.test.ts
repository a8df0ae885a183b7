import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dossierStates } from '../../../functions/ledger/dossier-state.ts';
import { taskKey } from '../../../functions/ledger/item-keys.ts';
import { demoStages } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { problemOf, type TaskBench, taskBench } from './task-bench.ts';

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench();
});

describe("an agency's answer", () => {
  it('closes its task and leaves the others open', async () => {
    const { status, body } = await bench.answer('land', 1, { answer: 'NEGATIVE', note: 'The parcel is not on sheet 12.' });
    expect(status).toBe(200);
    expect(body).toEqual({
      taskId: bench.taskId(1),
      state: 'closed',
      answer: 'NEGATIVE',
      closedAt: '2026-11-24T03:00:00.000Z',
      timing: 'BEFORE',
    });
    expect(bench.task(1)).toMatchObject({ state: 'closed', answer: 'NEGATIVE', closedBy: 'land' });
    expect(await bench.words(1)).toEqual({ note: 'The parcel is not on sheet 12.' });
    expect(bench.task(1)).not.toHaveProperty('inboxKey');
    expect(bench.task(2)).toMatchObject({ state: 'open' });
    expect(bench.events()).toMatchObject([
      {
        n: 9,
        type: 'task.answered',
        by: { kind: 'agency', id: 'land' },
        cause: 'request-0001',
        data: { taskId: bench.taskId(1), agency: 'land', answer: 'NEGATIVE', timing: 'BEFORE' },
      },
    ]);
    expect(bench.events()[0]?.data).not.toHaveProperty('opened');
    expect(bench.current()).toMatchObject({ n: 9, openTasks: 2, stage: 0, state: 'processing', deadline: bench.meta.deadline });
  });

  it('keeps its note sealed, out of the event and the log', async () => {
    await bench.answer('land', 1, { answer: 'POSITIVE', note: 'words-of-the-agency' });
    expect(JSON.stringify([bench.ledger.items(), bench.events(), bench.log.lines])).not.toContain('words-of-the-agency');
    expect(await bench.words(1)).toEqual({ note: 'words-of-the-agency' });
  });

  it('seals its note once, however often the step is decided anew', async () => {
    const seal = vi.spyOn(bench.personalData, 'seal');
    bench.ledger.conflictNext(2);
    await bench.answer('land', 1, { answer: 'POSITIVE', note: 'words-of-the-agency' });
    expect([bench.ledger.calls.commit, seal.mock.calls.length]).toEqual([3, 1]);
  });

  it('opens the next stage when it is the last of its stage, in the same step', async () => {
    await bench.answer('land', 1);
    await bench.answer('commune', 2, { answer: 'NEGATIVE' });
    const commits = bench.ledger.calls.commit;
    await bench.answer('police', 3);
    expect(bench.ledger.calls.commit).toBe(commits + 1);
    expect(bench.current()).toMatchObject({ stage: 1, openTasks: 1, run: 1 });
    expect(bench.task(4)).toMatchObject({
      state: 'open',
      role: 'competent',
      openedAt: '2026-11-24T03:00:00.000Z',
      dueAt: bench.meta.dueAt,
    });
    expect(bench.events().at(-1)?.data).toMatchObject({
      taskId: bench.taskId(3),
      opened: [{ taskId: bench.taskId(4), role: 'competent' }],
    });
  });

  it('opens nothing after the last stage', async () => {
    bench = await taskBench({ stages: demoStages.slice(0, 1) });
    for (const [n, system] of ['land', 'commune', 'police'].entries()) await bench.answer(system, n + 1);
    expect(bench.current()).toMatchObject({ stage: 0, openTasks: 0 });
    expect(bench.task(4)).toBeUndefined();
  });

  it.each([
    ['BEFORE', '2026-12-02T01:59:59.999Z'],
    ['ON', '2026-12-02T02:00:59.999Z'],
    ['AFTER', '2026-12-02T02:01:00.000Z'],
  ])('says that it came %s the due minute at %s', async (timing, at) => {
    bench.clock.set(at);
    expect((await bench.answer('land', 1)).body).toMatchObject({ timing });
  });
});

describe('answers at the same time', () => {
  it('are all counted, and one of them opens the next stage', async () => {
    const answers = await Promise.all([bench.answer('land', 1), bench.answer('commune', 2), bench.answer('police', 3)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bench.current()).toMatchObject({ n: 11, stage: 1, openTasks: 1 });
    expect(bench.events().map(({ n }) => n)).toEqual([9, 10, 11]);
    expect(bench.events().filter(({ data }) => data['opened'])).toHaveLength(1);
  });

  it.each([
    [1, 2, 3],
    [3, 1, 2],
    [2, 3, 1],
  ])('are counted when task %i is held at its write while %i and %i come through', async (...order) => {
    const systems = ['', 'land', 'commune', 'police'];
    const [held = 0, ...others] = order;
    bench.ledger.beforeNextWrite(async () => {
      for (const n of others) await bench.answer(systems[n] ?? '', n);
    });
    expect((await bench.answer(systems[held] ?? '', held)).status).toBe(200);
    expect(bench.current()).toMatchObject({ stage: 1, openTasks: 1 });
    expect(bench.events().filter(({ data }) => data['opened'])).toHaveLength(1);
  });

  it('to the same task: the same one twice is one answer', async () => {
    const answers = await Promise.all([bench.answer('land', 1), bench.answer('land', 1)]);
    expect(answers[0]).toEqual(answers[1]);
    expect(bench.types()).toEqual(['task.answered']);
    expect(bench.current()).toMatchObject({ openTasks: 2 });
  });

  it('to the same task: of two different ones the first stands', async () => {
    const answers = await Promise.all([bench.answer('land', 1), bench.answer('land', 1, { answer: 'NEGATIVE' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(bench.types()).toEqual(['task.answered']);
  });

  it('that lose five races are asked to come again', async () => {
    bench.ledger.conflictNext(5);
    expect(problemOf(await bench.answer('land', 1))).toEqual([503, 'dossier-busy', undefined]);
    expect(bench.types()).toEqual([]);
  });
});

describe('an answer after the task was closed', () => {
  beforeEach(async () => {
    await bench.answer('land', 1);
  });

  it('is given the first answer when it is the same, hours later and after the dossier was concluded', async () => {
    const first = (await bench.answer('land', 1)).body;
    bench.clock.advance(86_400_000);
    bench.ledger.seed({ ...bench.current(), state: 'processed' });
    expect(await bench.answer('land', 1)).toMatchObject({ status: 200, body: first });
    expect(bench.types()).toEqual(['task.answered']);
  });

  it.each([
    ['no note at first, then one', undefined, 'The parcel is free.'],
    ['a note at first, then none', 'The parcel is free.', undefined],
    ['another note', 'The parcel is free.', 'The parcel is pledged.'],
  ])('is refused when it says the same in other words: %s', async (_, first, second) => {
    await bench.answer('commune', 2, { answer: 'POSITIVE', note: first });
    expect(problemOf(await bench.answer('commune', 2, { answer: 'POSITIVE', note: second }))).toEqual([409, 'task-closed', undefined]);
    expect(await bench.words(2)).toEqual(first ? { note: first } : {});
    expect((await bench.answer('commune', 2, { answer: 'POSITIVE', note: first })).status).toBe(200);
  });

  it('is refused when it is another one', async () => {
    expect(problemOf(await bench.answer('land', 1, { answer: 'NEGATIVE' }))).toEqual([409, 'task-closed', undefined]);
    expect(bench.task(1)).toMatchObject({ answer: 'POSITIVE' });
  });
});

describe('no answer is taken', () => {
  it('from another agency, nor does it say that there is a task', async () => {
    const other = await bench.answer('commune', 1);
    expect(other).toEqual(await bench.answer('commune', 0, undefined, `${countedUlid(8)}.1`));
    expect(problemOf(other)).toEqual([404, 'task-not-found', undefined]);
  });

  it('for a task of a later stage, which does not exist yet', async () => {
    expect(problemOf(await bench.answer('police', 4))).toEqual([404, 'task-not-found', undefined]);
  });

  it('for a decision, which an officer takes', async () => {
    for (const [n, system] of ['land', 'commune', 'police'].entries()) await bench.answer(system, n + 1);
    expect(problemOf(await bench.answer('police', 4))).toEqual([403, 'role-missing', undefined]);
    expect(bench.task(4)).toMatchObject({ state: 'open' });
  });

  const withAgencies = ['processing', 'supplement-requested', 'payment-requested', 'withdrawal-requested'];
  it.each(dossierStates.filter((state) => !withAgencies.includes(state)))('while the dossier is %s', async (state) => {
    bench.ledger.seed({ ...bench.current(), state });
    expect(problemOf(await bench.answer('land', 1))).toEqual([409, 'dossier-wrong-state', state]);
    expect(bench.task(1)).toMatchObject({ state: 'open' });
  });

  it('of a task that was sent back, or cancelled with its dossier', async () => {
    for (const [state, kind] of [
      ['sent-back', 'task-sent-back'],
      ['cancelled', 'task-closed'],
    ] as const) {
      await bench.ledger.putItem(taskKey(bench.dossierId, 1), { ...bench.task(1), state });
      expect(problemOf(await bench.answer('land', 1))).toEqual([409, kind, undefined]);
    }
  });

  it.each<[string, unknown, string]>([
    ['without an answer', {}, '/body/answer'],
    ['that is a decision', { answer: 'GRANT' }, '/body/answer'],
    ['with an unknown member', { answer: 'POSITIVE', force: true }, '/body/force'],
    ['with an empty note', { answer: 'POSITIVE', note: ' ' }, '/body/note'],
    ['with a note of 301 characters', { answer: 'POSITIVE', note: 'x'.repeat(301) }, '/body/note'],
    ['that is no JSON', 'POSITIVE', '/body'],
  ])('%s', async (_, body, pointer) => {
    const { status, body: problem } = await bench.answer('land', 1, body);
    expect([status, problem['errors']]).toEqual([400, [expect.objectContaining({ pointer })]]);
  });

  it.each(['1', `${countedUlid(1)}`, `${countedUlid(1)}.0`, `${countedUlid(1)}.01`, `${countedUlid(1)}.1.1`])(
    'for "%s", which is no task id',
    async (id) => {
      const { status, body } = await bench.answer('land', 1, undefined, id);
      expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ pointer: '/path/taskId' })]]);
    },
  );

  it('by a token that names no system', async () => {
    expect(problemOf(await bench.answer('', 1))).toEqual([403, 'role-missing', undefined]);
  });

  it('that could not be written: the failure is told and nothing is closed', async () => {
    bench.ledger.failNext('commit');
    expect((await bench.answer('land', 1)).status).toBe(500);
    expect(bench.task(1)).toMatchObject({ state: 'open' });
    expect((await bench.answer('land', 1)).status).toBe(200);
  });
});
