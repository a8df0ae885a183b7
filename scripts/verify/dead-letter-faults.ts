import type { DeadLetterQueue } from '../dead-letters/dead-letter.ts';
import { type Looked, lookThrough } from '../dead-letters/look-through.ts';
import { explain } from './explain.ts';
import type { Table } from './table.ts';
import type { Fault } from './verify.ts';

/** Letters looked at in one queue. */
const MOST_LOOKED_AT = 10_000;

type Hidden = { readonly held: number; readonly delayed: number };

export type DeadLetters = { readonly letters: number; readonly explained: number; readonly faults: readonly Fault[] };

/** What is in a queue and cannot be looked at; such a queue is not known to be clean. */
const hiddenFaults = (name: string, { held, delayed }: Hidden): Fault[] => [
  ...(held > 0
    ? [{ fault: `QUEUE ${name}: ${held} messages are held by somebody who looks, or looked, at them: look again in two minutes` }]
    : []),
  ...(delayed > 0 ? [{ fault: `QUEUE ${name}: ${delayed} messages are delayed and cannot be looked at yet` }] : []),
];

const unseen: Readonly<Record<Looked['end'], string | undefined>> = {
  all: undefined,
  enough: undefined,
  most: `holds more than ${MOST_LOOKED_AT} messages; no more were looked at`,
  'came-back': 'messages came back into sight before all had been looked at; some may not have been',
  interrupted: 'the looking was interrupted; some messages were not looked at',
};

/**
 * Looks through a queue of dead letters and leaves it as it is; each letter that the table does not explain is a fault.
 * @param hidden messages that were out of sight before the looking began
 */
export const deadLetterFaults = async (
  name: string,
  queue: DeadLetterQueue,
  table: Pick<Table, 'items'>,
  { hidden = { held: 0, delayed: 0 }, signal }: { readonly hidden?: Hidden; readonly signal?: AbortSignal } = {},
): Promise<DeadLetters> => {
  const faults: Fault[] = hiddenFaults(name, hidden);
  let letters = 0;
  let explained = 0;
  const { end, outOfSight } = await lookThrough(queue, { most: MOST_LOOKED_AT, signal }, async (letter) => {
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
  const why = unseen[end];
  if (why) faults.push({ fault: `QUEUE ${name}: ${why}` });
  if (outOfSight > 0)
    faults.push({ fault: `QUEUE ${name}: ${outOfSight} messages could not be shown again; they come back within two minutes` });
  return { letters, explained, faults };
};
