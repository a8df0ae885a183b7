import type { Calendar } from '../calendar/calendar.ts';
import { codePointerKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { intakeIndex, intakeTimes } from '../procedure/intake.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { CodeIssuers } from './dossier-code.ts';

export type SubmitDossierDeps = StepDeps & {
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly procedures: Procedures;
  readonly calendar: Calendar;
  readonly codeIssuers: CodeIssuers;
  readonly clock: Clock;
};

export type SubmitDossierInput = { readonly caller: Citizen; readonly dossierId: string; readonly cause: string };

export type SubmitDossierOutcome =
  | { readonly kind: 'submitted'; readonly meta: Meta; readonly receivedAt: Date }
  | { readonly kind: 'level-too-low'; readonly needed: number }
  | { readonly kind: 'documents-missing'; readonly documents: readonly string[] }
  | { readonly kind: 'not-found' };

type Found = { readonly kind: 'found'; readonly meta: Meta };

const missingDocuments = ({ documents }: Meta): string[] =>
  Object.entries(documents).flatMap(([code, state]) => (state === 'expected' ? [code] : []));

/**
 * Submits a draft: the dossier gets its code and stands in its office's inbox, and its lookups begin. Asking again, in whatever
 * state the dossier is by then, answers with the same code.
 */
export const submitDossier = (deps: SubmitDossierDeps) => {
  const { ownerIndex, procedures, calendar, codeIssuers, clock } = deps;

  const issue = (procedure: Procedure, office: string, at: Date): Promise<string> => {
    const issuer = codeIssuers[procedure.codeIssuer];
    if (!issuer) throw new Error(`there is no issuer ${procedure.codeIssuer} of dossier codes`);
    return issuer(office, at);
  };

  return async ({ caller, dossierId, cause }: SubmitDossierInput): Promise<SubmitDossierOutcome> => {
    const ownerKeys = await ownerIndex.all(caller.pin);
    let code: string | undefined;

    const decide = async (meta: Meta): Promise<Decided<Exclude<SubmitDossierOutcome, { kind: 'submitted' }> | Found>> => {
      if (!ownerKeys.includes(meta.ownerKey)) return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'draft') return { outcome: { kind: 'found', meta } };
      const procedure = procedureOf(procedures, meta);
      if (caller.level < procedure.identityLevel.value)
        return { outcome: { kind: 'level-too-low', needed: procedure.identityLevel.value } };
      const documents = missingDocuments(meta);
      if (documents.length > 0) return { outcome: { kind: 'documents-missing', documents } };

      const at = clock.now();
      const submittedAt = at.toISOString();
      const intake = intakeTimes(calendar, meta.agency, at);
      // One number however often the step is decided anew.
      code ??= await issue(procedure, meta.office, at);
      const step: Step = {
        at,
        by: { kind: 'owner' },
        cause,
        events: [
          {
            event: { type: 'dossier.submitted', data: { code, receivedAt: intake.receivedAt.toISOString() } },
            edge: { transition: 'submit', to: 'new' },
          },
        ],
        change: {
          code,
          submittedAt,
          identityLevel: Math.min(caller.level, 4),
          lookups: procedure.lookups.length > 0 ? 'waiting' : 'done',
          deadline: { kind: 'intake', at: intake.dueAt.toISOString() },
        },
        index: intakeIndex(calendar, { agency: meta.agency, submittedAt }),
        writes: [{ kind: 'create', key: codePointerKey(code), item: { dossierId }, otherwise: 'code-taken' }],
      };
      return { step };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
      case 'found': {
        const { meta } = done;
        if (!meta.submittedAt) throw new Error(`dossier ${dossierId} left the draft without a submission`);
        const { receivedAt } = intakeTimes(calendar, meta.agency, new Date(meta.submittedAt));
        return { kind: 'submitted', meta, receivedAt };
      }
      case 'refused':
        throw new Error(`the code ${code} was given twice`);
      default:
        return done;
    }
  };
};
