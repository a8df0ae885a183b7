import { describe, expect, it } from 'vitest';
import { enactDeadlines } from '../../../functions/dossier/enact-deadlines.ts';
import { Task } from '../../../functions/ledger/task.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { rentedForm } from '../../support/intake-bench.ts';
import { kindOf } from '../../support/kind-of.ts';
import { asking, type SupplementBench, supplementBench } from './supplement-bench.ts';

const formAlone = { ...asking, items: [], form: true };
/** The last minute in which the bench's requests can be answered, and the first in which they cannot. */
const last = '2026-11-25T10:00:30.000Z';
const over = '2026-11-25T10:01:00.000Z';

const sweepAt = (cell: SupplementBench, at: string) => {
  cell.clock.set(at);
  return enactDeadlines(cell)();
};

describe('a request that is never answered', () => {
  it('stops the dossier when its minute is over, and not before', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId);
    expect(await sweepAt(cell, last)).toMatchObject({ enacted: 0, failed: [] });
    expect(await sweepAt(cell, over)).toMatchObject({ enacted: 1, failed: [] });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'stopped', n: cell.ledger.events(dossierId).length });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      ...{ type: 'dossier.stopped', from: 'supplement-requested', to: 'stopped', by: { kind: 'system' } },
      data: { reason: 'SUPPLEMENT_UNANSWERED', cancelled: [], paid: 0 },
    });
    // The record says when it was asked: for the national index that is the end of its processing.
    expect((await cell.own(dossierId))['supplements']).toMatchObject([{ n: 1, askedAt: '2026-11-23T02:00:00.000Z' }]);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('cancels what the agencies have not answered', async () => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    await cell.ask(dossierId);
    await sweepAt(cell, over);
    const tasks = (await cell.ledger.list(dossierId, 'TASK#')).map((item) => Task.parse(item));
    expect(tasks.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(await cell.inbox()).toEqual([]);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('does not stop one whose answer came in its last minute, whichever is written first', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    cell.clock.set(over);
    cell.ledger.beforeNextWrite(async () => {
      cell.clock.set(last);
      await cell.provide(dossierId, 1, { form: rentedForm });
      cell.clock.set(over);
    });
    expect(await enactDeadlines(cell)()).toMatchObject({ enacted: 0, failed: [] });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'supplement-requested', deadline: { kind: 'intake' } });
  });

  it('takes no answer after the stop', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    await sweepAt(cell, over);
    const answer = await cell.provide(dossierId, 1, { form: rentedForm });
    expect([answer.status, kindOf(answer), answer.body['state']]).toEqual([409, 'dossier-wrong-state', 'stopped']);
  });
});

describe('an answer that no officer looks at', () => {
  it('has its deadline passed like a submission, and stays in the inbox to be accepted', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    expect(await sweepAt(cell, '2026-11-25T03:31:00.000Z')).toMatchObject({ enacted: 1 });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({ type: 'dossier.deadline-passed', data: { deadline: 'intake' } });
    expect(await cell.inbox()).toMatchObject([{ dossierId, status: 5 }]);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
    expect((await cell.accept(dossierId)).status).toBe(200);
    const accepted = cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted');
    expect(accepted?.data).toMatchObject({ timing: 'AFTER' });
  });
});
