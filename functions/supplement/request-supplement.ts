import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import { dossierClock } from '../deadline/dossier-clock.ts';
import { intakeTimingWithDowntimes } from '../deadline/intake-put-off.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { type ClockEventsDeps, readClockEvents } from '../deadline/read-clock-events.ts';
import { isDecided, readDeciding } from '../ledger/decision.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { earlierUse, type OnceRequest, oncePointer } from '../ledger/idempotency.ts';
import { supplementKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { takesIn } from '../ledger/office-of-dossier.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { listSupplements, parseSupplementId, Supplement, type SupplementWords, supplementIdOf } from '../ledger/supplement.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { receivingAgency } from '../procedure/offices.ts';
import { type AnswerTimeFault, answerTimeFault } from './answer-time.ts';
import { type AskedItem, askedDocuments, type NotNeeded } from './asked-documents.ts';
import { type NoLeave, noLeaveToAsk, type Override, stageOf } from './leave-to-ask.ts';
import { type Asking, askedState, supplementStep } from './supplement-step.ts';

export type RequestSupplementDeps = StepDeps & {
  readonly downtimes: ClockEventsDeps['downtimes'];
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly procedures: Procedures;
  readonly calendars: Calendars;
  readonly clock: Clock;
};

export type RequestSupplementInput = {
  readonly caller: Staff;
  readonly dossierId: string;
  readonly items: readonly AskedItem[];
  readonly form?: true | undefined;
  readonly reason: string;
  readonly legalBasis: string;
  /** RFC 3339 with an offset. */
  readonly answerBy: string;
  readonly override?: Override | undefined;
  readonly key: string;
  readonly cause: string;
};

type Refusal =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'decided' }
  | { readonly kind: 'supplement-open'; readonly answerBy: string }
  | { readonly kind: 'key-reused' }
  | NotNeeded
  | NoLeave
  | AnswerTimeFault;

export type RequestSupplementOutcome = { readonly kind: 'asked'; readonly supplement: Supplement } | Refusal;

/** Whoever may accept a dossier may ask before; once the agencies have it, only the office that decides it. */
const isConcerned = (meta: Meta, caller: Staff): boolean => (meta.acceptedAt ? meta.office === caller.office : takesIn(meta, caller));

/** A dossier that cannot be asked about now. */
const notNow = ({ state, supplement }: Meta): Refusal =>
  state === 'supplement-requested' && supplement
    ? { kind: 'supplement-open', answerBy: supplement.answerBy }
    : { kind: 'wrong-state', state };

const wordsOf = ({ reason, legalBasis, items, override }: RequestSupplementInput): SupplementWords => ({
  reason,
  legalBasis,
  what: items.map(({ what }) => what),
  ...(override && { overrideLegalBasis: override.legalBasis }),
});

/**
 * Asks the applicant to complete a dossier: before its acceptance, or while the agencies have it, whose answers are still taken. Where
 * the answer to an earlier request lies before the officer, this asks again. The legal clock stands still until the answer, or begins
 * anew with it, as the procedure says. The same idempotency key asks once.
 * @throws OutsideCalendar
 */
export const requestSupplement = (deps: RequestSupplementDeps) => {
  const { ledger, personalData, procedures, calendars, clock } = deps;

  const calendarFor = (meta: Meta) => (meta.acceptedAt ? calendarOf(calendars, meta) : calendars.current);

  const deadlineWith = async (meta: Meta, asking: Omit<Asking, 'sealed'>): Promise<Meta['deadline']> => {
    const procedure = procedureOf(procedures, meta);
    const events = [...(await readClockEvents(deps, meta, procedure)), { kind: 'SUPPLEMENT' as const, from: asking.at }];
    const legalClock = dossierClock(meta, procedure, calendarFor(meta), events);
    return nextDeadline({ meta: { ...meta, ...askedState(asking) }, clock: legalClock }, { at: asking.at });
  };

  /** The request as it may be made at `at`, without its words; or why not. */
  const permit = async (meta: Meta, input: RequestSupplementInput, at: Date): Promise<Omit<Asking, 'sealed'> | Refusal> => {
    const { caller, dossierId, items, form, override } = input;
    const stage = stageOf(meta);
    if (!stage) return notNow(meta);
    if (isDecided(meta.stages, await readDeciding(ledger, meta))) return { kind: 'decided' };
    const procedure = procedureOf(procedures, meta);
    const earlier = await listSupplements(ledger, dossierId);
    const noLeave = noLeaveToAsk(procedure, stage, earlier, caller, override);
    if (noLeave) return noLeave;
    const n = earlier.length + 1;
    const documents = askedDocuments(procedure, meta, n, items);
    if (documents.kind === 'not-needed') return documents;
    const answerBy = new Date(input.answerBy);
    const agency = stage === 'intake' ? receivingAgency(meta) : meta.agency;
    const fault = answerTimeFault({ calendar: calendarFor(meta), agency, least: procedure.leastAnswerTime.value }, answerBy, at);
    if (fault) return fault;
    const { codes, unavailable } = documents;
    // Above the most, the leader who asks is the one who approves it.
    const approver = override && caller.sub;
    const timing = stage === 'intake' ? await intakeTimingWithDowntimes({ ...deps, calendar: calendars.current }, meta, at) : undefined;
    return { n, stage, at, timing, by: caller.sub, answerBy: answerBy.toISOString(), codes, unavailable, form, approver };
  };

  return async (input: RequestSupplementInput): Promise<RequestSupplementOutcome> => {
    const { caller, dossierId, key, cause, ...body } = input;
    const request: OnceRequest = { caller: caller.sub, operation: 'requestSupplement', key, body: { dossierId, ...body } };
    let asked: Supplement | undefined;
    let sealed: Sealed | undefined;

    const askedBefore = async (at: Date): Promise<RequestSupplementOutcome | undefined> => {
      const earlier = await earlierUse(ledger, request, at);
      if (!earlier) return undefined;
      if (earlier.kind === 'other-request') return { kind: 'key-reused' };
      const n = parseSupplementId(earlier.reference)?.n;
      const item = n && (await ledger.readItem(supplementKey(dossierId, n)));
      return { kind: 'asked', supplement: Supplement.parse(item) };
    };

    const decide = async (meta: Meta): Promise<Decided<RequestSupplementOutcome>> => {
      if (!isConcerned(meta, caller)) return { outcome: { kind: 'not-found' } };
      const at = clock.now();
      const before = await askedBefore(at);
      if (before) return { outcome: before };
      const permitted = await permit(meta, input, at);
      if ('kind' in permitted) return { outcome: permitted };

      // Sealed once, however often the step is decided anew.
      sealed ??= await personalData.seal(dossierId, wordsOf(input));
      const step = supplementStep(meta, { ...permitted, sealed });
      asked = step.asked;
      return {
        step: {
          ...{ at, by: { kind: 'staff' as const, id: caller.sub }, cause, events: step.events },
          change: { ...step.change, deadline: await deadlineWith(meta, permitted) },
          writes: [...step.writes, oncePointer(request, supplementIdOf(dossierId, permitted.n), at)],
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        if (!asked) throw new Error('a step was taken that asked for nothing');
        return { kind: 'asked', supplement: asked };
      case 'refused':
        // The key was used for another dossier at the same moment: with the same dossier, META would have changed as well.
        return { kind: 'key-reused' };
      default:
        return done;
    }
  };
};
