import { dynamoLedger } from '../functions/ledger/ledger.dynamodb.ts';
import { documentClient } from '../functions/platform/dynamodb-client.dynamodb.ts';
import { pause } from '../functions/platform/retry.ts';
import { countDossier } from '../functions/report/count-dossier.ts';
import { dynamoCounts } from '../functions/report/count-store.dynamodb.ts';
import { runCommand } from './command-line/run-command.ts';
import { recountCommand } from './recount/command-line.ts';
import { type Difference, recount } from './recount/recount.ts';
import { setCounts } from './recount/set-counts.dynamodb.ts';
import { dynamoTable } from './verify/table.dynamodb.ts';

/* npm run recount -- --table NAME [--dry-run] [--json] */

await runCommand(recountCommand, async ({ table: name, dryRun, json }) => {
  const client = documentClient();
  const all: Difference[] = [];
  const totals = await recount(
    {
      table: dynamoTable(client, name),
      count: countDossier({ ledger: dynamoLedger(client, name), counts: dynamoCounts(client, name), pause, random: Math.random }),
      set: setCounts(client, name),
      onDifference: (difference) => {
        all.push(difference);
        if (!json) console.log(`${difference.about}: ${difference.says}${difference.repaired ? ' (put right)' : ''}`);
      },
    },
    { dryRun },
  );
  const { dossiers, different, standing } = totals;
  if (json) console.log(JSON.stringify({ ...totals, differences: all }));
  else console.log(`recounted ${dossiers} dossiers: ${different === 0 ? 'nothing differs' : `${different} differ, ${standing} still do`}`);
  return standing > 0 ? 1 : 0;
});
