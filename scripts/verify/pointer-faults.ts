import * as z from 'zod';
import { ComplaintId, keyOfComplaint, parseComplaintId } from '../../functions/complaint/complaint.ts';
import { DOWNTIMES } from '../../functions/downtime/downtime.ts';
import { deadlineBucket } from '../../functions/ledger/deadline-bucket.ts';
import {
  codePointerKey,
  type ItemKey,
  metaKey,
  paymentKey,
  resultPointerKey,
  supplementKey,
  sweepKey,
} from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import { DossierId, Instant, type Meta } from '../../functions/ledger/meta.ts';
import { parseSupplementId } from '../../functions/ledger/supplement.ts';
import { parseReference } from '../../functions/payment/payment.ts';
import { ResultPointer } from '../../functions/result/result.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import { plain } from './plain.ts';
import { judgeReports } from './report-faults.ts';
import type { Partition } from './table.ts';

/** Something that must be looked up elsewhere in the table before it can be judged. */
export type Question = {
  readonly key: ItemKey;
  /** @param item what lies under the key */
  readonly faults: (item: Item | undefined) => string[];
};

/** What one partition asks, and what is wrong with it by itself. `dossierId` is the dossier that the faults are of, where one is known. */
export type Judged = { readonly dossierId?: string; readonly faults: readonly string[]; readonly questions: readonly Question[] };

const names = (item: Item | undefined): unknown => item?.['dossierId'];

const Sweep = z.object({ bucket: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/) });

/** A sweep looks at no hour before its place: what lies there is never enacted. */
const passedOver = ({ kind, at }: NonNullable<Meta['deadline']>, item: Item | undefined): string[] => {
  const place = Sweep.safeParse(item).data?.bucket;
  return place && deadlineBucket(at) < place ? [`its deadline, ${kind} at ${at}, lies before ${place}, where the sweep goes on from`] : [];
};

/** What a dossier's own codes lead to: each has a pointer, and that one leads here. And its deadline: a sweep must still come to it. */
export const questionsOf = ({ meta }: DossierItems): Question[] => {
  const { dossierId, code, resultCode, outcome, office, procedure, deadline } = meta;
  const pointsHere = (what: string, item: Item | undefined): string[] => {
    if (!item) return [`${what} leads nowhere: its pointer is missing`];
    return names(item) === dossierId ? [] : [`${what} is that of another dossier, ${plain(names(item))}`];
  };
  return [
    ...(deadline ? [{ key: sweepKey, faults: (item: Item | undefined) => passedOver(deadline, item) }] : []),
    ...(code ? [{ key: codePointerKey(code), faults: (item: Item | undefined) => pointsHere(`its code ${plain(code)}`, item) }] : []),
    ...(resultCode
      ? [
          {
            key: resultPointerKey(resultCode),
            faults: (item: Item | undefined) => {
              const pointer = ResultPointer.safeParse(item);
              const says = pointer.success && {
                outcome: pointer.data.outcome,
                office: pointer.data.office,
                procedure: pointer.data.procedure,
              };
              return [
                ...pointsHere('the code of its result', item),
                ...(says ? difference('what its result is verified as', says, { outcome, office, procedure }) : []),
              ];
            },
          },
        ]
      : []),
  ];
};

const CodePointer = z.object({ dossierId: DossierId });
const VoidCode = z.object({ voided: z.string().min(1), at: Instant });
const Once = z.object({ requestHash: z.string(), reference: z.string(), expiresAt: z.number() });
const Counter = z.object({ value: z.int().positive() });

/** A pointer to a dossier that must have `field` equal to what the pointer is named for. */
const ledBack = (what: string, dossierId: string, field: string, value: string): Judged => ({
  dossierId,
  faults: [],
  questions: [
    {
      key: metaKey(dossierId),
      faults: (meta) => {
        if (!meta) return [`${what} points to it, but there is no such dossier`];
        return meta[field] === value ? [] : [`${what} points to it, but it has ${meta[field] === undefined ? 'none' : 'another'}`];
      },
    },
  ],
});

/** What a request made that an idempotency key stands for: a payment attempt, a request for a supplement, or a dossier. */
const madeOnce = (reference: string): { readonly dossierId: string; readonly key: ItemKey; readonly what: string } | undefined => {
  const payment = parseReference(reference);
  if (payment)
    return { dossierId: payment.dossierId, key: paymentKey(payment.dossierId, payment.attempt), what: `attempt ${payment.attempt}` };
  const asked = parseSupplementId(reference);
  if (asked) return { dossierId: asked.dossierId, key: supplementKey(asked.dossierId, asked.n), what: `supplement ${asked.n}` };
  const complaint = ComplaintId.safeParse(reference).data;
  if (complaint) return { dossierId: parseComplaintId(complaint).dossierId, key: keyOfComplaint(complaint), what: 'a complaint' };
  const dossierId = DossierId.safeParse(reference).data;
  return dossierId === undefined ? undefined : { dossierId, key: metaKey(dossierId), what: 'it' };
};

const once = (reference: string): Judged | undefined => {
  if (reference.startsWith('DOWNTIME#')) {
    const faults = (item: Item | undefined) => (item ? [] : ['stands for a downtime that does not exist']);
    return { faults: [], questions: [{ key: { pk: DOWNTIMES, sk: reference }, faults }] };
  }
  const made = madeOnce(reference);
  if (!made) return undefined;
  const { dossierId, key, what } = made;
  return {
    dossierId,
    faults: [],
    questions: [{ key, faults: (item) => (item ? [] : [`a request's key stands for ${what}, which does not exist`]) }],
  };
};

const unreadable = (why: string): Judged => ({ faults: [why], questions: [] });
const fine: Judged = { faults: [], questions: [] };

/** Judges a partition that is none of a dossier: pointers, counters, books, downtimes, the sweep's place. */
export const judgePointer = (partition: Partition): Judged => {
  const reports = judgeReports(partition);
  if (reports) return reports;
  const { pk, items } = partition;
  const [item, ...more] = items;
  const [kind = '', ...rest] = pk.split('#');
  const name = rest.join('#');
  const sk = { COUNTER: 'COUNTER', SWEEP: 'DEADLINES' }[kind] ?? 'POINTER';
  if (!item || more.length > 0 || item['sk'] !== sk) return unreadable(`has other items than ${sk}`);
  switch (kind) {
    case 'CODE': {
      // A number that was drawn and that no dossier got: it says why.
      if (VoidCode.safeParse(item).success) return fine;
      const pointer = CodePointer.safeParse(item);
      return pointer.success
        ? ledBack(`the code ${plain(name)}`, pointer.data.dossierId, 'code', name)
        : unreadable('points to no dossier');
    }
    case 'RESULT': {
      const pointer = ResultPointer.safeParse(item);
      return pointer.success
        ? ledBack('the code of a result', pointer.data.dossierId, 'resultCode', name)
        : unreadable('points to no result');
    }
    case 'IDEMPOTENCY': {
      const pointer = Once.safeParse(item);
      return (pointer.success && once(pointer.data.reference)) || unreadable('stands for no dossier and no payment');
    }
    case 'COUNTER':
      return Counter.safeParse(item).success ? fine : unreadable('counts nothing');
    case 'SWEEP':
      return Sweep.safeParse(item).success ? fine : unreadable('names no hour');
    default:
      return unreadable('is nothing that the cell writes');
  }
};
