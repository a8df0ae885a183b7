import type { Calendar } from '../calendar/calendar.ts';
import type { Filing } from '../ledger/filing.ts';
import type { IdentityProof } from '../ledger/identity-proof.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type OpenedOnce, openOnce } from '../ledger/open-once.ts';
import type { StepDeps } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { checkedFiling, type FilingRefusal } from '../procedure/check-filing.ts';
import { type ChannelRefusal, channelRefusal } from '../procedure/filing-channel.ts';
import { givenCodeFaults } from '../procedure/given-code.ts';
import type { NewDossier } from '../procedure/new-dossier.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { arrivalFaults } from './arrival.ts';
import { type EnterDossierDeps, enterDossier } from './entered-dossier.ts';
import { peopleFaults } from './people.ts';
import { type NotFiledHere, notFiledHere } from './receiving-office.ts';

export type FileDossierDeps = StepDeps &
  EnterDossierDeps & { readonly procedures: Procedures; readonly calendar: Calendar; readonly clock: Clock; readonly cell: string };

/** How the dossier reached the office: the person stands at the counter and was verified, or a letter came. */
type Arrival =
  | { readonly channel: 'counter'; readonly identityVerifiedBy: IdentityProof }
  | { readonly channel: 'post'; readonly arrivedAt: string };

export type FileDossierInput = {
  readonly caller: Staff;
  readonly filing: Arrival &
    Pick<Filing, 'applicant' | 'owner'> & {
      readonly procedure: string;
      readonly form: unknown;
      readonly receivingOffice?: string | undefined;
      readonly code?: string | undefined;
      readonly delivery?: NewDossier['delivery'];
    };
  readonly key: string;
  readonly cause: string;
};

type Refusal = FilingRefusal | NotFiledHere | ChannelRefusal;

export type FileDossierOutcome =
  | { readonly kind: 'filed'; readonly meta: Meta; readonly procedure: Procedure }
  | Extract<OpenedOnce, { kind: 'key-reused' }>
  | Refusal;

/**
 * An officer opens a dossier for a person who came to the counter or wrote a letter. The same person may file the same procedure again:
 * only the request's own key keeps it from being filed twice.
 * @throws DossierBusy when other writes were in the way five times in a row
 */
export const fileDossier = (deps: FileDossierDeps) => {
  const { procedures, calendar, cell } = deps;

  return async ({ caller, filing, key, cause }: FileDossierInput): Promise<FileDossierOutcome> => {
    const request = { caller: caller.sub, operation: 'fileDossier', key, body: filing };

    const opened = await openOnce(deps)<Refusal>(request, async (at) => {
      const { channel, delivery, code } = filing;
      const filed = checkedFiling(procedures, filing, cell);
      if (filed.kind !== 'checked') return { outcome: filed };
      const { procedure, checked } = filed;
      const offices = {
        supported: caller.office,
        received: filing.receivingOffice ?? caller.office,
        competent: checked.offices[procedure.office],
      };
      const refusal = notFiledHere(cell, procedure, offices) ?? channelRefusal(procedure, channel, at);
      if (refusal) return { outcome: refusal };
      const arrivedAt = filing.channel === 'post' ? filing.arrivedAt : undefined;
      const faults = [
        ...peopleFaults(filing),
        ...givenCodeFaults(procedure, code, at),
        ...(arrivedAt ? arrivalFaults(calendar, arrivedAt, at) : []),
      ];
      if (faults.length > 0) return { outcome: { kind: 'invalid', faults } };

      const entered = await enterDossier(deps)({
        ...{ at, procedure, channel, givenCode: code, delivery, caller, people: filing, checked, offices, arrivedAt },
      });
      const { meta, by, writes } = entered;
      const data = { ...entered.drafted, ...(filing.channel === 'counter' && { identityVerifiedBy: filing.identityVerifiedBy }) };
      const step: Step = { at, by, cause, events: [{ event: { type: 'dossier.drafted', data } }], change: {}, writes };
      return { meta, step };
    });

    switch (opened.kind) {
      case 'opened':
        return { kind: 'filed', meta: opened.meta, procedure: procedureOf(procedures, opened.meta) };
      case 'refused':
        throw new Error(`the filing was refused: ${opened.by}`);
      default:
        return opened;
    }
  };
};
