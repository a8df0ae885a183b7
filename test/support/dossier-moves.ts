import { problemKinds } from '../../functions/platform/problem-kinds.ts';
import { because, type DossierLife } from './dossier-life.ts';
import { leaseAgain } from './dossier-situations.ts';
import { staffClaims } from './http-event.ts';
import { workedTimeAfter } from './worked-time.ts';

/** What became of a move: taken or refused; `unexplained` when it failed without saying why. */
type Made = { readonly taken: boolean; readonly unexplained?: string };

type Move = (life: DossierLife, dossierId: string) => Promise<Made>;
type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** A refusal explains itself by a problem of the list. */
const made = ({ status, body }: Answer): Made => {
  if (status < 400) return { taken: true };
  const isKnown = status < 500 && Object.hasOwn(problemKinds, String(body['type']).split('/').at(-1) ?? '');
  return { taken: false, ...(!isKnown && { unexplained: `${status} ${JSON.stringify(body)}` }) };
};

const asked =
  (call: (life: DossierLife, dossierId: string) => Promise<Answer>): Move =>
  async (life, dossierId) =>
    made(await call(life, dossierId));
/** By somebody of the office that is competent just then. */
const staff = (operation: Parameters<DossierLife['staff']>[0], bodyOf: (life: DossierLife, dossierId: string) => unknown): Move =>
  asked((life, dossierId) => {
    const { office } = life.ledger.meta(dossierId);
    return life.staff(operation, { dossierId }, bodyOf(life, dossierId), { office });
  });
const answer = (n: number, system: string): Move =>
  asked((life, dossierId) => life.agency('answerTask', system, `${dossierId}.${n}`, { answer: n === 2 ? 'NEGATIVE' : 'POSITIVE' }));

const A_MINUTE_MS = 60_000;

/** The clock moves on to what comes next by itself, and the sweep enacts it. */
const sweep: Move = async (life, dossierId) => {
  const { deadline, n } = life.ledger.meta(dossierId);
  if (!deadline) return { taken: false };
  const passed = Date.parse(deadline.at) + A_MINUTE_MS;
  if (passed > life.clock.now().getTime()) life.clock.set(new Date(passed).toISOString());
  const { failed } = await life.sweep();
  return { taken: life.ledger.meta(dossierId).n > n, ...(failed.length > 0 && { unexplained: JSON.stringify(failed) }) };
};

/** The last state of the execution, which comes to nothing while there is no decision. */
const conclude: Move = async (life, dossierId) => {
  const { kind } = await life.conclude(dossierId);
  return { taken: kind === 'concluded' || kind === 'awaiting-number' };
};

/** Everything that people, agencies, the gateway, the state machine and the clock do with the demonstration's dossier. */
export const moves = {
  accept: staff('acceptDossier', () => ({})),
  refuse: staff('refuseDossier', () => because),
  pay: asked(async (life, dossierId) => {
    const opened = await life.citizen('openPayment', dossierId, { headers: life.once() });
    if (opened.status >= 400) return opened;
    const amount = { vnp_Amount: String(Number(opened.body['amount']) * 100) };
    return life.call('notifyPayment', { query: life.paid(String(opened.body['reference']), amount) });
  }),
  land: answer(1, 'land'),
  commune: answer(2, 'commune'),
  police: answer(3, 'police'),
  grant: asked((life, dossierId) => {
    const { office } = life.ledger.meta(dossierId);
    return life.decide(dossierId, { office });
  }),
  withdraw: asked((life, dossierId) => life.citizen('requestWithdrawal', dossierId, { body: {} })),
  letGo: staff('decideWithdrawal', () => ({ decision: 'GRANT' })),
  keep: staff('decideWithdrawal', () => ({ decision: 'REFUSE', ...because })),
  ask: asked((life, dossierId) => {
    const { office } = life.ledger.meta(dossierId);
    const body = { ...leaseAgain, answerBy: workedTimeAfter(life.clock.now(), 12) };
    return life.call('requestSupplement', { claims: staffClaims({ office }), path: { dossierId }, headers: life.once(), body });
  }),
  provide: asked(async (life, dossierId) => {
    if (life.ledger.meta(dossierId).supplement) await life.upload(dossierId);
    return life.citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} });
  }),
  extend: staff('extendDossier', (life, dossierId) => {
    const { dueAt } = life.ledger.meta(dossierId);
    return { ...because, dueAt: workedTimeAfter(dueAt ? new Date(dueAt) : life.clock.now(), 2) };
  }),
  transfer: staff('transferDossier', () => ({ office: 'G01.042.002', reason: 'Không thuộc thẩm quyền' })),
  sendBack: asked((life, dossierId) => life.agency('returnTask', 'land', `${dossierId}.1`, { reason: 'Không thuộc cơ quan này' })),
  route: asked((life, dossierId) => {
    const { office } = life.ledger.meta(dossierId);
    return life.staff('routeTask', { taskId: `${dossierId}.1` }, { office: 'ZUB.042.002', reason: 'Đúng thẩm quyền' }, { office });
  }),
  conclude,
  number: staff('numberResult', () => undefined),
  handOver: staff('handOverResult', () => ({ receivedBy: 'CHIP' })),
  sweep,
} satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;
