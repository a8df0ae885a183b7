import { describe, expect, it } from 'vitest';
import { needsExecution } from '../../../functions/task/approval-machine.ts';
import { resultBench } from './result-bench.ts';

/** Temporary residence: its results are numbered by a clerk. */
const decidedBench = async (decision: 'GRANT' | 'REFUSE' = 'GRANT') => {
  const bench = await resultBench({ procedure: 'temporary-residence' });
  await bench.decide(decision, { reason: 'Đã xem xét đầy đủ', legalBasis: 'Luật Cư trú, Điều 27' });
  return bench;
};
const awaitingBench = async (decision: 'GRANT' | 'REFUSE' = 'GRANT') => {
  const bench = await decidedBench(decision);
  await bench.conclude();
  return bench;
};

describe('a decided dossier whose result a clerk numbers', () => {
  it('lies before the clerk, with no number and no signature yet, and needs no execution', async () => {
    const bench = await decidedBench();
    expect(await bench.conclude()).toEqual({ kind: 'awaiting-number', outcome: 'GRANTED' });
    expect(bench.meta()).toMatchObject({ state: 'processing', awaiting: 'NUMBER' });
    expect(bench.meta()).not.toHaveProperty('outcome');
    expect(bench.item('NUMBERING')).toMatchObject({ inboxAt: bench.meta().dueAt, inboxKey: expect.stringContaining(bench.meta().office) });
    expect([bench.key.signed(), bench.item('RESULT')]).toEqual([0, undefined]);
    expect(bench.ledger.calls.nextNumber).toBe(0);
    expect(needsExecution(bench.meta())).toBe(false);
  });

  it('lies there once, however often the machine concludes', async () => {
    const bench = await awaitingBench('REFUSE');
    expect(await bench.conclude()).toEqual({ kind: 'awaiting-number', outcome: 'REFUSED' });
    expect(bench.types()).toEqual(['dossier.awaiting-number']);
  });

  it.each([
    ['GRANT', 'GRANTED', '1/2026/CT08-G01.042.001'],
    ['REFUSE', 'REFUSED', '1/2026/CT06-G01.042.001'],
  ] as const)('is numbered, signed and concluded by the clerk: %s', async (decision, outcome, number) => {
    const bench = await awaitingBench(decision);
    bench.clock.advance(60_000);
    const { status, body } = await bench.number();
    expect([status, body]).toEqual([200, { dossierId: bench.dossierId, number, outcome, resultCode: bench.meta().resultCode }]);
    const { state, awaiting, deadline } = bench.meta();
    expect([state, awaiting, deadline]).toEqual(['processed', undefined, undefined]);
    expect(bench.ledger.events(bench.dossierId).at(-1)).toMatchObject({
      ...{
        type: 'dossier.concluded',
        by: { kind: 'staff', id: 'clerk-1' },
        from: 'processing',
        to: 'processed',
        data: { outcome, number },
      },
    });
    expect(bench.item('NUMBERING')).toMatchObject({ numberedBy: 'clerk-1' });
    expect(bench.item('NUMBERING')).not.toHaveProperty('inboxKey');
    expect((await bench.verify(String(body['resultCode']))).body).toMatchObject({ status: 'valid', outcome });
    expect(bench.key.signed()).toBe(1);
  });

  it('tells every repetition the one number, and the machine that it is concluded', async () => {
    const bench = await awaitingBench();
    const { body } = await bench.number();
    expect((await bench.number({ sub: 'clerk-2' })).body).toEqual(body);
    expect(await bench.conclude()).toEqual({ kind: 'concluded', outcome: 'GRANTED' });
    expect(bench.types()).toEqual(['dossier.awaiting-number', 'dossier.concluded']);
  });

  it('has one number when two clerks give it at once, and both are told that one', async () => {
    const bench = await awaitingBench();
    let first: unknown;
    bench.ledger.beforeNextWrite(async () => {
      first = (await bench.number({ sub: 'clerk-2' })).body;
    });
    const { status, body } = await bench.number();
    expect([status, body]).toEqual([200, first]);
    expect(bench.types().filter((type) => type === 'dossier.concluded')).toHaveLength(1);
    expect(bench.item('RESULT')).toMatchObject({ number: body['number'], code: body['resultCode'] });
  });

  it('keeps its number when others come between, and spends no second one', async () => {
    const bench = await awaitingBench();
    bench.ledger.conflictNext(2);
    expect((await bench.number()).body).toMatchObject({ number: '1/2026/CT08-G01.042.001' });
    expect([bench.ledger.calls.nextNumber, bench.key.signed()]).toEqual([1, 1]);
  });

  it('stays unnumbered when the write fails, and is numbered by the next attempt', async () => {
    const bench = await awaitingBench();
    bench.ledger.failNext('commit');
    expect((await bench.number()).status).toBe(500);
    expect(bench.meta()).toMatchObject({ state: 'processing', awaiting: 'NUMBER' });
    expect((await bench.number()).body).toMatchObject({ number: '2/2026/CT08-G01.042.001' });
  });

  it('is delivered after it, and not before', async () => {
    const bench = await awaitingBench();
    expect(await bench.deliver()).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    await bench.number();
    expect(await bench.deliver()).toEqual({ batchItemFailures: [] });
    expect(bench.meta()).toMatchObject({ state: 'returned' });
  });
});

describe('numbering is refused', () => {
  it('at another office, and without the role', async () => {
    const bench = await awaitingBench();
    expect((await bench.number({ office: 'G01.042.002' })).status).toBe(404);
    for (const roles of ['[intake approver]', '[leader]', '[]']) expect((await bench.number({ roles })).status).toBe(403);
    expect(bench.meta()).toMatchObject({ awaiting: 'NUMBER' });
  });

  it('before the decision, and before the machine has come to it', async () => {
    const undecided = await resultBench({ procedure: 'temporary-residence' });
    expect((await undecided.number()).body).toMatchObject({ status: 409, state: 'processing', detail: expect.stringContaining('wait') });
    expect((await (await decidedBench()).number()).status).toBe(409);
  });

  it('where the cell numbers by itself', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    expect((await bench.number()).status).toBe(409);
    expect(await bench.conclude()).toEqual({ kind: 'concluded', outcome: 'GRANTED' });
    expect(bench.types()).toEqual(['dossier.concluded']);
  });
});
