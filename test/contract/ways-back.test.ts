import { describe, expect, it } from 'vitest';
import type { DossierState } from '../../functions/ledger/dossier-state.ts';
import { because, dossierLife, type Stage } from '../support/dossier-life.ts';
import { accept, ask, keep, letGo, provide, withdraw } from './acts.ts';

/*
 * Where a dossier goes back to when what it waited for is there: from 5 and 6 where META's `previous` says, from 7 where `withdrawnFrom`
 * says, one inside the other. Each way is walked to its end, so that going back is going on.
 */
const bench = () => {
  const life = dossierLife();
  const { ledger } = life;
  return {
    ...life,
    ask: (dossierId: string) => ask(life, dossierId),
    provide: (dossierId: string) => provide(life, dossierId),
    withdraw: (dossierId: string) => withdraw(life, dossierId),
    keep: (dossierId: string) => keep(life, dossierId),
    letGo: (dossierId: string) => letGo(life, dossierId),
    accept: (dossierId: string) => accept(life, dossierId),
    /** State and what META remembers of where it came from. */
    standing: (dossierId: string) => {
      const { state, previous, withdrawnFrom } = ledger.meta(dossierId);
      return [state, previous, withdrawnFrom];
    },
    /** Edges of the history since event `n`. */
    walked: (dossierId: string, n: number) =>
      ledger.events(dossierId).flatMap((event) => (event.n > n && event.to ? [`${event.from} → ${event.to}`] : [])),
    /** What is left of the way to a result, from wherever it goes on. */
    finish: async (dossierId: string): Promise<DossierState> => {
      if (ledger.meta(dossierId).state === 'payment-requested') await life.pay(dossierId);
      await life.answerAll(dossierId);
      await life.decide(dossierId);
      await life.conclude(dossierId);
      expect(life.faults(dossierId)).toEqual([]);
      return ledger.meta(dossierId).state;
    },
  };
};
type Bench = ReturnType<typeof bench>;

describe('from 5', () => {
  it('leads to 2 when it was asked in 1, and what was accepted goes on as if nothing had been missing', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('new');
    await cell.ask(dossierId);
    expect(cell.standing(dossierId)).toEqual(['supplement-requested', 'new', undefined]);
    await cell.provide(dossierId);
    const { n } = cell.ledger.meta(dossierId);
    await cell.accept(dossierId);
    expect(cell.walked(dossierId, n)).toEqual(['supplement-requested → accepted', 'accepted → payment-requested']);
    expect(cell.standing(dossierId)).toEqual(['payment-requested', 'accepted', undefined]);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it('leads to 4 when it was asked in 4', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('processing');
    await cell.ask(dossierId);
    expect(cell.standing(dossierId)).toEqual(['supplement-requested', 'processing', undefined]);
    await cell.provide(dossierId);
    expect(cell.standing(dossierId)).toEqual(['processing', undefined, undefined]);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it('is left for 3 only by a dossier that was never accepted', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('processing');
    await cell.ask(dossierId);
    const refused = await cell.staff('refuseDossier', { dossierId }, because);
    expect([refused.status, cell.standing(dossierId)[0]]).toEqual([409, 'supplement-requested']);
  });
});

describe('from 6', () => {
  it('leads to 2 and on to 4 when the fee of the acceptance is paid', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('payment-requested');
    const { n } = cell.ledger.meta(dossierId);
    await cell.pay(dossierId);
    expect(cell.walked(dossierId, n)).toEqual(['payment-requested → accepted', 'accepted → processing']);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  /** No procedure asks for a fee there yet (unlawful-procedures.test.ts), so the dossier is put there; the money comes as it always does. */
  const owing = async (cell: Bench, previous: DossierState): Promise<string> => {
    const dossierId = await cell.dossierIn(previous === 'processed' ? 'decided' : 'processing');
    if (previous === 'processed') await cell.conclude(dossierId);
    cell.change(dossierId, { state: 'payment-requested', previous, amountDue: 10_000, deadline: undefined });
    return dossierId;
  };

  it.each(['processing', 'processed'] as const)('leads to %s when a fee was asked there, and opens nothing anew', async (previous) => {
    const cell = bench();
    const dossierId = await owing(cell, previous);
    const { n, run, openTasks } = cell.ledger.meta(dossierId);
    await cell.pay(dossierId);
    expect(cell.walked(dossierId, n)).toEqual([`payment-requested → ${previous}`]);
    expect(cell.standing(dossierId)).toEqual([previous, undefined, undefined]);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ run, openTasks, amountDue: 0 });
  });

  it('leads nowhere when nobody knows where it came from: the gateway is told to come again, and nothing is booked', async () => {
    const cell = bench();
    const dossierId = await owing(cell, 'new');
    const { body: opened } = await cell.citizen('openPayment', dossierId, { headers: cell.once() });
    const items = () => cell.ledger.items().filter(({ pk }) => pk === `DOSSIER#${dossierId}`);
    const before = items();
    const { body } = await cell.call('notifyPayment', { query: cell.paid(String(opened['reference'])) });
    expect(body).toMatchObject({ RspCode: '99' });
    expect(items()).toEqual(before);
  });

  it.each(['new', 'processing', 'deciding', 'decided'] as const)('is not where a request to pay leads from %s', async (stage) => {
    const cell = bench();
    const dossierId = await cell.dossierIn(stage);
    const { state } = cell.ledger.meta(dossierId);
    const { status, body } = await cell.citizen('openPayment', dossierId, { headers: cell.once() });
    expect([status, cell.ledger.meta(dossierId).state]).toEqual([409, state]);
    expect(String(body['type'])).toMatch(/(dossier-wrong-state|nothing-to-pay)$/);
  });
});

describe('from 7, when the request to withdraw is refused', () => {
  const stages: readonly [Stage, DossierState][] = [
    ['new', 'new'],
    ['payment-requested', 'payment-requested'],
    ['processing', 'processing'],
    ['deciding', 'processing'],
  ];

  it.each(stages)('leads back to where it was asked (%s), and on to a result', async (stage, state) => {
    const cell = bench();
    const dossierId = await cell.dossierIn(stage);
    const [, previous] = cell.standing(dossierId);
    await cell.withdraw(dossierId);
    expect(cell.standing(dossierId)).toEqual(['withdrawal-requested', previous, state]);
    await cell.keep(dossierId);
    expect(cell.standing(dossierId)).toEqual([state, previous, undefined]);
    if (state === 'new') await cell.accept(dossierId);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it.each(['new', 'processing'] as const)('leads back to 5, which leads to where it was asked to be completed (%s)', async (stage) => {
    const cell = bench();
    const dossierId = await cell.dossierIn(stage);
    await cell.ask(dossierId);
    await cell.withdraw(dossierId);
    expect(cell.standing(dossierId)).toEqual(['withdrawal-requested', stage, 'supplement-requested']);
    expect((await cell.provide(dossierId)).status).toBeGreaterThanOrEqual(400);
    await cell.keep(dossierId);
    expect(cell.standing(dossierId)).toEqual(['supplement-requested', stage, undefined]);
    expect((await cell.provide(dossierId)).status).toBe(200);
    if (stage === 'new') await cell.accept(dossierId);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it('leads back to 5 with its answer in it, for the officer to look at', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('new');
    await cell.ask(dossierId);
    await cell.provide(dossierId);
    await cell.withdraw(dossierId);
    await cell.keep(dossierId);
    expect(cell.standing(dossierId)).toEqual(['supplement-requested', 'new', undefined]);
    await cell.accept(dossierId);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it('leads over 6 and 2 to 4 when it was paid meanwhile', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('payment-requested');
    const { body } = await cell.citizen('openPayment', dossierId, { headers: cell.once() });
    await cell.withdraw(dossierId);
    await cell.call('notifyPayment', { query: cell.paid(String(body['reference'])) });
    const { n } = cell.ledger.meta(dossierId);
    await cell.keep(dossierId);
    expect(cell.walked(dossierId, n)).toEqual([
      'withdrawal-requested → payment-requested',
      'payment-requested → accepted',
      'accepted → processing',
    ]);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it('leads back as often as it is asked and refused', async () => {
    const cell = bench();
    const dossierId = await cell.dossierIn('payment-requested');
    for (let time = 0; time < 3; time += 1) {
      await cell.withdraw(dossierId);
      await cell.keep(dossierId);
    }
    expect(cell.standing(dossierId)).toEqual(['payment-requested', 'accepted', undefined]);
    expect(await cell.finish(dossierId)).toBe('processed');
  });

  it.each(stages)('leads to 8 when it is granted, from %s, and nothing leads back from there', async (stage) => {
    const cell = bench();
    const dossierId = await cell.dossierIn(stage);
    await cell.withdraw(dossierId);
    await cell.letGo(dossierId);
    expect(cell.standing(dossierId)[0]).toBe('stopped');
    for (const act of [cell.keep, cell.withdraw, cell.accept, cell.ask]) expect((await act(dossierId)).status).toBe(409);
    expect(cell.faults(dossierId)).toEqual([]);
  });
});

describe('in 2, where no step leaves a dossier', () => {
  const accepted = async (cell: Bench): Promise<string> => {
    const dossierId = await cell.dossierIn('payment-requested');
    cell.change(dossierId, { state: 'accepted', previous: undefined });
    return dossierId;
  };

  it('one that were there would be asked back, and come back', async () => {
    const cell = bench();
    const dossierId = await accepted(cell);
    const { n } = cell.ledger.meta(dossierId);
    await cell.withdraw(dossierId);
    await cell.keep(dossierId);
    expect(cell.walked(dossierId, n)).toEqual(['accepted → withdrawal-requested', 'withdrawal-requested → accepted']);
    await cell.withdraw(dossierId);
    await cell.letGo(dossierId);
    expect(cell.standing(dossierId)[0]).toBe('stopped');
  });

  it.each(['ask', 'accept', 'keep'] as const)('one that were there would be refused: %s', async (act) => {
    const cell = bench();
    const dossierId = await accepted(cell);
    const { status, body } = await cell[act](dossierId);
    expect([status, body['state'], cell.standing(dossierId)[0]]).toEqual([409, 'accepted', 'accepted']);
  });
});
