import type { Meta } from '../ledger/meta.ts';
import type { Staff } from '../platform/caller.ts';

/** Whether an officer may know of a dossier: it was submitted to the officer's own office. Anybody else gets 404. */
export const isOfOffice = ({ office, state }: Meta, officer: Pick<Staff, 'office'>): boolean =>
  office === officer.office && state !== 'draft';
