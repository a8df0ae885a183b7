import { recordAccess } from '../ledger/access.ts';
import type { HistoryEvent } from '../ledger/history-event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { givesReceipt, partOf } from '../ledger/office-of-dossier.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { readHistory } from '../ledger/read-history.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { parseFormId } from './form-id.ts';
import { type FormSourcesDeps, readFormSources } from './form-sources.ts';
import type { FormEntry, IssuedForm } from './issued-form.ts';
import { eventOfForm, type FormReader, listForms } from './list-forms.ts';
import { makeForm } from './make-form.ts';

export type FormReadingDeps = FormSourcesDeps & {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem' | 'list' | 'putItem'>;
  readonly ownerIndex: OwnerIndex;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

/** Who wants to see the forms of a dossier: its owner by number, or an officer of an office that has, or had, a part in it. */
export type FormCaller =
  | { readonly kind: 'owner'; readonly pin: string }
  | { readonly kind: 'officer'; readonly sub: string; readonly office: string };

export type FormRequest = { readonly caller: FormCaller; readonly dossierId: string; readonly form: string };

type Dossier = {
  readonly meta: Meta;
  readonly procedure: Procedure;
  readonly history: readonly HistoryEvent[];
  readonly reader: FormReader;
};
type NotFound = { readonly kind: 'not-found' };
export type FormsListed = { readonly kind: 'listed'; readonly forms: readonly FormEntry[] } | NotFound;

/** A form that the caller may see; `make` opens the personal data that it shows. */
export type FormFound =
  | { readonly kind: 'found'; readonly make: () => Promise<IssuedForm> }
  | { readonly kind: 'form-not-found' }
  | NotFound;

/** The forms of a dossier for whoever may see them; for everybody else there is no such dossier. */
export const formReading = (deps: FormReadingDeps) => {
  const { ledger, ownerIndex, procedures, ids, clock } = deps;
  const sourcesOf = readFormSources(deps);

  const readerOf = async (meta: Meta, caller: FormCaller): Promise<FormReader | undefined> => {
    if (caller.kind === 'owner') return (await ownerIndex.all(caller.pin)).includes(meta.ownerKey) ? 'owner' : undefined;
    if (partOf(meta, caller)) return 'officer';
    return givesReceipt(meta, caller) ? 'counter' : undefined;
  };

  const open = async (caller: FormCaller, dossierId: string): Promise<Dossier | undefined> => {
    const meta = await ledger.readMeta(dossierId);
    const reader = meta && (await readerOf(meta, caller));
    if (!meta || !reader) return undefined;
    return { meta, procedure: procedureOf(procedures, meta), history: await readHistory(ledger, meta), reader };
  };

  return {
    list: async (caller: FormCaller, dossierId: string): Promise<FormsListed> => {
      const dossier = await open(caller, dossierId);
      return dossier ? { kind: 'listed', forms: listForms(dossier, dossier.reader) } : { kind: 'not-found' };
    },

    /** Finds a form. The owner can see that an officer did: the record is written before anything is opened. */
    find: async ({ caller, dossierId, form }: FormRequest): Promise<FormFound> => {
      const dossier = await open(caller, dossierId);
      if (!dossier) return { kind: 'not-found' };
      const event = eventOfForm(dossier, form, dossier.reader);
      if (!event) return { kind: 'form-not-found' };
      if (caller.kind === 'officer') {
        const by = { kind: 'staff' as const, id: caller.sub };
        await recordAccess(ledger, { dossierId, id: ids.ulid(), at: clock.now().toISOString(), by, what: `issued-form:${form}` });
      }
      const { code } = parseFormId(form);
      const make = async () => makeForm(await sourcesOf(dossier.meta, dossier.history, event, code), code);
      return { kind: 'found', make };
    },
  };
};
