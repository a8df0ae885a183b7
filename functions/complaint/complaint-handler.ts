import type { Staff } from '../platform/caller.ts';
import { reaches } from '../procedure/office-reach.ts';
import { type Complaint, isAbout } from './complaint.ts';

/**
 * Whether staff may know of a complaint: it is of their office, or of one that theirs leads, and not about themselves. Anybody else gets
 * 404: also the person complained about, whatever role that person has.
 */
export const mayHandle = (caller: Staff, complaint: Pick<Complaint, 'office' | 'subjects'>): boolean =>
  reaches(caller, complaint.office) && !isAbout(complaint, caller.sub);
