import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import { toldItems } from './told-items.ts';

const what = {
  WITHDRAWAL: 'the request to withdraw',
  EXTENSION: 'the apology',
  NUMBERING: 'the numbering',
  HANDOVER: 'the hand-over',
  SURPLUS: 'the surplus',
  RATING: 'the rating',
} as const;

/** Whether an apology that was dropped unsigned names a due time that the dossier had: which of them, its events do not tell. */
const isDropped = (extension: object | undefined): boolean =>
  extension !== undefined && !('draftedAt' in extension) && !('signed' in extension);

/**
 * Items that one event after the other wrote, against these events: each member of them. Whether an item is there at all, others say
 * (dossier-faults.ts). How the result is to be delivered no event tells: META does.
 */
export const itemFaults = ({ meta, events, kept }: DossierItems): string[] => {
  const { EXTENSION, HANDOVER, RATING, SURPLUS, WITHDRAWAL, NUMBERING } = kept;
  const told = toldItems(events);
  const dropped = isDropped(told.EXTENSION) && EXTENSION && told.dueTimes.includes(EXTENSION.dueBefore);
  const extension = dropped ? { dueBefore: EXTENSION.dueBefore } : told.EXTENSION;
  return [
    ...(WITHDRAWAL && told.WITHDRAWAL ? difference(what.WITHDRAWAL, WITHDRAWAL, told.WITHDRAWAL) : []),
    ...(EXTENSION && extension ? difference(what.EXTENSION, EXTENSION, extension) : []),
    ...(NUMBERING && told.NUMBERING ? difference(what.NUMBERING, NUMBERING, told.NUMBERING) : []),
    ...(HANDOVER && told.HANDOVER ? difference(what.HANDOVER, HANDOVER, { delivery: meta.delivery, ...told.HANDOVER }) : []),
    ...(SURPLUS && told.SURPLUS ? difference(what.SURPLUS, SURPLUS, told.SURPLUS) : []),
    ...(RATING && told.RATING ? difference(what.RATING, RATING, told.RATING) : []),
  ];
};
