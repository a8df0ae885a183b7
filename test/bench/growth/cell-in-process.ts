import { generateKeyPairSync, sign } from 'node:crypto';
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { acceptDossierRuntime } from '../../../functions/dossier/accept-dossier.runtime.ts';
import { codeIssuersOf } from '../../../functions/dossier/dossier-code.ts';
import { submitDossierRuntime } from '../../../functions/dossier/submit-dossier.runtime.ts';
import type { Ledger } from '../../../functions/ledger/ledger.ts';
import type { Log } from '../../../functions/platform/log.ts';
import type { LookupRequest, RegistryAnswer } from '../../../functions/platform/national-cell.ts';
import { publicKeyOf } from '../../../functions/result/public-key.ts';
import type { ResultKey } from '../../../functions/result/result-key.ts';
import { DOSSIERS_TABLE } from '../../support/dossiers-table.ts';
import { type FixedClock, fixedOwnerIndex, fixedPersonalData, noPause } from '../../support/fixed.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';

/** Builds each line as a function does and throws it away: the CPU of logging counts, its pipe does not. */
const unreadLog: Log = (level, message, fields = {}) => void JSON.stringify({ level, message, ...fields });

const signingKey = (): ResultKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: async () => publicKeyOf(publicKey.export({ type: 'spki', format: 'der' })),
    sign: async (message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
};

/** The person who files in the stock's pattern, as the registers know him. */
export const APPLICANT = { pin: '042190000016', name: 'Nguyễn Thị Mẫu' };

const registers = (at: string): Readonly<Record<string, RegistryAnswer>> => ({
  population: { registry: 'population', status: 'found', data: { name: APPLICANT.name, status: 'ACTIVE' }, asOf: at },
  residence: { registry: 'residence', status: 'found', data: { relationToHead: 'HEAD', address: {} }, asOf: at },
});

const CELL = '42';

/** The roots read their environment once, and make clients of their own, which are never called. */
const compositionRoots = () => {
  const before = process.env;
  process.env = { ...before, CELL, DOSSIERS_TABLE, OWNER_KEYS_SECRET: 'unread', AWS_REGION: 'ap-southeast-1' };
  try {
    return { ...submitDossierRuntime(), ...acceptDossierRuntime() };
  } finally {
    process.env = before;
  }
};

/**
 * What the functions of one cell need: what their own composition roots give them (procedures, calendar), but this ledger and clock,
 * and everything outside of the table answers at once.
 */
export const cellDeps = (ledger: Ledger, clock: FixedClock) => ({
  ...compositionRoots(),
  ledger,
  clock,
  log: unreadLog,
  ownerIndex: fixedOwnerIndex(),
  personalData: fixedPersonalData(),
  codeIssuers: codeIssuersOf(ledger),
  calendars: bundledCalendars,
  downtimes: fixedDowntimes(),
  pause: noPause,
  random: () => 0.5,
  applicant: APPLICANT,
  cell: CELL,
  issuer: 'https://api.example',
  key: signingKey(),
  machine: { succeed: async () => 'moved' as const },
  nationalCell: {
    lookUp: async ({ requests }: LookupRequest) => {
      const asOf = clock.now().toISOString();
      const known = registers(asOf);
      return {
        kind: 'answered' as const,
        answers: requests.map(({ registry }): RegistryAnswer => known[registry] ?? { registry, status: 'not-found', asOf }),
      };
    },
  },
  national: { storeEDocument: async () => ({ kind: 'stored' as const }) },
});

export type CellDeps = ReturnType<typeof cellDeps>;
