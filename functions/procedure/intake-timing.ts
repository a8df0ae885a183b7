import type { Meta } from '../ledger/meta.ts';
import { timingOf } from '../ledger/task.ts';

/**
 * Whether a submission, or the answer to an intake supplement, was answered before, on or after its due minute. The deadline is gone once
 * the sweep saw it pass. Undefined as long as no calendar reaches that minute.
 */
export const intakeTiming = ({ deadline }: Pick<Meta, 'deadline'>, at: Date): 'BEFORE' | 'ON' | 'AFTER' | undefined => {
  if (deadline?.kind === 'reckoning') return undefined;
  return deadline?.kind === 'intake' ? timingOf(at, deadline.at) : 'AFTER';
};
