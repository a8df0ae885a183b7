import type { Staff } from '../platform/caller.ts';
import type { Meta } from './meta.ts';

type Officer = Pick<Staff, 'office'>;

/**
 * Whether an officer takes a submitted dossier in: at the office that decides it, or at the one-stop that received it where it is not
 * bound to place (checked when it was filed). Anybody else gets 404.
 */
export const takesIn = ({ office, receivedOffice, state }: Pick<Meta, 'office' | 'receivedOffice' | 'state'>, officer: Officer): boolean =>
  state !== 'draft' && (office === officer.office || receivedOffice === officer.office);

/** The office whose clerk entered the dossier for its applicant; undefined for what citizens file themselves. */
export const enteredAt = ({
  channel,
  office,
  receivedOffice,
  supportedOffice,
}: Pick<Meta, 'channel' | 'office' | 'receivedOffice' | 'supportedOffice'>): string | undefined =>
  channel === 'counter' || channel === 'post' ? (supportedOffice ?? receivedOffice ?? office) : undefined;
