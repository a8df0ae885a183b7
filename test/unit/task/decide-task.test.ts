import { beforeEach, describe, expect, it } from 'vitest';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { office } from '../../support/accepted-dossier.ts';
import { problemOf, type TaskBench, taskBench } from './task-bench.ts';

const refusal = { decision: 'REFUSE', reason: 'The dwelling is not lawful.', legalBasis: 'Law on Residence, Article 23' };

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench({ stage: 1 });
});

describe('a decision', () => {
  it.each([
    ['GRANT', { decision: 'GRANT' }, {}],
    ['REFUSE', refusal, { reason: refusal.reason, legalBasis: refusal.legalBasis }],
  ])('to %s closes the task and leaves the state to the conclusion', async (decision, body, words) => {
    const answer = await bench.decide(4, body);
    expect(answer).toMatchObject({ status: 200, body: { taskId: bench.taskId(4), state: 'closed', answer: decision, timing: 'BEFORE' } });
    expect(bench.task(4)).toMatchObject({ state: 'closed', answer: decision, closedBy: 'chief-1' });
    expect(await bench.words(4)).toEqual(words);
    expect(bench.current()).toMatchObject({ state: 'processing', stage: 1, openTasks: 0 });
    expect(bench.events()).toMatchObject([
      {
        type: 'task.decided',
        by: { kind: 'staff', id: 'chief-1' },
        data: { taskId: bench.taskId(4), office: office.police, decision, timing: 'BEFORE' },
      },
    ]);
    expect(JSON.stringify([bench.events(), bench.ledger.items()])).not.toMatch(/not lawful|Law on Residence/);
  });

  it('is repeated harmlessly by the same officer', async () => {
    const first = await bench.decide(4);
    bench.clock.advance(60_000);
    expect(await bench.decide(4)).toEqual(first);
    expect(bench.types()).toEqual(['task.decided']);
  });

  it.each([
    ['another reason', { ...refusal, reason: 'The owner does not consent.' }],
    ['another legal basis', { ...refusal, legalBasis: 'Law on Residence, Article 20' }],
  ])('stands in its words: the same refusal with %s is refused', async (_, body) => {
    const first = await bench.decide(4, refusal);
    expect(problemOf(await bench.decide(4, body))).toEqual([409, 'task-closed', undefined]);
    expect(await bench.words(4)).toEqual({ reason: refusal.reason, legalBasis: refusal.legalBasis });
    expect(await bench.decide(4, refusal)).toEqual(first);
  });

  it.each([
    ['the other decision of the same officer', refusal, {}],
    ['the same decision of another officer', { decision: 'GRANT' }, { sub: 'chief-2' }],
  ])('stands: %s is refused', async (_, body, claims) => {
    await bench.decide(4);
    expect(problemOf(await bench.decide(4, body, claims))).toEqual([409, 'task-closed', undefined]);
    expect(bench.task(4)).toMatchObject({ answer: 'GRANT', closedBy: 'chief-1' });
  });

  it('of two at the same moment is one', async () => {
    const answers = await Promise.all([bench.decide(4), bench.decide(4, refusal)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(bench.types()).toEqual(['task.decided']);
  });
});

describe('no decision is taken', () => {
  it('by an officer of another office, nor does it say that there is a task', async () => {
    const other = await bench.decide(4, undefined, { office: 'G01.042.002' });
    expect(other).toEqual(await bench.decide(9));
    expect(problemOf(other)).toEqual([404, 'task-not-found', undefined]);
  });

  it('without the role', async () => {
    expect(problemOf(await bench.decide(4, undefined, { roles: '[intake]' }))).toEqual([403, 'role-missing', undefined]);
    expect(bench.task(4)).toMatchObject({ state: 'open' });
  });

  it('on a task that asks for an opinion', async () => {
    bench = await taskBench();
    expect(problemOf(await bench.decide(3))).toEqual([403, 'role-missing', undefined]);
    expect(bench.task(3)).toMatchObject({ state: 'open' });
  });

  it('while the dossier is stopped', async () => {
    bench.ledger.seed({ ...bench.current(), state: 'stopped' });
    expect(problemOf(await bench.decide(4))).toEqual([409, 'dossier-wrong-state', 'stopped']);
  });

  it.each<[string, unknown, string]>([
    ['without a decision', {}, '/body/decision'],
    ['that is an opinion', { decision: 'POSITIVE' }, '/body/decision'],
    ['to refuse without a reason', { ...refusal, reason: undefined }, '/body/reason'],
    ['to refuse without a legal basis', { ...refusal, legalBasis: undefined }, '/body/legalBasis'],
    ['to refuse with an empty legal basis', { ...refusal, legalBasis: '   ' }, '/body/legalBasis'],
    ['with an unknown member', { decision: 'GRANT', office: 'G01.042.002' }, '/body/office'],
  ])('%s', async (_, body, pointer) => {
    const { status, body: problem } = await bench.decide(4, body);
    expect([status, problem['errors']]).toEqual([400, [expect.objectContaining({ pointer })]]);
  });
});

describe('a competent agency in an earlier stage', () => {
  const competent = (n: number, more: object = {}): Meta['stages'][number][number] => ({
    n,
    kind: `decision-${n}`,
    role: 'competent',
    agency: 'police',
    office: office.police,
    ...more,
  });
  const consulted = (n: number) => competent(n, { role: 'consulted', agency: 'land' });

  it('opens the next stage when it grants', async () => {
    bench = await taskBench({ stages: [[competent(1)], [competent(2)]] });
    await bench.decide(1);
    expect(bench.current()).toMatchObject({ stage: 1, openTasks: 1 });
    expect(bench.events().at(-1)?.data).toMatchObject({ opened: [{ taskId: bench.taskId(2) }] });
  });

  it('ends the plan when it refuses', async () => {
    bench = await taskBench({ stages: [[competent(1)], [competent(2)]] });
    await bench.decide(1, refusal);
    expect(bench.current()).toMatchObject({ stage: 0, openTasks: 0 });
    expect(bench.task(2)).toBeUndefined();
  });

  it('ends the plan when it refused before the last opinion of its stage came', async () => {
    bench = await taskBench({ stages: [[competent(1), consulted(2)], [competent(3)]] });
    await bench.decide(1, refusal);
    await bench.answer('land', 2);
    expect(bench.current()).toMatchObject({ stage: 0, openTasks: 0 });
    expect(bench.task(3)).toBeUndefined();
  });

  it('lets the last opinion of its stage open the next when it granted', async () => {
    bench = await taskBench({ stages: [[competent(1), consulted(2)], [competent(3)]] });
    await bench.decide(1);
    await bench.answer('land', 2, { answer: 'NEGATIVE' });
    expect(bench.current()).toMatchObject({ stage: 1, openTasks: 1 });
  });
});
