import { describe, expect, it } from 'vitest';
import { bundledProcedures, type Procedures, proceduresOf } from '../../functions/procedure/catalogue.ts';
import { dossierLife, type Filed } from '../support/dossier-life.ts';
import { type MoveName, moves } from '../support/dossier-moves.ts';
import { trialProcedure } from '../support/place/trial-procedure.ts';

/*
 * What people, agencies, the gateway and the clock do with one dossier comes in every order. Whatever is refused is refused with a problem
 * of the list, and repeated as its caller would repeat it; once nothing moves any more, all orders have ended alike, or in one of the ends
 * that the race is for. Fewer of the moves, in every order, are the beginnings of these orders: after each, the dossier is what its
 * history tells, and it stands where every other order stands of which the same moves were taken.
 */
const permutations = <One>(all: readonly One[]): One[][] =>
  all.length === 0 ? [[]] : all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));

/** What was done of fewer moves: those that were taken, in the order of the alphabet, and where the dossier then stands. */
type Part = { readonly order: string; readonly taken: string; readonly standing: string; readonly faults: readonly string[] };

/**
 * Does everything in this order; what was refused is done again, in the same order, until nothing is taken any more. Every beginning of
 * the order is a life of fewer moves: each that `known` does not have is held against its history and added.
 */
const live = async (order: readonly MoveName[], filed: Filed, procedures: Procedures, known: Map<string, Part>) => {
  const life = dossierLife({ procedures });
  const dossierId = await life.file(filed);
  const unexplained: string[] = [];
  const taken: MoveName[] = [];
  let waiting = order;
  for (;;) {
    const refused: MoveName[] = [];
    for (const [index, name] of waiting.entries()) {
      const made = await moves[name](life, dossierId);
      if (made.unexplained) unexplained.push(`${name}: ${made.unexplained}`);
      (made.taken ? taken : refused).push(name);
      const beginning = order.slice(0, index + 1).join(' ');
      if (waiting !== order || known.has(beginning)) continue;
      const { state, amountDue, openTasks } = life.ledger.meta(dossierId);
      const standing = `${state}, ${amountDue} due, ${openTasks} tasks`;
      known.set(beginning, { order: beginning, taken: [...taken].sort().join(' '), standing, faults: life.faults(dossierId) });
    }
    if (refused.length === waiting.length || refused.length === 0) break;
    waiting = refused;
  }
  const { state, openTasks, amountDue, stage } = life.ledger.meta(dossierId);
  const decided = state === 'processing' && openTasks === 0 && stage > 0;
  const end = `${decided ? 'decided' : state}${amountDue > 0 ? ', unpaid' : ''}`;
  return { order, taken, end, unexplained, faults: life.faults(dossierId) };
};

/** Lives in which the same moves were taken, and which do not stand alike; a sweep enacts whatever is next just then, so its place counts. */
const unlike = (parts: readonly Part[]) =>
  [...Map.groupBy(parts, ({ taken }) => taken).values()].filter(
    (same) => !same[0]?.taken.includes('sweep') && new Set(same.map(({ standing }) => standing)).size > 1,
  );

const numbered: Filed = { procedure: 'temporary-residence', form: { durationMonths: 12 }, delivery: 'COUNTER' };

type Race = {
  readonly what: string;
  readonly names: readonly MoveName[];
  readonly ends: readonly string[];
  readonly filed?: Filed;
  readonly procedures?: Procedures;
};

const races: readonly Race[] = [
  { what: 'what the way to a result needs', names: ['accept', 'pay', 'land', 'commune', 'police', 'grant'], ends: ['decided'] },
  {
    what: 'a result that a clerk numbers and hands over',
    names: ['accept', 'pay', 'grant', 'conclude', 'number', 'handOver'],
    ends: ['returned'],
    filed: numbered,
  },
  {
    what: 'a refusal at intake, a supplement and a transfer',
    names: ['accept', 'refuse', 'ask', 'provide', 'transfer', 'pay'],
    ends: ['not-accepted', 'processing'],
  },
  { what: 'a supplement and its answer', names: ['accept', 'pay', 'ask', 'provide', 'land', 'commune'], ends: ['processing'] },
  {
    what: 'a supplement, its answer and a deadline',
    names: ['accept', 'pay', 'ask', 'provide', 'sweep', 'land'],
    ends: ['processing', 'stopped'],
  },
  {
    what: 'a fee that lapses or an agency that is silent',
    names: ['accept', 'pay', 'sweep', 'commune', 'police', 'grant'],
    ends: ['stopped', 'processing', 'decided'],
    filed: { procedure: trialProcedure.id },
    procedures: proceduresOf([trialProcedure]),
  },
  {
    what: 'a request to withdraw that is granted, and a transfer',
    names: ['accept', 'pay', 'withdraw', 'letGo', 'land', 'transfer'],
    ends: ['stopped'],
  },
  {
    what: 'a request to withdraw that is refused, an extension and a deadline',
    names: ['accept', 'pay', 'withdraw', 'keep', 'extend', 'sweep'],
    ends: ['processing'],
  },
  {
    what: 'a task sent back and routed while the applicant withdraws',
    names: ['accept', 'pay', 'sendBack', 'route', 'withdraw', 'letGo'],
    ends: ['stopped'],
  },
  {
    what: 'a task sent back and routed, a transfer and an extension',
    names: ['accept', 'pay', 'sendBack', 'route', 'transfer', 'extend'],
    ends: ['processing'],
  },
];

// Not by `$what`, which would be cut off.
describe.each(races.map((race) => [race.what, race] as const))(
  '%s, in every order',
  (_what, { names, ends, filed = {}, procedures = bundledProcedures }) => {
    it('ends alike, and says why where it refuses', async () => {
      const all = [];
      const parts = new Map<string, Part>();
      for (const order of permutations(names)) all.push(await live(order, filed, procedures, parts));
      expect(all).toHaveLength(720);
      expect(all.filter(({ unexplained, faults }) => unexplained.length + faults.length > 0).slice(0, 3)).toEqual([]);
      expect(new Set(all.map(({ end }) => end))).toEqual(new Set(ends));
      expect(new Set(all.flatMap(({ taken }) => taken))).toEqual(new Set(names));

      // All orders of every one to six of the moves.
      expect(parts.size).toBe(6 + 30 + 120 + 360 + 720 + 720);
      expect([...parts.values()].filter(({ faults }) => faults.length > 0).slice(0, 3)).toEqual([]);
      expect(unlike([...parts.values()])).toEqual([]);
    }, 120_000);
  },
);

it('holds every move that there is against others', () => {
  expect([...new Set(races.flatMap(({ names }) => names))].sort()).toEqual(Object.keys(moves).sort());
});
