import type { Calendar } from '../calendar/calendar.ts';
import { terminalStates } from '../ledger/dossier-state.ts';
import { openFiling, ownerOf } from '../ledger/filing.ts';
import { lookupsWaitingKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { type DelayedQueue, retryDelayS } from '../platform/delayed-queue.ts';
import type { NationalCell } from '../platform/national-cell.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { awaitsIntake, intakeIndex } from '../procedure/intake.ts';
import { findingOf } from './findings.ts';
import { lookupRequest } from './lookup-request.ts';

/** Asks for the lookups of a dossier; `attempt` counts the repeats so far. */
export type LookupMessage = { readonly dossierId: string; readonly attempt: number };

export type RunLookupsDeps = StepDeps & {
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly nationalCell: Pick<NationalCell, 'lookUp'>;
  readonly procedures: Procedures;
  readonly calendar: Calendar;
  readonly queue: DelayedQueue<LookupMessage>;
  readonly clock: Clock;
};

export type RunLookupsOutcome =
  | { readonly kind: 'looked-up'; readonly findings: Readonly<Record<string, string>> }
  /** The national cell gave no answer; the dossier says so and the lookups go on in `delaySeconds`. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly delaySeconds: number }
  | NotNeeded;

/** Looked up already, or the dossier no longer needs it. */
type NotNeeded = { readonly kind: 'not-needed' };
type SaidBefore = { readonly kind: 'said-before' };

/** The national cell refused for good: a defect of the catalogue or of the request, for a person to look at. */
export class LookupRefused extends Error {
  constructor(dossierId: string, problem: string) {
    super(`the national cell refused the lookups of dossier ${dossierId}: ${problem}`);
    this.name = 'LookupRefused';
  }
}

const WAITING_ALREADY = 'waiting-already';
/** Also while the applicant completes the dossier or asks for it back: it may have to be accepted yet, and nobody asks the registries again. */
const isWaiting = ({ state, lookups }: Meta): boolean => lookups === 'waiting' && !terminalStates.includes(state);

/**
 * Asks the registries about a submitted dossier and keeps what their answers mean. Without an answer the dossier waits visibly,
 * said once in its history, and the message is sent anew with a delay.
 * @throws LookupRefused
 */
export const runLookups = (deps: RunLookupsDeps) => {
  const { ledger, personalData, nationalCell, procedures, calendar, queue, clock } = deps;

  const stepOf = (meta: Meta, cause: string, step: Pick<Step, 'events' | 'change' | 'writes'>): Step => ({
    at: clock.now(),
    by: { kind: 'system', id: 'run-lookups' },
    cause,
    ...(awaitsIntake(meta) && { index: intakeIndex(calendar, meta) }),
    ...step,
  });

  const keepFindings = (dossierId: string, cause: string, findings: Record<string, string>) =>
    takeStep(deps)(dossierId, (meta): Decided<NotNeeded> => {
      if (!isWaiting(meta)) return { outcome: { kind: 'not-needed' } };
      const events: Step['events'] = [{ event: { type: 'dossier.looked-up', data: { findings } } }];
      return { step: stepOf(meta, cause, { events, change: { findings, lookups: 'done' } }) };
    });

  const saySoOnce = (dossierId: string, cause: string, reason: string) =>
    takeStep(deps)(dossierId, async (meta): Promise<Decided<NotNeeded | SaidBefore>> => {
      if (!isWaiting(meta)) return { outcome: { kind: 'not-needed' } };
      // A step that its condition refuses is paid for as if it were written, at each of many attempts.
      if (await ledger.readItem(lookupsWaitingKey(dossierId))) return { outcome: { kind: 'said-before' } };
      const events: Step['events'] = [{ event: { type: 'dossier.lookups-waiting', data: { reason } } }];
      const mark = { kind: 'create' as const, key: lookupsWaitingKey(dossierId), item: { reason }, otherwise: WAITING_ALREADY };
      return { step: stepOf(meta, cause, { events, change: {}, writes: [mark] }) };
    });

  return async ({ dossierId, attempt }: LookupMessage, cause: string): Promise<RunLookupsOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta) throw new Error(`a message names dossier ${dossierId}, which does not exist`);
    if (!isWaiting(meta)) return { kind: 'not-needed' };
    const procedure = procedureOf(procedures, meta);
    const filing = await openFiling(ledger, personalData, meta);
    const looked = await nationalCell.lookUp(lookupRequest(meta, procedure, filing));

    switch (looked.kind) {
      case 'answered': {
        const findings = Object.fromEntries(looked.answers.map((answer) => [answer.registry, findingOf(answer, ownerOf(filing))]));
        const done = await keepFindings(dossierId, cause, findings);
        return done.kind === 'taken' ? { kind: 'looked-up', findings } : { kind: 'not-needed' };
      }
      case 'unavailable': {
        const { reason } = looked;
        const said = await saySoOnce(dossierId, cause, reason);
        if (said.kind === 'not-needed') return said;
        const delaySeconds = retryDelayS(attempt);
        await queue.send({ dossierId, attempt: attempt + 1 }, delaySeconds);
        return { kind: 'waiting', reason, delaySeconds };
      }
      case 'refused':
        throw new LookupRefused(dossierId, `${looked.status} ${looked.problem}`);
    }
  };
};
