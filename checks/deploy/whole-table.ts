import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { verifyTable } from '../../scripts/verify/verify-table.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { REGION, ROOT_KEY } from './emulator.ts';

/** Holds everything in the table of dossiers against its own history, as `npm run verify` does. @throws Error naming what contradicts */
export const tableIsWhole = async (endpoint: string, { tables }: DeployedCells): Promise<string> => {
  const table = tables.get('Dossiers');
  if (!table) throw new Error('the cell has no table of dossiers');
  const client = new DynamoDBClient({ region: REGION, endpoint, credentials: ROOT_KEY });
  try {
    const { dossiers, items, events, faults } = await verifyTable(DynamoDBDocumentClient.from(client), table);
    if (dossiers === 0) throw new Error('the table holds no dossier');
    if (faults.length > 0) throw new Error(faults.map(({ dossierId, fault }) => `${dossierId}: ${fault}`).join('\n'));
    return `${dossiers} dossiers, ${items} items, ${events} events`;
  } finally {
    client.destroy();
  }
};
