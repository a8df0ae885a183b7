import { recordAccess } from '../ledger/access.ts';
import { type Filing, openFiling } from '../ledger/filing.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { takesIn } from '../ledger/office-of-dossier.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { Task } from '../ledger/task.ts';
import { openWords, type SaidWords } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { type AskedSupplement, askedSupplements } from './asked-supplements.ts';

export type ReadStaffDossierDeps = {
  readonly ledger: Ledger;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly procedures: Procedures;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

export type ReadStaffDossierOutcome =
  | {
      readonly kind: 'found';
      readonly meta: Meta;
      readonly procedure: Procedure;
      readonly filing: Filing;
      readonly tasks: readonly Task[];
      readonly supplements: readonly AskedSupplement[];
      readonly words: readonly SaidWords[];
    }
  | { readonly kind: 'not-found' };

/** A dossier of the officer's office with its form. The owner can see that it was read: the record is written before the form is opened. */
export const readStaffDossier =
  ({ ledger, personalData, procedures, ids, clock }: ReadStaffDossierDeps) =>
  async (caller: Staff, dossierId: string): Promise<ReadStaffDossierOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !takesIn(meta, caller)) return { kind: 'not-found' };
    const by = { kind: 'staff' as const, id: caller.sub };
    await recordAccess(ledger, { dossierId, id: ids.ulid(), at: clock.now().toISOString(), by, what: 'form' });
    const filing = await openFiling(ledger, personalData, meta);
    const tasks = (await ledger.list(dossierId, 'TASK#')).map((item) => Task.parse(item));
    const supplements = await askedSupplements(ledger, personalData, dossierId);
    const words = await openWords({ ledger, personalData }, dossierId);
    return { kind: 'found', meta, procedure: procedureOf(procedures, meta), filing, tasks, supplements, words };
  };
