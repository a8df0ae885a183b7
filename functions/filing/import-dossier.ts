import type { Calendar } from '../calendar/calendar.ts';
import type { Filing } from '../ledger/filing.ts';
import { codePointerKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type OpenedOnce, openOnce } from '../ledger/open-once.ts';
import type { StepDeps } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Procedures } from '../procedure/catalogue.ts';
import { checkedFiling, type FilingRefusal } from '../procedure/check-filing.ts';
import { takesDossiersIn } from '../procedure/offices.ts';
import { channelOfPortal, type PortalChannel } from '../procedure/portal-channel.ts';
import { type EnterDossierDeps, enterDossier } from './entered-dossier.ts';
import { type Stamps, stampFaults } from './import-stamps.ts';
import { importedAcceptance, importedSubmission, type Progress } from './imported-progress.ts';
import { peopleFaults } from './people.ts';
import type { NotFiledHere } from './receiving-office.ts';

export type ImportDossierDeps = StepDeps &
  EnterDossierDeps & { readonly procedures: Procedures; readonly calendar: Calendar; readonly clock: Clock; readonly cell: string };

export type ImportDossierInput = {
  readonly caller: Staff;
  readonly imported: Stamps &
    Pick<Filing, 'applicant' | 'owner'> & {
      /** The system that it comes from. */
      readonly source: string;
      readonly procedure: string;
      readonly form: unknown;
      readonly kenhThucHien: PortalChannel | null;
      readonly receivingOffice?: string | undefined;
    };
  readonly key: string;
  readonly cause: string;
};

type Refusal =
  | FilingRefusal
  | { readonly kind: 'fee-unknown'; readonly day: string }
  | { readonly kind: 'time-limit-unknown'; readonly procedure: string }
  | NotFiledHere;

export type ImportDossierOutcome =
  | { readonly kind: 'imported'; readonly meta: Meta }
  /** The code belongs to a dossier of the cell already: imported before, or issued here. */
  | { readonly kind: 'code-taken' }
  | Extract<OpenedOnce, { kind: 'key-reused' }>
  | Refusal;

/**
 * Takes over a dossier that another system has begun, in one step: with its code, its own stamps and the state that it is in. From then
 * on it is a dossier like any other; its files stay with the system that it comes from.
 * @throws OutsideCalendar
 * @throws DossierBusy when other writes were in the way five times in a row
 */
export const importDossier = (deps: ImportDossierDeps) => {
  const { procedures, calendar, cell } = deps;

  return async ({ caller, imported, key, cause }: ImportDossierInput): Promise<ImportDossierOutcome> => {
    const request = { caller: caller.sub, operation: 'importDossier', key, body: imported };

    const opened = await openOnce(deps)<Refusal>(request, async (at) => {
      const filed = checkedFiling(procedures, imported, cell);
      if (filed.kind !== 'checked') return { outcome: filed };
      const { procedure, checked } = filed;
      if (!procedure.timeLimit.value) return { outcome: { kind: 'time-limit-unknown', procedure: procedure.id } };
      const faults = [...peopleFaults(imported), ...stampFaults(imported, procedure, calendar, at)];
      if (faults.length > 0) return { outcome: { kind: 'invalid', faults } };
      const competent = checked.offices[procedure.office];
      const received = imported.receivingOffice ?? competent;
      if (imported.receivingOffice && !takesDossiersIn(cell, received)) return { outcome: { kind: 'not-filed-here', reason: 'OFFICE' } };

      const { arrivedAt, source, code } = imported;
      const offices = { supported: received, received, competent };
      const channel = channelOfPortal(imported.kenhThucHien);
      const entered = await enterDossier(deps)({ at, procedure, channel, caller, people: imported, checked, offices, arrivedAt });
      const { meta, by } = entered;
      const place = { procedure, calendar, offices: checked.offices, at };
      const submission = importedSubmission(meta, imported, place);
      const acceptance = imported.status === 1 ? undefined : importedAcceptance({ ...meta, ...submission.change }, imported, place);
      if (acceptance && 'feeUnknownOn' in acceptance) return { outcome: { kind: 'fee-unknown', day: acceptance.feeUnknownOn } };

      const progress: Progress[] = [submission, ...(acceptance ? [acceptance] : [])];
      const step: Step = {
        at,
        by,
        cause,
        events: [{ event: { type: 'dossier.drafted', data: { ...entered.drafted, source } } }, ...progress.flatMap(({ events }) => events)],
        change: { ...submission.change, ...acceptance?.change },
        ...(submission.index && { index: submission.index }),
        writes: [
          ...entered.writes,
          { kind: 'create', key: codePointerKey(code), item: { dossierId: meta.dossierId }, otherwise: 'code-taken' },
          ...progress.flatMap(({ writes = [] }) => writes),
        ],
      };
      return { meta, step };
    });

    switch (opened.kind) {
      case 'opened':
        return { kind: 'imported', meta: opened.meta };
      case 'refused':
        return { kind: 'code-taken' };
      default:
        return opened;
    }
  };
};
