import type { Meta } from '../ledger/meta.ts';
import { timingOf } from '../ledger/task.ts';

/**
 * Whether a dossier was concluded before, on or after its due minute. One whose due time was put off only after it had passed stays
 * late, whatever the new one is (domain notes, README 7).
 */
export const dossierTiming = ({ dueAt, extension }: Pick<Meta, 'dueAt' | 'extension'>, at: Date): 'BEFORE' | 'ON' | 'AFTER' =>
  extension === 'LATE' || !dueAt ? 'AFTER' : timingOf(at, dueAt);
