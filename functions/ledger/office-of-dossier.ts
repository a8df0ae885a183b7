import type { Staff } from '../platform/caller.ts';
import { terminalStates } from './dossier-state.ts';
import type { Meta } from './meta.ts';

type Officer = Pick<Staff, 'office'>;

/** What of META says which offices have to do with a dossier. */
type Offices = Pick<Meta, 'office' | 'receivedOffice' | 'state'>;

/**
 * Whether an officer takes a submitted dossier in: at the office that decides it, or at the one-stop that received it where it is not
 * bound to place (checked when it was filed). Anybody else gets 404. What the officer may still do and read of it, others say: the
 * state of the dossier, and `partOf`.
 */
export const takesIn = ({ office, receivedOffice, state }: Offices, officer: Officer): boolean =>
  state !== 'draft' && (office === officer.office || receivedOffice === officer.office);

/** The office whose clerk entered the dossier for its applicant; undefined for what citizens file themselves. */
export const enteredAt = ({
  channel,
  office,
  receivedOffice,
  supportedOffice,
}: Pick<Meta, 'channel' | 'office' | 'receivedOffice' | 'supportedOffice'>): string | undefined =>
  channel === 'counter' || channel === 'post' ? (supportedOffice ?? receivedOffice ?? office) : undefined;

/**
 * What an office has to do with a dossier at this moment:
 * `decides`: it is competent;
 * `takes-in`: the one-stop that received it, until it is accepted (an intake that ended otherwise stays with the one-stop);
 * `hands-over`: the same one-stop again, while a result on paper lies at its counter;
 * `helps`: the office whose clerk entered it, while its applicant is asked to complete it.
 */
export type Part = 'decides' | 'takes-in' | 'hands-over' | 'helps';

type InvolvedMeta = Offices & Pick<Meta, 'acceptedAt' | 'delivery' | 'channel' | 'supportedOffice' | 'supplement'>;

const receivingPart = ({ acceptedAt, state, delivery }: InvolvedMeta): Part | undefined => {
  if (!acceptedAt) return 'takes-in';
  return state === 'processed' && delivery ? 'hands-over' : undefined;
};

/**
 * The one rule of which office reads a submitted dossier: whoever has a part in it, for as long as it has. Anybody else gets 404, and so
 * does an office that has handed it to another one. Drafts are read by nobody but who enters them.
 */
export const partOf = (meta: InvolvedMeta, officer: Officer): Part | undefined => {
  const { state, office, receivedOffice, supplement } = meta;
  if (state === 'draft') return undefined;
  if (office === officer.office) return 'decides';
  const receiving = receivedOffice === officer.office ? receivingPart(meta) : undefined;
  if (receiving) return receiving;
  const isAsked = state === 'supplement-requested' && supplement !== undefined && !supplement.provided;
  return isAsked && enteredAt(meta) === officer.office ? 'helps' : undefined;
};

/**
 * Whether the one-stop that took the dossier in may still print the receipt that it has given its applicant: while the dossier is under
 * way, though the office no longer reads it.
 */
export const givesReceipt = ({ acceptedAt, ...meta }: Offices & Pick<Meta, 'acceptedAt'>, officer: Officer): boolean =>
  acceptedAt !== undefined && takesIn(meta, officer) && meta.state !== 'processed' && !terminalStates.includes(meta.state);

/**
 * Whether the tracking book of an office says whose an accepted dossier is. The book is the register that the law has the office keep of
 * what it took in (form 07, Circular 03/2025/TT-VPCP), so that the one-stop's line stays whole; a dossier that was handed to another
 * office is that one's to tell of.
 */
export const isBookedAt = ({ office, receivedOffice }: Pick<Meta, 'office' | 'receivedOffice'>, book: string): boolean =>
  book === office || book === receivedOffice;
