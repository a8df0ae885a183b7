import type { ItemWrite } from '../ledger/ledger.ts';
import type { Complaint, StoredLine } from './complaint.ts';

/** Complaints as stored. One call of `file` or `move` is one transaction: the complaint and the line that says what was done. */
export type Complaints = {
  /** A new complaint with its first line. `used` when the pointer is there already. */
  file(complaint: Complaint, line: StoredLine, once: ItemWrite, at: Date): Promise<'filed' | 'used'>;
  /** What a complaint has become. `stale` when somebody else moved it meanwhile. */
  move(before: Complaint, after: Complaint, line: StoredLine): Promise<'moved' | 'stale'>;
  /** Consistent. */
  read(complaintId: string): Promise<Complaint | undefined>;
  /** What was done about a complaint, oldest first. */
  lines(complaintId: string): Promise<readonly StoredLine[]>;
  /** Every complaint about a dossier, oldest first. */
  ofDossier(dossierId: string): Promise<readonly Complaint[]>;
};

/** The inbox of the handlers of an office's complaints is beside that of its other work: nobody meets them there by chance. */
export const COMPLAINTS_INBOX = 'complaints';
