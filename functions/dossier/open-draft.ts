import { sealFiling } from '../ledger/filing.ts';
import { earlierUse, KEY_USED, oncePointer } from '../ledger/idempotency.ts';
import { formKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { DossierBusy, MOST_ATTEMPTS, type StepDeps } from '../ledger/take-step.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type Fault, pointerTo } from '../platform/faults.ts';
import type { Ids } from '../platform/ids.ts';
import { backoffMs } from '../platform/retry.ts';
import type { Procedures } from '../procedure/catalogue.ts';
import { documentsNeeded, factsOf, readPointer } from '../procedure/facts.ts';
import { checkForm } from '../procedure/form.ts';
import { officesOf } from '../procedure/offices.ts';
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
  readonly key: string;
  readonly cause: string;
};

export type OpenDraftOutcome =
  | { readonly kind: 'opened'; readonly meta: Meta; readonly procedure: Procedure }
  | { readonly kind: 'procedure-unknown' }
  | { readonly kind: 'form-invalid'; readonly faults: readonly Fault[] }
  | { readonly kind: 'key-reused' };

/** Where the form stands in the request, for the pointers of its faults. */
const FORM = ['body', 'form'] as const;

type Checked = { readonly form: Record<string, unknown>; readonly office: string };

/** The form by its schema, a commune of this cell in it, and a parcel of that commune. */
const check = (procedure: Procedure, form: unknown, cell: string): Checked | { readonly faults: readonly Fault[] } => {
  const checked = checkForm(procedure, form, FORM);
  if (checked.kind === 'invalid') return { faults: checked.faults };
  const { subject } = procedure;
  const fault = (place: string, detail: string) => ({ faults: [{ pointer: `${pointerTo(FORM)}${place}`, detail }] });
  const commune = String(readPointer(checked.form, subject.commune));
  const offices = officesOf(cell, commune);
  if (!offices) return fault(subject.commune, `is no commune of cell ${cell}`);
  const parcel = subject.parcel && readPointer(checked.form, subject.parcel);
  if (subject.parcel && typeof parcel === 'string' && parcel.split('/')[0] !== commune)
    return fault(subject.parcel, `is no parcel of commune ${commune}`);
  return { form: checked.form, office: offices[procedure.office] };
};

/**
 * Opens a dossier as a draft. The form is sealed in an item of its own; the same idempotency key opens one draft only.
 * @throws DossierBusy when other writes were in the way five times in a row
 */
export const openDraft = (deps: OpenDraftDeps) => {
  const { ledger, ownerIndex, personalData, procedures, ids, clock, cell, pause, random } = deps;

  return async ({ caller, procedure: id, form, key, cause }: OpenDraftInput): Promise<OpenDraftOutcome> => {
    const request = { caller: caller.sub, operation: 'openDraft', key, body: { procedure: id, form } };

    const openedBefore = async (at: Date): Promise<OpenDraftOutcome | undefined> => {
      const earlier = await earlierUse(ledger, request, at);
      if (!earlier) return undefined;
      if (earlier.kind === 'other-request') return { kind: 'key-reused' };
      const meta = await ledger.readMeta(earlier.reference);
      const procedure = meta && procedures.version(meta.procedure, meta.procedureVersion);
      if (!meta || !procedure) throw new Error(`dossier ${earlier.reference} or its procedure is gone`);
      return { kind: 'opened', meta, procedure };
    };

    const at = clock.now();
    const before = await openedBefore(at);
    if (before) return before;

    const procedure = procedures.current(id);
    if (!procedure) return { kind: 'procedure-unknown' };
    const checked = check(procedure, form, cell);
    if ('faults' in checked) return { kind: 'form-invalid', faults: checked.faults };

    const dossierId = ids.ulid();
    const facts = factsOf(procedure, checked.form);
    const meta: Meta = {
      dossierId,
      itemVersion: 1,
      n: 0,
      state: 'draft',
      procedure: procedure.id,
      procedureVersion: procedure.version,
      ownerKey: await ownerIndex.current(caller.pin),
      channel: 'online',
      identityLevel: Math.min(Math.max(caller.level, 0), 4),
      agency: procedure.agency,
      office: checked.office,
      facts: { ...facts },
      documents: Object.fromEntries(documentsNeeded(procedure, facts).map(({ code }) => [code, 'expected' as const])),
      createdAt: at.toISOString(),
      lookups: 'none',
      findings: {},
      amountDue: 0,
      attempts: 0,
      stages: [],
      stage: 0,
      openTasks: 0,
      run: 0,
    };
    const filing = { applicant: { pin: caller.pin, name: caller.name.normalize('NFC') }, form: checked.form };
    const step: Step = {
      at,
      by: { kind: 'owner' },
      cause,
      events: [
        {
          event: { type: 'dossier.drafted', data: { procedure: procedure.id, procedureVersion: procedure.version, channel: meta.channel } },
        },
      ],
      change: {},
      writes: [
        { kind: 'put', key: formKey(dossierId), item: await sealFiling(personalData, dossierId, filing) },
        oncePointer(request, dossierId, at),
      ],
    };
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const written = await ledger.open(meta, step);
      if (written.kind === 'committed') return { kind: 'opened', meta: written.meta, procedure };
      if (written.kind === 'refused' && written.by !== KEY_USED) throw new Error(`dossier ${dossierId} was refused: ${written.by}`);
      // The same request won at the same moment, or is about to: answer with its dossier.
      const meanwhile = await openedBefore(at);
      if (meanwhile) return meanwhile;
      await pause(backoffMs(attempt, random()));
    }
    throw new DossierBusy(dossierId);
  };
};
