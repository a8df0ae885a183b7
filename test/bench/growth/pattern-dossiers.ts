import { readFeeTime } from '../../../functions/deadline/after-fee.ts';
import { confirmUpload } from '../../../functions/document/confirm-upload.ts';
import { requestUpload } from '../../../functions/document/request-upload.ts';
import { acceptDossier } from '../../../functions/dossier/accept-dossier.ts';
import { openDraft } from '../../../functions/dossier/open-draft.ts';
import { refuseDossier } from '../../../functions/dossier/refuse-dossier.ts';
import { submitDossier } from '../../../functions/dossier/submit-dossier.ts';
import { runLookups } from '../../../functions/identity/run-lookups.ts';
import { paymentKey } from '../../../functions/ledger/item-keys.ts';
import { takeStep } from '../../../functions/ledger/take-step.ts';
import { bookPayment } from '../../../functions/payment/end-payment.ts';
import { openPayment } from '../../../functions/payment/open-payment.ts';
import { Payment } from '../../../functions/payment/payment.ts';
import { receiptNumbers } from '../../../functions/payment/receipt-number.ts';
import type { Citizen, Staff } from '../../../functions/platform/caller.ts';
import type { Ids } from '../../../functions/platform/ids.ts';
import { concludeDossier } from '../../../functions/result/conclude-dossier.ts';
import { deliverResult } from '../../../functions/result/deliver-result.ts';
import { answerTask } from '../../../functions/task/answer-task.ts';
import { decideTask } from '../../../functions/task/decide-task.ts';
import { holdTaskToken } from '../../../functions/task/hold-task-token.ts';
import { rentedForm } from '../../support/intake-bench.ts';
import { APPLICANT, type CellDeps } from './cell-in-process.ts';

/** How far a dossier of the stock has come. `asked`: three agencies have a task open; `decidable`: the competent one. */
export const stages = ['draft', 'new', 'not-accepted', 'payment-requested', 'asked', 'decidable', 'returned'] as const;
export type Stage = (typeof stages)[number];

/** Where the pattern dossiers are filed: the first commune of the cell, as `rentedForm` says. */
export const PATTERN_COMMUNE = 1;

/** The police office of a commune. */
export const policeOf = (commune: number): string => `G01.042.${String(commune).padStart(3, '0')}`;

const citizen: Citizen = { audience: 'citizen', sub: 'citizen-1', level: 2, ...APPLICANT };
const officer: Staff = { audience: 'staff', sub: 'officer-1', office: policeOf(PATTERN_COMMUNE), roles: ['intake', 'approver'] };
const lease = { document: 'LEASE', sha256: 'ab'.repeat(32), bytes: 240_000, contentType: 'application/pdf' as const };
const MINUTE_MS = 60_000;

type OfKind<Outcome, Kind> = Extract<Outcome, { readonly kind: Kind }>;

const isOfKind = <Outcome extends { readonly kind: string }, Kind extends Outcome['kind']>(
  outcome: Outcome,
  kind: Kind,
): outcome is OfKind<Outcome, Kind> => outcome.kind === kind;

/** The outcome that a step must have. @throws for any other */
const done = <Outcome extends { readonly kind: string }, Kind extends Outcome['kind']>(
  outcome: Outcome,
  kind: Kind,
): OfKind<Outcome, Kind> => {
  if (!isOfKind(outcome, kind)) throw new Error(`a step ended with ${JSON.stringify(outcome)} instead of ${kind}`);
  return outcome;
};

/**
 * Takes one dossier of the demonstration's case through the use cases themselves until `until`, a minute between steps.
 * What lies in the table afterwards is what the code writes.
 */
export const patternDossier = async (deps: CellDeps & { readonly ids: Ids }, until: Stage): Promise<string> => {
  const { ledger, clock, cell, ids } = deps;
  const cause = () => ids.ulid();
  const files = {
    uploadLink: async () => ({ url: 'https://store.example', headers: {}, expiresAt: clock.now() }),
    inspect: async () => ({ ...lease, start: new TextEncoder().encode('%PDF-1.4') }),
  };
  const all = { ...deps, files };
  const next = () => clock.advance(MINUTE_MS);

  const draft = await openDraft(all)({
    caller: citizen,
    procedure: 'permanent-residence',
    form: rentedForm,
    key: ids.ulid(),
    cause: cause(),
  });
  const { dossierId } = done(draft, 'opened').meta;
  next();
  done(await requestUpload(all)({ party: { kind: 'owner', pin: citizen.pin }, dossierId, ...lease }), 'ready');
  done(
    await confirmUpload(all)({ party: { kind: 'owner', pin: citizen.pin }, dossierId, document: lease.document, correlationId: cause() }),
    'confirmed',
  );
  if (until === 'draft') return dossierId;

  next();
  done(
    await submitDossier(all)({ submitter: { kind: 'owner', pin: citizen.pin, level: citizen.level }, dossierId, cause: cause() }),
    'submitted',
  );
  next();
  const queue = { send: async () => undefined };
  done(await runLookups({ ...all, queue })({ dossierId, attempt: 0 }, cause()), 'looked-up');
  if (until === 'new') return dossierId;

  next();
  if (until === 'not-accepted') {
    const words = { reason: 'Hợp đồng thuê nhà đã hết hạn.', legalBasis: 'Điều 21 Luật Cư trú 68/2020/QH14' };
    done(await refuseDossier(all)({ caller: officer, dossierId, ...words, cause: cause() }), 'refused-intake');
    return dossierId;
  }
  done(await acceptDossier(all)({ caller: officer, dossierId, cause: cause() }), 'accepted');
  if (until === 'payment-requested') return dossierId;

  next();
  const account = async () => ({ tmnCode: 'MOTCUA01', secrets: ['0123456789abcdef0123456789abcdef'] as const });
  const page = { account, page: 'https://pay.example', returnUrl: 'https://api.example/return' };
  const asked = { caller: citizen, dossierId, key: ids.ulid(), ipAddress: '203.0.113.7', cause: cause() };
  const attempt = done(await openPayment({ ...all, ...page })(asked), 'opened');
  next();
  const booked = await takeStep(all)<never>(dossierId, async (meta) => {
    const at = clock.now();
    const payment = Payment.parse(await ledger.readItem(paymentKey(dossierId, attempt.attempt)));
    const ended = { ...payment, responseCode: '00', transactionStatus: '00', transactionNo: '14226112', closedAt: at.toISOString() };
    const step = bookPayment(meta, ended, await receiptNumbers(ledger, cell)(at), at, await readFeeTime(all)(meta, at));
    return { step: { ...step, by: { kind: 'system', id: 'vnpay' }, cause: cause() } };
  });
  done(booked, 'taken');
  const hold = async (n: number) =>
    done(await holdTaskToken(all)({ dossierId, taskId: `${dossierId}.${n}`, token: 'T'.repeat(600) }), 'held');
  for (const n of [1, 2, 3]) await hold(n);
  if (until === 'asked') return dossierId;

  for (const [index, system] of ['land', 'commune', 'police'].entries()) {
    next();
    const answer = { caller: { system }, taskId: `${dossierId}.${index + 1}`, answer: 'POSITIVE' as const, note: 'Đã xác minh' };
    done(await answerTask(all)({ ...answer, cause: cause() }), 'closed-now');
  }
  await hold(4);
  if (until === 'decidable') return dossierId;

  next();
  const decision = { caller: officer, taskId: `${dossierId}.4`, decision: 'GRANT' as const, cause: cause() };
  done(await decideTask(all)(decision), 'closed-now');
  next();
  done(await concludeDossier(all)({ dossierId, run: 1 }), 'concluded');
  next();
  const deliveries = { remind: async () => undefined };
  const delivery = { type: 'vn.motcua.dossier.concluded.v1', subject: dossierId, correlationid: cause(), attempt: 0 } as const;
  done(await deliverResult({ ...all, deliveries })(delivery), 'delivered');
  return dossierId;
};
