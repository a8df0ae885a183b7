import { recordAccess } from '../ledger/access.ts';
import { type Filing, openFiling, ownerOf } from '../ledger/filing.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import { isWithAgencies } from '../ledger/with-agencies.ts';
import type { AgencySystem } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { readPointer } from '../procedure/facts.ts';
import type { Procedure } from '../procedure/procedure.ts';

export type ReadTaskDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem' | 'putItem'>;
  readonly personalData: PersonalData;
  readonly procedures: Procedures;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

export type ReadTaskInput = { readonly caller: Pick<AgencySystem, 'system'>; readonly taskId: string };

/** What an agency needs of a person to answer an open task: whose dossier it is, and what the procedure is about (the dwelling, say). */
export type TaskSubject = { readonly applicant: Filing['applicant']; readonly subject: unknown; readonly documents: readonly string[] };

export type ReadTaskOutcome =
  | {
      readonly kind: 'found';
      readonly task: Task;
      readonly meta: Meta;
      readonly procedure: Procedure;
      /** Only while the task can be answered. */
      readonly personal?: TaskSubject;
    }
  | { readonly kind: 'not-found' };

const taskSubject = (filing: Filing, { subject }: Procedure, { documents }: Meta): TaskSubject => ({
  applicant: ownerOf(filing),
  // The object of the form that the commune stands in; contact data and the rest of the form stay here.
  subject: readPointer(filing.form, subject.commune.slice(0, subject.commune.lastIndexOf('/'))),
  documents: Object.entries(documents).flatMap(([code, state]) => (state === 'uploaded' ? [code] : [])),
});

/**
 * One task as its agency sees it. While it is open the agency gets the personal data that it needs, after the reading was recorded;
 * a closed task gives none, and no record.
 */
export const readTask = (deps: ReadTaskDeps) => {
  const { ledger, personalData, procedures, ids, clock } = deps;

  return async ({ caller: { system }, taskId }: ReadTaskInput): Promise<ReadTaskOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    const meta = await ledger.readMeta(dossierId);
    const item = meta && (await ledger.readItem(taskKey(dossierId, n)));
    if (!meta || !item) return { kind: 'not-found' };
    const task = Task.parse(item);
    if (task.agency !== system) return { kind: 'not-found' };
    const procedure = procedureOf(procedures, meta);
    if (task.state !== 'open' || !isWithAgencies(meta)) return { kind: 'found', task, meta, procedure };

    const personal = taskSubject(await openFiling(ledger, personalData, meta), procedure, meta);
    const at = clock.now().toISOString();
    await recordAccess(ledger, { dossierId, id: ids.ulid(), at, by: { kind: 'agency', id: system }, what: 'form', taskId });
    return { kind: 'found', task, meta, procedure, personal };
  };
};
