import { describe, expect, it } from 'vitest';
import { problemKinds } from '../../functions/platform/problem-kinds.ts';
import { because, type DossierLife, dossierLife } from '../support/dossier-life.ts';
import { leaseAgain } from '../support/dossier-situations.ts';
import { staffClaims } from '../support/http-event.ts';

/*
 * What people, agencies and the gateway do with one dossier comes in every order. Whatever is refused is refused with a problem of the
 * list, and repeated as its caller would repeat it; once nothing moves any more, all orders have ended alike, or in one of the ends
 * that the race is for.
 */
type Answer = { readonly status: number; readonly body: Record<string, unknown> };
type Move = (life: DossierLife, dossierId: string) => Promise<Answer>;

const staff =
  (operation: Parameters<DossierLife['staff']>[0], body: unknown): Move =>
  (life, dossierId) =>
    life.staff(operation, { dossierId }, body);
const answer =
  (n: number, system: string): Move =>
  (life, dossierId) =>
    life.agency('answerTask', system, `${dossierId}.${n}`, { answer: n === 2 ? 'NEGATIVE' : 'POSITIVE' });

const moves = {
  accept: staff('acceptDossier', {}),
  pay: async (life, dossierId) => {
    const opened = await life.citizen('openPayment', dossierId, { headers: life.once() });
    if (opened.status >= 400) return opened;
    return life.call('notifyPayment', { query: life.paid(String(opened.body['reference'])) });
  },
  land: answer(1, 'land'),
  commune: answer(2, 'commune'),
  police: answer(3, 'police'),
  grant: (life, dossierId) => life.staff('decideTask', { taskId: `${dossierId}.4` }, { decision: 'GRANT' }),
  withdraw: (life, dossierId) => life.citizen('requestWithdrawal', dossierId, { body: {} }),
  letGo: staff('decideWithdrawal', { decision: 'GRANT' }),
  keep: staff('decideWithdrawal', { decision: 'REFUSE', ...because }),
  ask: (life, dossierId) =>
    life.call('requestSupplement', { claims: staffClaims(), path: { dossierId }, headers: life.once(), body: leaseAgain }),
  provide: async (life, dossierId) => {
    if (life.ledger.meta(dossierId).supplement) await life.upload(dossierId);
    return life.citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} });
  },
  sendBack: (life, dossierId) => life.agency('returnTask', 'land', `${dossierId}.1`, { reason: 'Không thuộc cơ quan này' }),
  route: (life, dossierId) => life.staff('routeTask', { taskId: `${dossierId}.1` }, { office: 'ZUB.042.002', reason: 'Đúng thẩm quyền' }),
} satisfies Record<string, Move>;
type Name = keyof typeof moves;

const permutations = <One>(all: readonly One[]): One[][] =>
  all.length === 0 ? [[]] : all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));

const isExplicit = ({ status, body }: Answer): boolean =>
  status < 400 || (status < 500 && Object.hasOwn(problemKinds, String(body['type']).split('/').at(-1) ?? ''));

/** Does everything in this order; what was refused is done again, in the same order, until nothing is taken any more. */
const live = async (life: DossierLife, order: readonly Name[]) => {
  const dossierId = await life.file();
  const unexplained: string[] = [];
  let waiting = order;
  for (;;) {
    const refused: Name[] = [];
    for (const name of waiting) {
      const done = await moves[name](life, dossierId);
      if (!isExplicit(done)) unexplained.push(`${name}: ${done.status} ${JSON.stringify(done.body)}`);
      if (done.status >= 400) refused.push(name);
    }
    if (refused.length === waiting.length || refused.length === 0) break;
    waiting = refused;
  }
  const { state, openTasks, amountDue, stage } = life.ledger.meta(dossierId);
  const decided = state === 'processing' && openTasks === 0 && stage > 0;
  return { end: decided ? 'decided' : state, amountDue, unexplained, faults: life.faults(dossierId) };
};

/** Orders that share a cell: looking for one dossier in memory means looking through all of its cell. */
const IN_ONE_CELL = 10;

const everyOrder = async (names: readonly Name[]) => {
  const ends = [];
  let life = dossierLife();
  for (const [index, order] of permutations(names).entries()) {
    if (index % IN_ONE_CELL === 0) life = dossierLife();
    ends.push({ order, ...(await live(life, order)) });
  }
  return ends;
};

describe.each([
  { what: 'what the way to a result needs', names: ['accept', 'pay', 'land', 'commune', 'police', 'grant'], ends: ['decided'] },
  { what: 'a supplement and its answer', names: ['accept', 'pay', 'ask', 'provide', 'land', 'commune'], ends: ['processing'] },
  { what: 'a request to withdraw that is granted', names: ['accept', 'pay', 'withdraw', 'letGo', 'land'], ends: ['stopped'] },
  { what: 'a request to withdraw that is refused', names: ['accept', 'pay', 'withdraw', 'keep', 'land'], ends: ['processing'] },
  { what: 'a task sent back while the applicant withdraws', names: ['pay', 'sendBack', 'route', 'withdraw', 'letGo'], ends: ['stopped'] },
] as const)('$what, in every order', ({ names, ends }) => {
  it('ends alike, and says why where it refuses', async () => {
    const all = await everyOrder(names);
    expect(all).toHaveLength(names.length === 6 ? 720 : 120);
    expect(all.filter(({ unexplained, faults }) => unexplained.length + faults.length > 0).slice(0, 3)).toEqual([]);
    expect(new Set(all.map(({ end }) => end))).toEqual(new Set(ends));
  }, 120_000);
});
