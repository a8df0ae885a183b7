import { describe, expect, it } from 'vitest';
import {
  type DossierState,
  dossierStates,
  portalStatus,
  type Transition,
  type TransitionName,
  transitions,
} from '../../functions/ledger/dossier-state.ts';
import { bundledProcedures, type Procedures } from '../../functions/procedure/catalogue.ts';
import { because, type DossierLife, dossierLife } from '../support/dossier-life.ts';
import { accept, ask, come, conclude, keep, letGo, office, provide, sweepFrom, withdraw } from './acts.ts';
import { OWN, type OwnRules, ownProcedure } from './clock/own-procedure.ts';

/*
 * Every edge of the table of states, walked by the request, or by the sweep of the schedule, that it is there for. An edge that nothing
 * walks is listed with its reason, which is tried: a fee of another time by
 * unlawful-procedures.test.ts, the others here.
 */
type Walk = {
  readonly edge: `${TransitionName}: ${DossierState} → ${DossierState}`;
  readonly how: string;
  /** The history's name of the step. */
  readonly event: string;
  readonly reach: (life: DossierLife) => Promise<string>;
  readonly act: (life: DossierLife, dossierId: string) => Promise<unknown>;
  /** The procedures of the cell, where the shipped ones do not lead there. */
  readonly procedures?: Procedures;
};

const ownDraft: Walk['reach'] = async (life) => {
  const dossierId = await life.draft();
  await life.upload(dossierId);
  return dossierId;
};
/** The owner asks to withdraw while the gateway has his money, and the gateway tells of it before the office answers. */
const payWhileWithdrawn = async (life: DossierLife, dossierId: string): Promise<unknown> => {
  const { body } = await life.citizen('openPayment', dossierId, { headers: life.once() });
  await withdraw(life, dossierId);
  const amount = { vnp_Amount: String(Number(body['amount']) * 100) };
  return life.call('notifyPayment', { query: life.paid(String(body['reference']), amount) });
};
const temporary = { procedure: 'temporary-residence', form: { durationMonths: 12 } } as const;

const walks: readonly Walk[] = [
  {
    ...{ edge: 'submit: draft → new', how: 'the owner submits', event: 'dossier.submitted' },
    ...{ reach: ownDraft, act: (life, dossierId) => life.citizen('submitDossier', dossierId) },
  },
  { edge: 'accept: new → accepted', how: 'an officer accepts', event: 'dossier.accepted', reach: come('new'), act: accept },
  {
    ...{ edge: 'requestPayment: accepted → payment-requested', how: 'with the acceptance', event: 'dossier.payment-requested' },
    ...{ reach: come('new'), act: accept },
  },
  {
    ...{
      edge: 'startProcessing: accepted → processing',
      how: 'with the acceptance where nothing is due',
      event: 'dossier.processing-started',
    },
    ...{ reach: come('new', { procedure: OWN }), act: accept, procedures: ownProcedure({ fee: 0 }) },
  },
  {
    ...{ edge: 'startProcessing: accepted → processing', how: 'with the payment', event: 'dossier.processing-started' },
    ...{ reach: come('payment-requested'), act: (life, dossierId) => life.pay(dossierId) },
  },
  {
    ...{ edge: 'refuseIntake: new → not-accepted', how: 'an officer refuses', event: 'dossier.not-accepted' },
    ...{ reach: come('new'), act: office('refuseDossier', because) },
  },
  {
    ...{ edge: 'refuseIntake: supplement-requested → not-accepted', how: 'after the answer to a request', event: 'dossier.not-accepted' },
    ...{ reach: come('new', {}, ask, provide), act: office('refuseDossier', because) },
  },
  {
    ...{ edge: 'requestSupplement: new → supplement-requested', how: 'at the intake', event: 'dossier.supplement-requested' },
    ...{ reach: come('new'), act: ask },
  },
  {
    ...{ edge: 'requestSupplement: processing → supplement-requested', how: 'in the appraisal', event: 'dossier.supplement-requested' },
    ...{ reach: come('processing'), act: ask },
  },
  {
    ...{ edge: 'completeSupplement: supplement-requested → accepted', how: 'an officer accepts the answer', event: 'dossier.accepted' },
    ...{ reach: come('new', {}, ask, provide), act: accept },
  },
  {
    ...{ edge: 'completeSupplement: supplement-requested → processing', how: 'by the answer itself', event: 'dossier.supplement-provided' },
    ...{ reach: come('processing', {}, ask), act: provide },
  },
  {
    ...{ edge: 'settlePayment: payment-requested → accepted', how: 'the gateway tells of the money', event: 'payment.booked' },
    ...{ reach: come('payment-requested'), act: (life, dossierId) => life.pay(dossierId) },
  },
  {
    ...{
      edge: 'settlePayment: payment-requested → accepted',
      how: 'the money came while a withdrawal waited',
      event: 'dossier.fee-settled',
    },
    ...{
      reach: come('payment-requested', {}, payWhileWithdrawn),
      act: keep,
    },
  },
  ...(['new', 'payment-requested', 'processing'] as const).flatMap((state): Walk[] => [
    {
      ...{ edge: `requestWithdrawal: ${state} → withdrawal-requested`, how: 'the owner asks', event: 'dossier.withdrawal-requested' },
      ...{ reach: come(state), act: withdraw },
    },
    {
      ...{ edge: `refuseWithdrawal: withdrawal-requested → ${state}`, how: 'its office refuses', event: 'dossier.withdrawal-refused' },
      ...{ reach: come(state, {}, withdraw), act: keep },
    },
  ]),
  ...(['new', 'processing'] as const).flatMap((stage): Walk[] => [
    {
      edge: 'requestWithdrawal: supplement-requested → withdrawal-requested',
      ...{ how: `the owner asks, asked to complete when ${stage}`, event: 'dossier.withdrawal-requested' },
      ...{ reach: come(stage, {}, ask), act: withdraw },
    },
    {
      edge: 'refuseWithdrawal: withdrawal-requested → supplement-requested',
      ...{ how: `its office refuses, asked to complete when ${stage}`, event: 'dossier.withdrawal-refused' },
      ...{ reach: come(stage, {}, ask, withdraw), act: keep },
    },
  ]),
  {
    ...{ edge: 'stop: withdrawal-requested → stopped', how: 'its office grants the withdrawal', event: 'dossier.stopped' },
    ...{ reach: come('processing', {}, withdraw), act: letGo },
  },
  ...(['new', 'processing'] as const).map(
    (stage): Walk => ({
      edge: 'stop: supplement-requested → stopped',
      ...{ how: `nobody answers what was asked when ${stage}`, event: 'dossier.stopped' },
      ...{ reach: come(stage, {}, ask), act: sweepFrom('2026-12-04T09:01:00.000Z') },
    }),
  ),
  {
    ...{ edge: 'stop: payment-requested → stopped', how: 'nobody pays, and a law ends it', event: 'dossier.stopped' },
    ...{ reach: come('payment-requested', { procedure: OWN }), act: sweepFrom('2026-11-26T02:01:00.000Z') },
    procedures: ownProcedure({ fee: 10_000, unpaidLapse: [2, 'WORKING_DAY'] }),
  },
  {
    ...{ edge: 'conclude: processing → processed', how: 'the cell numbers by itself', event: 'dossier.concluded' },
    ...{ reach: come('decided'), act: conclude },
  },
  {
    ...{ edge: 'conclude: processing → processed', how: 'a clerk numbers', event: 'dossier.concluded' },
    ...{ reach: come('decided', temporary, conclude), act: office('numberResult') },
  },
  {
    ...{ edge: 'return: processed → returned', how: 'at the counter', event: 'dossier.returned' },
    ...{ reach: come('decided', { delivery: 'COUNTER' }, conclude), act: office('handOverResult', { receivedBy: 'CHIP' }) },
  },
  {
    ...{ edge: 'return: processed → returned', how: 'by post, when its delivery is proved', event: 'dossier.returned' },
    ...{
      reach: come('decided', { delivery: 'POST' }, conclude, office('dispatchResult', { parcel: 'EK123456785VN' })),
      act: office('handOverResult', { proof: 'RECEIVER_SIGNATURE' }),
    },
  },
];

/** What the portal's diagram draws and nothing here walks: each stays in the table because the portal's own has it, and why is tried below. */
const NOBODY_RESTS = 'an accepted dossier walks on in the same step, so that none is found in that state';
const NO_SUCH_FEE = 'a fee that is due at another time than the acceptance is refused with its procedure (feeTiming)';
const NO_SUCH_STOP = 'a dossier is stopped when it is asked back, not completed or not paid; this is neither';
const notWalked: Readonly<Record<string, string>> = {
  'requestSupplement: accepted → supplement-requested': NOBODY_RESTS,
  'requestWithdrawal: accepted → withdrawal-requested': NOBODY_RESTS,
  'refuseWithdrawal: withdrawal-requested → accepted': NOBODY_RESTS,
  'requestPayment: new → payment-requested': NO_SUCH_FEE,
  'requestPayment: processing → payment-requested': NO_SUCH_FEE,
  'requestPayment: processed → payment-requested': NO_SUCH_FEE,
  'settlePayment: payment-requested → new': NO_SUCH_FEE,
  'settlePayment: payment-requested → processing': NO_SUCH_FEE,
  'settlePayment: payment-requested → processed': NO_SUCH_FEE,
  'stop: accepted → stopped': NOBODY_RESTS,
  'stop: processing → stopped': NO_SUCH_STOP,
};

/** The portal's own ways (rules.md 1.4), by its numbers; it has none from 5 to 3 (ADR 8). */
const PORTAL: Readonly<Record<number, readonly number[]>> = {
  1: [2, 3, 5, 6, 7],
  2: [4, 5, 6, 7, 8],
  4: [5, 6, 7, 8, 9],
  5: [2, 4, 7, 8],
  6: [1, 2, 4, 9, 7, 8],
  7: [8, 1, 2, 4, 5, 6],
  9: [6, 10],
};

const edgesOfTable = Object.entries(transitions).flatMap(([name, { from, to }]: [string, Transition]) =>
  from.flatMap((source) => to.map((target) => `${name}: ${source} → ${target}`)),
);

describe('the table of states', () => {
  it('has no edge but those that are walked here and those that are said to be walked by nothing', () => {
    const known = new Set([...walks.map(({ edge }) => edge), ...Object.keys(notWalked)]);
    expect([...known].sort()).toEqual(edgesOfTable.sort());
    expect(walks.filter(({ edge }) => Object.hasOwn(notWalked, edge))).toEqual([]);
  });

  it('has no state that is in no edge walked here', () => {
    const reached = new Set(walks.flatMap(({ edge }) => edge.slice(edge.indexOf(':') + 2).split(' → ')));
    expect([...reached].sort()).toEqual([...dossierStates].sort());
  });
});

describe('an edge that nothing walks', () => {
  const statusOf = (name = ''): number => portalStatus[dossierStates.find((state) => state === name) ?? 'draft'];

  it('is one that the portal has, and so is every other but the two of ours', () => {
    const foreign = edgesOfTable.filter((edge) => {
      const [from, to] = edge.slice(edge.indexOf(':') + 2).split(' → ');
      return !PORTAL[statusOf(from)]?.includes(statusOf(to));
    });
    expect(foreign.sort()).toEqual(['refuseIntake: supplement-requested → not-accepted', 'submit: draft → new']);
  });

  it.each<[string, DossierState, OwnRules, Walk['reach']]>([
    ['accepted where nothing is due', 'processing', { fee: 0 }, come('new', { procedure: OWN }, accept)],
    ['accepted with a fee due', 'payment-requested', { fee: 10_000 }, come('new', { procedure: OWN }, accept)],
    ['paid', 'processing', { fee: 10_000 }, come('processing', { procedure: OWN })],
    ['paid, which starts its clock', 'processing', { fee: 10_000, clockStart: 'FEE_PAID' }, come('processing', { procedure: OWN })],
    [
      'accepted after a supplement',
      'processing',
      { fee: 0, clockStart: 'FEE_PAID' },
      come('new', { procedure: OWN }, ask, provide, accept),
    ],
    [
      'kept after it was paid',
      'processing',
      { fee: 10_000, clockStart: 'FEE_PAID' },
      come('payment-requested', { procedure: OWN }, payWhileWithdrawn, keep),
    ],
  ])('begins where no dossier rests: %s', async (_how, rests, rules, reach) => {
    const life = dossierLife({ procedures: ownProcedure(rules) });
    const dossierId = await reach(life);
    const events = life.ledger.events(dossierId);
    const throughAccepted = events.filter(({ to }) => to === 'accepted');
    expect(throughAccepted.length).toBeGreaterThan(0);
    // Whatever leads into it is followed by what leads out of it, at the same moment and by the same step.
    for (const { n, at } of throughAccepted) {
      const next = events.find((one) => one.n > n && one.from !== one.to && one.from === 'accepted');
      expect(next).toMatchObject({ at, from: 'accepted' });
    }
    expect(life.ledger.meta(dossierId).state).toBe(rests);
  });

  it.each<[string, ReturnType<typeof come>]>([
    ['its fee was paid', come('processing', { procedure: OWN })],
    ['it was completed', come('processing', { procedure: OWN }, ask, provide)],
    ['it was not withdrawn', come('processing', { procedure: OWN }, withdraw, keep)],
  ])('would stop a dossier while agencies work at it, which no lapse of time does: %s', async (_how, reach) => {
    const life = dossierLife({ procedures: ownProcedure({ fee: 10_000, unpaidLapse: [2, 'WORKING_DAY'] }) });
    const dossierId = await reach(life);
    for (const moment of ['2026-11-26T02:01:00.000Z', '2026-12-04T09:01:00.000Z', '2026-12-21T03:00:00.000Z'])
      await sweepFrom(moment)(life, dossierId);
    expect(life.ledger.meta(dossierId).state).toBe('processing');
    expect(life.types(dossierId)).not.toContain('dossier.stopped');
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('an edge', () => {
  it.each(walks)('$edge: $how', async ({ edge, event, reach, act, procedures = bundledProcedures }) => {
    const life = dossierLife({ procedures });
    const dossierId = await reach(life);
    const { n: before } = life.ledger.meta(dossierId);
    await act(life, dossierId);
    const [from = '', to = ''] = edge.slice(edge.indexOf(':') + 2).split(' → ');
    const told = life.ledger.events(dossierId).filter(({ n }) => n > before);
    expect(told.filter((one) => one.from === from && one.to === to).map(({ type }) => type)).toEqual([event]);
    expect(life.faults(dossierId)).toEqual([]);
  });
});
