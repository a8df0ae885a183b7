import { recordAccess } from '../ledger/access.ts';
import { type Filing, openFiling } from '../ledger/filing.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { partOf } from '../ledger/office-of-dossier.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import type { Task } from '../ledger/task.ts';
import { openTaskWords, type TaskWords } from '../ledger/task-words.ts';
import { openWords, type SaidWords } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { type AskedSupplement, askedSupplements } from './asked-supplements.ts';
import { type BookedPayment, bookedPayments } from './booked-payments.ts';
import { wordsForOwner } from './words-for-owner.ts';

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
      readonly tasks: readonly (Task & TaskWords)[];
      readonly supplements: readonly AskedSupplement[];
      readonly words: readonly SaidWords[];
      readonly payments: readonly BookedPayment[];
    }
  | { readonly kind: 'not-found' };

/**
 * A dossier that the officer's office has a part in, with its form. The owner can see that it was read: the record is written before
 * the form is opened. What agencies answered, offices wrote to each other and the gateway took is for the office that decides.
 */
export const readStaffDossier =
  ({ ledger, personalData, procedures, ids, clock }: ReadStaffDossierDeps) =>
  async (caller: Staff, dossierId: string): Promise<ReadStaffDossierOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    const part = meta && partOf(meta, caller);
    if (!part) return { kind: 'not-found' };
    const by = { kind: 'staff' as const, id: caller.sub };
    await recordAccess(ledger, { dossierId, id: ids.ulid(), at: clock.now().toISOString(), by, what: 'form' });
    const filing = await openFiling(ledger, personalData, meta);
    const decides = part === 'decides';
    const stored = decides ? await readTasks(ledger, meta) : [];
    const tasks = await Promise.all(stored.map(async (task) => ({ ...task, ...(await openTaskWords(personalData, task)) })));
    const supplements = await askedSupplements(ledger, personalData, dossierId);
    const words = await openWords({ ledger, personalData }, dossierId, decides ? undefined : wordsForOwner);
    const payments = decides ? await bookedPayments(ledger, meta) : [];
    return { kind: 'found', meta, procedure: procedureOf(procedures, meta), filing, tasks, supplements, words, payments };
  };
