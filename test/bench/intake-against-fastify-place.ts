import { openDynamoEngine } from '../../local/dynamodb/engine.ts';
import { deployTables, TABLE_TYPES } from '../../local/dynamodb/tables.ts';
import { bootRuntime } from '../../local/runtime.ts';
import { synthesize } from '../../local/synthesize.ts';
import { PEOPLE, PROVINCE } from '../support/place/cell.ts';

/*
 * A process of its own: the local runtime on an engine whose address is known, and beside the cell's table a second one of the same
 * definition, in which nobody but the bare route writes. Argument: the data folder. Sends one message when it serves, answers `idle?`
 * once nothing is under way, and ends with `stop`.
 */

/** What the bench needs to know of the place. */
export type IntakePlace = {
  readonly api: string;
  readonly issuer: string;
  readonly token: string;
  readonly engine: string;
  readonly table: string;
  readonly bareTable: string;
};

const [, , dataDir = ''] = process.argv;
const tell = (message: IntakePlace | 'idle') => process.send?.(message);

const engine = await openDynamoEngine({ dataDir });
process.env['MOT_CUA_DYNAMODB_ENDPOINT'] = engine.endpoint;
const assembly = `${dataDir}/cdk.out`;
await synthesize(assembly, PROVINCE);
const runtime = await bootRuntime({ assembly, dataDir, province: PROVINCE, people: PEOPLE, log: () => undefined });

const dossiers = runtime.resources.find(
  ({ type, logicalId, cell }) => TABLE_TYPES.includes(type) && logicalId.startsWith('Dossiers') && cell === `Province${PROVINCE}`,
);
if (!dossiers) throw new Error('the cell has no table of dossiers');
const bareTable = `${dossiers.physicalId}-bare`;
await deployTables(engine.endpoint, [{ ...dossiers, physicalId: bareTable }]);

process.on('message', async (message) => {
  if (message === 'idle?') {
    while (!(await runtime.idle())) await new Promise((next) => setTimeout(next, 20));
    tell('idle');
  }
  if (message === 'stop') {
    await runtime.stop();
    await engine.stop();
    process.exit(0);
  }
});
tell({
  api: runtime.api,
  issuer: runtime.identity.issuer,
  token: await runtime.identity.tokenFor('citizen-renter'),
  engine: engine.endpoint,
  table: dossiers.physicalId,
  bareTable,
});
