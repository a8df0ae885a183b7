import type { Calendar } from '../calendar/calendar.ts';
import { codePointerKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { actorOf, bringsIn } from '../ledger/party.ts';
import { type Decided, DossierBusy, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { intakeIndex, intakeTimesOf } from '../procedure/intake.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { CodeIssuers, IssuedCode } from './dossier-code.ts';
import { type Submitter, unfit } from './submitter.ts';
import { type VoidReason, voidCode } from './void-code.ts';

export type SubmitDossierDeps = StepDeps & {
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly procedures: Procedures;
  readonly calendar: Calendar;
  readonly codeIssuers: CodeIssuers;
  readonly clock: Clock;
};

export type SubmitDossierInput = { readonly submitter: Submitter; readonly dossierId: string; readonly cause: string };

export type SubmitDossierOutcome =
  | { readonly kind: 'submitted'; readonly meta: Meta; readonly receivedAt: Date }
  | { readonly kind: 'level-too-low'; readonly needed: number }
  | { readonly kind: 'documents-missing'; readonly documents: readonly string[] }
  /** A citizen's submission of what a counter has entered: the counter submits it. */
  | { readonly kind: 'wrong-channel'; readonly channel: Meta['channel'] }
  /** The code that came with the filing belongs to another dossier. */
  | { readonly kind: 'code-taken'; readonly code: string }
  /** The agency's part of the code is not known, and none is made up. */
  | { readonly kind: 'code-issuer-unknown'; readonly office: string }
  /** Every running number of the local day (YYYY-MM-DD) is given. */
  | { readonly kind: 'codes-used-up'; readonly office: string; readonly day: string }
  | { readonly kind: 'not-found' };

type Found = { readonly kind: 'found'; readonly meta: Meta };

/** How often a code is drawn that another dossier has already: one that was imported. Each draw passes over those that follow it. */
const MOST_CODES = 20;

const missingDocuments = ({ documents }: Meta): string[] =>
  Object.entries(documents).flatMap(([code, state]) => (state === 'expected' ? [code] : []));

/** The step that submits a draft under a code. */
const submission = (
  meta: Meta,
  procedure: Procedure,
  code: string,
  calendar: Calendar,
  at: Date,
): Pick<Step, 'events' | 'change' | 'index' | 'writes'> => {
  const submittedAt = at.toISOString();
  const { arrivedAt, givenCode } = meta;
  const intake = intakeTimesOf(calendar, { ...meta, submittedAt });
  const dueAt = intake.dueAt.toISOString();
  const data = {
    code,
    receivedAt: intake.receivedAt.toISOString(),
    ...(arrivedAt && { arrivedAt }),
    ...(givenCode && { given: true as const }),
  };
  // The hours for the answer to a letter run from its arrival: who enters it late has let them pass.
  const passed = dueAt < submittedAt;
  return {
    events: [
      { event: { type: 'dossier.submitted', data }, edge: { transition: 'submit', to: 'new' } },
      ...(passed ? [{ event: { type: 'dossier.deadline-passed' as const, data: { deadline: 'intake', dueAt } } }] : []),
    ],
    change: {
      code,
      submittedAt,
      givenCode: undefined,
      lookups: procedure.lookups.length > 0 ? 'waiting' : 'done',
      deadline: passed ? undefined : { kind: 'intake', at: dueAt },
    },
    index: intakeIndex(calendar, { ...meta, submittedAt }),
    writes: [{ kind: 'create', key: codePointerKey(code), item: { dossierId: meta.dossierId }, otherwise: 'code-taken' }],
  };
};

/**
 * Submits a draft: the dossier gets its code and stands in its office's inbox, and its lookups begin. Asking again, in whatever
 * state the dossier is by then, answers with the same code.
 */
export const submitDossier = (deps: SubmitDossierDeps) => {
  const { ledger, ownerIndex, procedures, calendar, codeIssuers, clock } = deps;

  /** The code of a draft: the one that came with it, or the next number of its issuer; `taken`: the one before, which a dossier has. */
  const codeOf = async (meta: Meta, { id, codeIssuer }: Procedure, at: Date, taken: string | undefined): Promise<IssuedCode> => {
    const { givenCode, office } = meta;
    if (givenCode) return { kind: 'issued', code: givenCode };
    if (codeIssuer === 'NPSP') throw new Error(`a draft of ${id} has no code, though the national portal issues it`);
    const issue = codeIssuers[codeIssuer];
    if (!issue) throw new Error(`there is no issuer ${codeIssuer} of dossier codes`);
    return issue(office, at, taken);
  };

  return async ({ submitter, dossierId, cause }: SubmitDossierInput): Promise<SubmitDossierOutcome> => {
    const owns = await bringsIn(ownerIndex, submitter);
    let drawn: { readonly code: string; readonly given: boolean } | undefined;
    let taken: string | undefined;

    const decide = async (meta: Meta): Promise<Decided<Exclude<SubmitDossierOutcome, { kind: 'submitted' }> | Found>> => {
      if (!owns(meta)) return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'draft') return { outcome: { kind: 'found', meta } };
      const procedure = procedureOf(procedures, meta);
      const refusal = unfit(submitter, meta, procedure);
      if (refusal) return { outcome: refusal };
      const documents = missingDocuments(meta);
      if (documents.length > 0) return { outcome: { kind: 'documents-missing', documents } };

      const at = clock.now();
      // Before a number is drawn: beyond the calendar nothing can be submitted.
      intakeTimesOf(calendar, { ...meta, submittedAt: at.toISOString() });
      // One number however often the step is decided anew.
      if (!drawn) {
        const issued = await codeOf(meta, procedure, at, taken);
        const { office } = meta;
        if (issued.kind === 'agency-unknown') return { outcome: { kind: 'code-issuer-unknown', office } };
        if (issued.kind === 'used-up') return { outcome: { kind: 'codes-used-up', office, day: issued.day } };
        drawn = { code: issued.code, given: meta.givenCode !== undefined };
      }
      const step = submission(meta, procedure, drawn.code, calendar, at);
      const change = { ...step.change, ...(submitter.kind === 'owner' && { identityLevel: Math.min(submitter.level, 4) }) };
      return { step: { at, by: actorOf(submitter), cause, ...step, change } };
    };

    const voidDrawn = async (reason: VoidReason): Promise<void> => {
      if (drawn && !drawn.given) await voidCode(ledger, drawn.code, reason, clock.now());
    };

    const takeOnce = async () => {
      try {
        return await takeStep(deps)(dossierId, decide);
      } catch (error) {
        if (error instanceof DossierBusy) await voidDrawn('DOSSIER_BUSY');
        throw error;
      }
    };

    for (let attempt = 0; attempt < MOST_CODES; attempt += 1) {
      const done = await takeOnce();
      switch (done.kind) {
        case 'taken':
        case 'found': {
          const { meta } = done;
          if (done.kind === 'found' && drawn && drawn.code !== meta.code) await voidDrawn('SUBMITTED_MEANWHILE');
          return { kind: 'submitted', meta, receivedAt: intakeTimesOf(calendar, meta).receivedAt };
        }
        case 'refused':
          if (drawn?.given) return { kind: 'code-taken', code: drawn.code };
          // A dossier that came from outside has the number: it explains itself, and the next free one is drawn.
          taken = drawn?.code;
          drawn = undefined;
          break;
        default:
          return done;
      }
    }
    // The counter has gone on: the same request again goes on from there.
    throw new DossierBusy(dossierId);
  };
};
