import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import type { Ledger } from '../../../functions/ledger/ledger.ts';
import { type DynamoEngine, openDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { deployTables } from '../../../local/dynamodb/tables.ts';
import { DOSSIERS_TABLE, dossiersTable } from '../../support/dossiers-table.ts';
import { fixedClock } from '../../support/fixed.ts';
import { scratchFolder } from '../../support/place/scratch.ts';
import { cellDeps } from './cell-in-process.ts';
import { type Copier, copierOf, type Difference, seededIds } from './copies.ts';
import { openEngineRows } from './engine-rows.ts';
import { PATTERN_COMMUNE, patternDossier, type Stage, stages } from './pattern-dossiers.ts';

/** When the pattern dossiers were filed: Monday 23 November 2026, 09:00 in Viet Nam. */
const PATTERN_AT = '2026-11-23T02:00:00.000Z';

/** A dossier to be stored. */
export type Copy = Difference & { readonly stage: Stage };

/** What planning copies needs to know of the patterns. */
export type Patterns = {
  ownerKeyOf(pin: string): Promise<string>;
  /** The deadline of the dossier that waits for its fee. */
  readonly deadline: string;
};

type MadePatterns = Patterns & { readonly copiers: ReadonlyMap<Stage, Copier> };

/** The engine on its own file with the table "dossiers". */
export type StockedEngine = {
  readonly engine: DynamoEngine;
  ledgerAt(endpoint: string): Ledger;
  stop(): Promise<void>;
};

const clientAt = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

const ledgerOf = (client: DynamoDBClient): Ledger =>
  dynamoLedger(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }), DOSSIERS_TABLE);

/** Drives one dossier of every stage through the use cases, and makes a copier of what they left in the table. */
const makePatterns = async (endpoint: string, file: string): Promise<MadePatterns> => {
  const client = clientAt(endpoint);
  const rows = openEngineRows(file, DOSSIERS_TABLE);
  const ids = seededIds(1);
  const deps = { ...cellDeps(ledgerOf(client), fixedClock(PATTERN_AT)), ids };
  const copiers = new Map<Stage, Copier>();
  let known: readonly string[] = [];
  let deadline = '';
  try {
    for (const stage of stages) {
      deps.clock.set(PATTERN_AT);
      const dossierId = await patternDossier(deps, stage);
      const all = rows.partitions();
      const own = all.filter((partition) => !known.includes(partition) && !partition.startsWith('COUNTER#'));
      known = all;
      const pattern = { dossierId, ownerKey: await deps.ownerIndex.current(deps.applicant.pin), office: PATTERN_COMMUNE };
      copiers.set(stage, copierOf(rows.read(own), pattern, rows.computed));
      if (stage === 'payment-requested') deadline = (await deps.ledger.readMeta(dossierId))?.deadline?.at ?? '';
    }
  } finally {
    rows.close();
    client.destroy();
  }
  return { copiers, deadline, ownerKeyOf: (pin) => deps.ownerIndex.current(pin) };
};

/**
 * Opens an engine whose table holds the pattern dossiers and the given copies of them. Its stream is off: what the engine spends on
 * it is the engine's, and the units of a write are the same.
 */
export const openStockedEngine = async (plan: (patterns: Patterns) => Promise<Iterable<Copy>>): Promise<StockedEngine> => {
  const { path: dataDir, remove } = scratchFolder('growth');
  const file = join(dataDir, 'dynamodb.sqlite');
  try {
    const first = await openDynamoEngine({ dataDir });
    let patterns: MadePatterns;
    try {
      await deployTables(first.endpoint, [dossiersTable()]);
      patterns = await makePatterns(first.endpoint, file);
    } finally {
      await first.stop();
    }
    const copies = await plan(patterns);
    const rows = openEngineRows(file, DOSSIERS_TABLE);
    try {
      rows.bulk((copying) => {
        const inserts = new Map(
          [...patterns.copiers].map(([stage, { rows: pattern, valuesOf }]) => [stage, { insert: copying(pattern), valuesOf }]),
        );
        for (const { stage, ...difference } of copies) {
          const { insert, valuesOf } = inserts.get(stage) ?? {};
          if (!insert || !valuesOf) throw new Error(`no dossier of the stage ${stage} was made to copy`);
          insert(valuesOf(difference));
        }
      });
    } finally {
      rows.close();
    }
    const engine = await openDynamoEngine({ dataDir });
    const clients: DynamoDBClient[] = [];
    return {
      engine,
      ledgerAt: (endpoint) => {
        const client = clientAt(endpoint);
        clients.push(client);
        return ledgerOf(client);
      },
      stop: async () => {
        for (const client of clients) client.destroy();
        await engine.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
};
