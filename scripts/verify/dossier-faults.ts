import type { CertifiedDowntime } from '../../functions/downtime/downtime.ts';
import { formKey } from '../../functions/ledger/item-keys.ts';
import { wordsReference } from '../../functions/ledger/words.ts';
import { complaintFaults } from './complaint-faults.ts';
import { deadlineFaults } from './deadline-faults.ts';
import { difference } from './difference.ts';
import type { DossierItems, ItemKind, ReadItems } from './dossier-items.ts';
import { type Folded, foldHistory } from './fold-history.ts';
import { historyFaults } from './history-faults.ts';
import { indexFaults } from './index-faults.ts';
import { itemFaults } from './item-faults.ts';
import { keyFaults } from './key-faults.ts';
import { paymentFaults } from './payment-faults.ts';
import { sealFaults } from './sealed.ts';
import { taskFaults } from './task-faults.ts';

/** What META says and the history repeats. */
const told = [
  'state',
  'previous',
  'withdrawnFrom',
  'procedure',
  'procedureVersion',
  'channel',
  'receivedOffice',
  'supportedOffice',
  'arrivedAt',
  'appointedFor',
  'code',
  'lookups',
  'findings',
  'createdAt',
  'submittedAt',
  'acceptedAt',
  'dueAt',
  'concludedAt',
  'returnedAt',
  'amountDue',
  'attempts',
  'receiptNumber',
  'run',
  'stage',
  'openTasks',
  'outcome',
  'resultCode',
  'supplement',
  'formVersion',
  'awaiting',
  'withdrawalDue',
  'extension',
  'apology',
] as const;

const stateFaults = ({ meta }: DossierItems, folded: Folded): string[] => [
  ...told.flatMap((name) => difference(name, meta[name], folded[name])),
  ...(folded.office ? difference('office', meta.office, folded.office) : []),
];

const documentFaults = ({ meta, documents }: DossierItems, folded: Folded): string[] => [
  ...difference(
    'uploaded',
    Object.keys(meta.documents)
      .filter((code) => meta.documents[code] === 'uploaded')
      .sort(),
    Object.keys(folded.uploaded)
      .filter((code) => !folded.askedAnew.includes(code))
      .sort(),
  ),
  ...difference('the files', Object.fromEntries(documents.map(({ document, sha256 }) => [document, sha256])), folded.uploaded),
];

const resultFaults = ({ keys, result }: DossierItems, folded: Folded): string[] => [
  ...difference('the number of results', keys.filter((key) => key === 'RESULT').length, folded.concluded),
  ...(folded.concluded > 1 ? ['concluded more than once'] : []),
  ...(result && folded.concluded > 0
    ? difference(
        'the result',
        { code: result.code, number: result.number, outcome: result.outcome },
        { code: folded.resultCode, number: folded.resultNumber, outcome: folded.outcome },
      )
    : []),
];

/** Each request with its answer: what the national index and the legal clock are counted from. */
const supplementFaults = ({ supplements }: DossierItems, folded: Folded): string[] =>
  difference(
    'the requests for supplements',
    supplements.map(({ dossierId: _, dueBefore: __, ...supplement }) => supplement),
    folded.supplements,
  );

/** Items that are there exactly when the history says so. */
const presenceFaults = ({ keys, meta }: DossierItems, folded: Folded): string[] => [
  ...difference(
    'the words kept beside events',
    keys.filter((key) => key.startsWith('WORDS#')),
    folded.spoken.map((n) => wordsReference(n)),
  ),
  ...(
    [
      ...Array.from({ length: folded.formVersion ?? 1 }, (_, index) => [formKey('', index + 1).sk, true] as const),
      [formKey('', (folded.formVersion ?? 1) + 1).sk, false],
      ['REFUSAL', folded.refused],
      ['RATING', folded.rated],
      ['LOOKUPS#WAITING', folded.lookupsWaited],
      ['WITHDRAWAL', folded.errands.includes('WITHDRAWAL')],
      ['EXTENSION', folded.errands.includes('EXTENSION')],
      ['NUMBERING', folded.errands.includes('NUMBERING')],
      ['SURPLUS', folded.errands.includes('SURPLUS')],
      ['HANDOVER', folded.concluded > 0 && meta.delivery !== undefined],
    ] as const
  ).flatMap(([key, expected]) => {
    const there = keys.includes(key);
    if (there === expected) return [];
    return [there ? `has ${key}, of which its history says nothing` : `${key} is missing`];
  }),
];

/** Each comparison, with the items that it cannot do without. */
const comparisons: readonly {
  readonly needs: readonly ItemKind[];
  readonly faults: (items: DossierItems, folded: Folded, downtimes: readonly CertifiedDowntime[]) => string[];
}[] = [
  { needs: [], faults: stateFaults },
  { needs: ['TASK', 'SUPPLEMENT'], faults: deadlineFaults },
  { needs: ['TASK', 'TOKEN'], faults: taskFaults },
  { needs: ['PAYMENT'], faults: paymentFaults },
  { needs: ['DOCUMENT'], faults: documentFaults },
  { needs: ['SUPPLEMENT'], faults: supplementFaults },
  { needs: ['RESULT'], faults: resultFaults },
  { needs: [], faults: presenceFaults },
  { needs: [], faults: itemFaults },
  { needs: ['COMPLAINT', 'COMPLAINT-LINE'], faults: complaintFaults },
];

/**
 * What in a dossier's items contradicts its own history; empty when all is well. Says codes, numbers and states, nothing of a person.
 * `downtimes`: the cell's register, which moves deadlines.
 */
export const faultsOfItems = (
  items: DossierItems,
  broken: ReadonlySet<ItemKind> = new Set(),
  downtimes: readonly CertifiedDowntime[] = [],
): string[] => {
  const faults = [...keyFaults(items), ...indexFaults(items), ...sealFaults(items)];
  // A history that cannot be read whole tells nothing: what it lacks would look like faults of everything else.
  if (broken.has('EVENT')) return faults;
  const history = historyFaults(items.events, items.meta.n);
  const folded = foldHistory(items.events);
  return [
    ...faults,
    ...history,
    ...comparisons.filter(({ needs }) => !needs.some((kind) => broken.has(kind))).flatMap((one) => one.faults(items, folded, downtimes)),
  ];
};

/** The same of a partition as it was read: what cannot be read is a fault as well. */
export const faultsOfPartition = ({ items, broken, faults }: ReadItems, downtimes: readonly CertifiedDowntime[] = []): string[] => [
  ...faults,
  ...(items ? faultsOfItems(items, broken, downtimes) : []),
];
