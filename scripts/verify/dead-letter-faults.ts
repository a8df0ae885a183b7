import type { DeadLetterQueue } from '../dead-letters/dead-letter.ts';
import { lookThrough } from '../dead-letters/look-through.ts';
import { explain } from './explain.ts';
import type { Table } from './table.ts';
import type { Fault } from './verify.ts';

/** Letters looked at in one queue. */
const MOST_LOOKED_AT = 10_000;

export type DeadLetters = { readonly letters: number; readonly explained: number; readonly faults: readonly Fault[] };

/** Looks through a queue of dead letters and leaves it as it is; each letter that the table does not explain is a fault. */
export const deadLetterFaults = async (name: string, queue: DeadLetterQueue, table: Pick<Table, 'items'>): Promise<DeadLetters> => {
  const faults: Fault[] = [];
  let letters = 0;
  let explained = 0;
  const complete = await lookThrough(queue, MOST_LOOKED_AT, async (letter) => {
    letters += 1;
    const { explained: isExplained, why, dossierId } = await explain(letter, table);
    if (isExplained) explained += 1;
    else
      faults.push(
        dossierId
          ? { dossierId, fault: `${why} (message ${letter.id} in ${name})` }
          : { fault: `QUEUE ${name}: ${why} (message ${letter.id})` },
      );
    return 'kept';
  });
  if (!complete) faults.push({ fault: `QUEUE ${name}: holds more than ${MOST_LOOKED_AT} messages; no more were looked at` });
  return { letters, explained, faults };
};
