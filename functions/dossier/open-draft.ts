import { sealFiling } from '../ledger/filing.ts';
import { formKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type OpenedOnce, openOnce } from '../ledger/open-once.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { StepDeps } from '../ledger/take-step.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Fault } from '../platform/faults.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { checkedFiling, type FilingRefusal } from '../procedure/check-filing.ts';
import { type ChannelRefusal, channelRefusal } from '../procedure/filing-channel.ts';
import { givenCodeFaults } from '../procedure/given-code.ts';
import { type NewDossier, newDossier } from '../procedure/new-dossier.ts';
import { oneStopOfKiosk } from '../procedure/offices.ts';
import type { Procedure } from '../procedure/procedure.ts';

export type OpenDraftDeps = StepDeps & {
  readonly ownerIndex: Pick<OwnerIndex, 'current'>;
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly procedures: Procedures;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
  readonly cell: string;
};

export type OpenDraftInput = {
  readonly caller: Citizen;
  readonly procedure: string;
  readonly form: unknown;
  /** The kiosk at which the citizen files. */
  readonly kiosk?: string | undefined;
  /** The code that the national portal has given the filing. */
  readonly code?: string | undefined;
  readonly delivery?: NewDossier['delivery'];
  readonly key: string;
  readonly cause: string;
};

type Refusal = FilingRefusal | ChannelRefusal;

export type OpenDraftOutcome =
  | { readonly kind: 'opened'; readonly meta: Meta; readonly procedure: Procedure }
  | Extract<OpenedOnce, { kind: 'key-reused' }>
  | Refusal;

/**
 * Opens a dossier as a draft of the citizen's own, online or at a kiosk. The form is sealed in an item of its own; the same idempotency
 * key opens one draft only.
 * @throws DossierBusy when other writes were in the way five times in a row
 */
export const openDraft = (deps: OpenDraftDeps) => {
  const { ownerIndex, personalData, procedures, ids, cell } = deps;

  return async ({ caller, procedure: id, form, kiosk, code, delivery, key, cause }: OpenDraftInput): Promise<OpenDraftOutcome> => {
    const body = { procedure: id, form, kiosk, code, delivery };
    const request = { caller: caller.sub, operation: 'openDraft', key, body };

    const opened = await openOnce(deps)<Refusal>(request, async (at) => {
      const filed = checkedFiling(procedures, body, cell);
      if (filed.kind !== 'checked') return { outcome: filed };
      const { procedure, checked } = filed;
      const oneStop = kiosk && oneStopOfKiosk(cell, kiosk);
      const faults: readonly Fault[] = [
        ...givenCodeFaults(procedure, code, at),
        ...(kiosk && !oneStop ? [{ pointer: '/body/kiosk', detail: `is no kiosk of cell ${cell}` }] : []),
      ];
      if (faults.length > 0) return { outcome: { kind: 'invalid', faults } };
      const channel = oneStop ? 'kiosk' : 'online';
      const refusal = channelRefusal(procedure, channel, at);
      if (refusal) return { outcome: refusal };

      const dossierId = ids.ulid();
      const meta = newDossier({
        ...{ dossierId, at, procedure, checked, channel, identityLevel: caller.level, givenCode: code, delivery },
        ownerKey: await ownerIndex.current(caller.pin),
        more: { ...(oneStop && { supportedOffice: oneStop }) },
      });
      const filing = { applicant: { pin: caller.pin, name: caller.name.normalize('NFC') }, form: checked.form };
      const data = {
        procedure: procedure.id,
        procedureVersion: procedure.version,
        channel,
        ...(oneStop && { kiosk, supportedOffice: oneStop }),
      };
      const step: Step = {
        at,
        by: { kind: 'owner' },
        cause,
        events: [{ event: { type: 'dossier.drafted', data } }],
        change: {},
        writes: [{ kind: 'put', key: formKey(dossierId), item: await sealFiling(personalData, dossierId, filing) }],
      };
      return { meta, step };
    });

    switch (opened.kind) {
      case 'opened':
        return { kind: 'opened', meta: opened.meta, procedure: procedureOf(procedures, opened.meta) };
      case 'refused':
        throw new Error(`the draft was refused: ${opened.by}`);
      default:
        return opened;
    }
  };
};
