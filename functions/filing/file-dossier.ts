import type { Calendar } from '../calendar/calendar.ts';
import type { Access } from '../ledger/access.ts';
import { type Filing, ownerOf, sealFiling } from '../ledger/filing.ts';
import type { IdentityProof } from '../ledger/identity-proof.ts';
import { accessKey, formKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type OpenedOnce, openOnce } from '../ledger/open-once.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { StepDeps } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Fault } from '../platform/faults.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { checkFiling } from '../procedure/check-filing.ts';
import { type ChannelRefusal, channelRefusal } from '../procedure/filing-channel.ts';
import { givenCodeFaults } from '../procedure/given-code.ts';
import { newDossier } from '../procedure/new-dossier.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { arrivalFaults } from './arrival.ts';
import { peopleFaults, peopleOf } from './people.ts';
import { type NotFiledHere, notFiledHere, officesKept } from './receiving-office.ts';

export type FileDossierDeps = StepDeps & {
  readonly ownerIndex: Pick<OwnerIndex, 'current'>;
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly procedures: Procedures;
  readonly calendar: Calendar;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
  readonly cell: string;
};

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
      readonly delivery?: 'ONLINE' | 'COUNTER' | 'POST' | undefined;
    };
  readonly key: string;
  readonly cause: string;
};

type Refusal =
  | { readonly kind: 'procedure-unknown' }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }
  | NotFiledHere
  | ChannelRefusal;

export type FileDossierOutcome =
  | { readonly kind: 'filed'; readonly meta: Meta; readonly procedure: Procedure }
  | Extract<OpenedOnce, { kind: 'key-reused' }>
  | Refusal;

/**
 * An officer opens a dossier for a person who came to the counter or wrote a letter. It is the owner's, who sees it, that an officer has
 * filed it, and that the officer knows what is in it; the officer's account stands for nobody but the officer. The same person may file
 * the same procedure again: only the request's own key keeps it from being filed twice.
 * @throws DossierBusy when other writes were in the way five times in a row
 */
export const fileDossier = (deps: FileDossierDeps) => {
  const { ownerIndex, personalData, procedures, calendar, ids, cell } = deps;

  return async ({ caller, filing, key, cause }: FileDossierInput): Promise<FileDossierOutcome> => {
    const request = { caller: caller.sub, operation: 'fileDossier', key, body: filing };

    const opened = await openOnce(deps)<Refusal>(request, async (at) => {
      const { channel, delivery, code } = filing;
      const procedure = procedures.current(filing.procedure);
      if (!procedure) return { outcome: { kind: 'procedure-unknown' } };
      const checked = checkFiling(procedure, filing.form, cell);
      if ('faults' in checked) return { outcome: { kind: 'invalid', faults: checked.faults } };
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

      const dossierId = ids.ulid();
      const people = peopleOf(filing);
      const kept = officesKept(offices);
      const meta = newDossier({
        ...{ dossierId, at, procedure, checked, channel, identityLevel: 0, byProxy: people.owner !== undefined },
        ownerKey: await ownerIndex.current(ownerOf(people).pin),
        more: {
          ...kept,
          ...(arrivedAt && { arrivedAt: new Date(arrivedAt).toISOString() }),
          ...(code && { givenCode: code }),
          ...(delivery && delivery !== 'ONLINE' && { delivery }),
        },
      });
      const by = { kind: 'staff' as const, id: caller.sub };
      const data = {
        procedure: procedure.id,
        procedureVersion: procedure.version,
        channel,
        ...kept,
        ...(filing.channel === 'counter' && { identityVerifiedBy: filing.identityVerifiedBy }),
        ...(people.owner && { authorisation: people.owner.authorisation }),
      };
      const access: Access = { dossierId, id: ids.ulid(), at: at.toISOString(), by, what: 'form' };
      const step: Step = {
        at,
        by,
        cause,
        events: [{ event: { type: 'dossier.drafted', data } }],
        change: {},
        writes: [
          { kind: 'put', key: formKey(dossierId), item: await sealFiling(personalData, dossierId, { ...people, form: checked.form }) },
          { kind: 'put', key: accessKey(dossierId, access.id), item: access },
        ],
      };
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
