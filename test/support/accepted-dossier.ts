import type { Meta } from '../../functions/ledger/meta.ts';
import { openStage, startProcessing, type TaskLimit } from '../../functions/ledger/open-stage.ts';
import { countedUlid, fixedOwnerIndex } from './fixed.ts';
import type { MemoryLedger } from './memory-ledger.ts';

/** The owner of the dossiers below, and an hour at which everything about them happened. */
export const owner = { sub: 'citizen-1', pin: '042190000016' };
export const acceptedAt = '2026-11-23T02:00:00.000Z';

export const office = { police: 'G01.042.001', commune: 'H27.042.001', land: 'L27.042.000' };

/** The demonstration case's plan: three agencies advise, the commune police decides. */
export const demoStages: Meta['stages'] = [
  [
    { n: 1, kind: 'parcel-check', role: 'consulted', agency: 'land', office: office.land },
    { n: 2, kind: 'lawful-dwelling', role: 'consulted', agency: 'commune', office: office.commune },
    { n: 3, kind: 'actual-residence', role: 'consulted', agency: 'police', office: office.police },
  ],
  [{ n: 4, kind: 'decision', role: 'competent', agency: 'police', office: office.police }],
];

/** Tasks that are due with their dossier. */
export const withoutLimits: TaskLimit = () => undefined;

/** META of an accepted dossier that waits for its fee, as `accept-dossier` leaves it. */
export const unpaidMeta = async (more: Partial<Meta> = {}): Promise<Meta> => ({
  dossierId: countedUlid(1),
  itemVersion: 1,
  n: 5,
  state: 'payment-requested',
  previous: 'accepted',
  procedure: 'permanent-residence',
  procedureVersion: '2026-07-01',
  calendarVersion: '2026-11-22',
  ownerKey: await fixedOwnerIndex().current(owner.pin),
  channel: 'online',
  identityLevel: 2,
  agency: 'police',
  office: office.police,
  facts: { dwelling: 'RENTED' },
  documents: { LEASE: 'uploaded' },
  code: 'G01.042.001-261123-000001',
  createdAt: '2026-11-23T01:00:00.000Z',
  submittedAt: '2026-11-23T01:30:00.000Z',
  acceptedAt,
  dueAt: '2026-12-02T02:00:00.000Z',
  lookups: 'done',
  findings: { population: 'match', land: 'not-found' },
  amountDue: 10_000,
  attempts: 0,
  stages: demoStages,
  stage: 0,
  openTasks: 0,
  run: 0,
  deadline: { kind: 'escalation-70', at: '2026-11-30T01:15:00.000Z' },
  ...more,
});

/** Puts a dossier with stage `stage` open into the ledger, as booking or a last answer leaves it. */
export const seedProcessing = async (ledger: MemoryLedger, more: Partial<Meta> = {}): Promise<Meta> => {
  const at = new Date(acceptedAt);
  const paid = await unpaidMeta({ state: 'processing', previous: undefined, amountDue: 0, n: 8, ...more });
  const opened = paid.stage === 0 ? startProcessing(paid, at, withoutLimits) : openStage(paid, paid.stage, at, withoutLimits);
  const meta: Meta = { ...paid, run: 1, ...opened.change };
  ledger.seed(meta);
  for (const { key, item } of opened.writes) await ledger.putItem(key, item);
  return meta;
};
