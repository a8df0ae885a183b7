import { dynamoLedger } from '../functions/ledger/ledger.dynamodb.ts';
import { systemClock } from '../functions/platform/clock.ts';
import { documentClient } from '../functions/platform/dynamodb-client.dynamodb.ts';
import { pause } from '../functions/platform/retry.ts';
import { sfnApprovalMachine } from '../functions/task/approval-machine.sfn.ts';
import { runCommand } from './command-line/run-command.ts';
import { describeMachine, stopExecution } from './executions/executions.sfn.ts';
import { expectMachineOfTable } from './executions/expect-machine-of-table.ts';
import { restartExecutionsCommand } from './restart-executions/command-line.ts';
import { dossiersWithAgencies, oneDossier } from './restart-executions/dossiers-with-agencies.dynamodb.ts';
import { type Restarted, restartLost } from './restart-executions/restart-lost.ts';
import { whyStuck } from './restart-executions/why-stuck.ts';
import { dynamoTable } from './verify/table.dynamodb.ts';

/* npm run restart-executions -- --table NAME --machine ARN [--dossier ID] [--stuck [--now ISO]] [--max N] [--dry-run] [--json] */

const sentence = (done: Restarted): string => {
  switch (done.kind) {
    case 'skipped':
      return `skipped: ${done.reason}`;
    case 'restarted':
      return `ordered run ${done.run} (the one before: ${done.status})`;
    case 'started':
      return `started run ${done.run}, which was never started`;
    case 'stopped':
      return `stopped run ${done.run}; the cell orders the next one: ${done.why}`;
    case 'would-stop':
      return `would stop run ${done.run}: ${done.why}`;
    case 'would-restart':
      return `would order run ${done.run} (the one before: ${done.status})`;
    case 'would-start':
      return `would start run ${done.run}, which was never started`;
  }
};

await runCommand(restartExecutionsCommand, async ({ table, machine: arn, dossier, stuck, now = systemClock.now(), max, dryRun, json }) => {
  const client = documentClient();
  const items = dynamoTable(client, table);
  const remark = await expectMachineOfTable(await describeMachine(arn), { name: table, table: items });
  if (remark) console.error(remark);
  const all: Restarted[] = [];
  const unreadable: string[] = [];
  const onUnreadable = (pk: string) => void unreadable.push(pk);
  const run = restartLost({
    ledger: dynamoLedger(client, table),
    machine: sfnApprovalMachine(arn),
    clock: systemClock,
    pause,
    random: Math.random,
    ...(stuck && { stuck: { why: whyStuck(items, now), stop: (name, cause) => stopExecution(arn, name, cause) } }),
    onDone: (done) => {
      all.push(done);
      if (!json) console.log(`DOSSIER ${done.dossierId}: ${sentence(done)}`);
    },
  });
  const dossiers = dossier ? oneDossier(client, table, onUnreadable, dossier) : dossiersWithAgencies(client, table, onUnreadable);
  const totals = await run(dossiers, { max, dryRun });
  for (const pk of unreadable) console.error(`left out, because its META cannot be read: ${pk}`);
  const missing = dossier !== undefined && totals.looked === 0 && unreadable.length === 0;
  if (missing) console.error(`there is no dossier ${dossier}`);
  const { looked, running, ordered, stopped, complete } = totals;
  const also = stuck ? ` and ${dryRun ? 'would stop' : 'stopped'} ${stopped}` : '';
  if (json) console.log(JSON.stringify({ ...totals, dossiers: all, unreadable }));
  else
    console.log(
      `${dryRun ? 'would order' : 'ordered'} ${ordered} runs${also}; of ${looked} dossiers ${running} run${complete ? '' : `; more are lost: --max is ${max}`}`,
    );
  return unreadable.length > 0 || missing ? 1 : 0;
});
