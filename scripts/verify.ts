import { systemClock } from '../functions/platform/clock.ts';
import { documentClient } from '../functions/platform/dynamodb-client.dynamodb.ts';
import { sfnApprovalMachine } from '../functions/task/approval-machine.sfn.ts';
import { interruption } from './command-line/interruption.ts';
import { progress } from './command-line/progress.ts';
import { runCommand } from './command-line/run-command.ts';
import { chosenQueues } from './dead-letters/chosen-queues.ts';
import { queueName, sqsQueues } from './dead-letters/queues.sqs.ts';
import { runningExecutions } from './executions/executions.sfn.ts';
import { verifyCommand } from './verify/command-line.ts';
import { deadLetterFaults } from './verify/dead-letter-faults.ts';
import { executionFaults } from './verify/execution-faults.ts';
import { plain } from './verify/plain.ts';
import { dynamoTable } from './verify/table.dynamodb.ts';
import { type Fault, verify } from './verify/verify.ts';

/* npm run verify -- --table NAME [--queue URL] [--queue-prefix P] [--machine ARN [--now ISO]] [--sample N] [--json] */

const sayFault = ({ dossierId, fault }: Fault): string => (dossierId ? `DOSSIER ${plain(dossierId)}: ${fault}` : fault);

await runCommand(verifyCommand, async ({ table: name, queues: named, prefixes, machine, now = systemClock.now(), sample, json }) => {
  const tell = progress();
  const table = dynamoTable(documentClient(), name);
  const queues = sqsQueues();
  const chosen = await chosenQueues(queues, { named, prefixes });
  const remarks: string[] = [];
  const executions =
    machine && executionFaults({ table, machine: sfnApprovalMachine(machine), running: await runningExecutions(machine), now }, remarks);
  const counts = await verify(table, {
    ...(sample && { sample }),
    remarks,
    now,
    ...(executions && { beside: executions.ofDossiers }),
    onProgress: ({ dossiers, items }) => tell(() => `${dossiers} dossiers, ${items} items`),
  });
  const faults = [...counts.faults, ...((executions && (await executions.ofStrangers())) || [])];

  let letters = 0;
  let explained = 0;
  const signal = interruption();
  for (const { url, ...hidden } of chosen) {
    const looked = await deadLetterFaults(queueName(url), queues.letters(url), table, { hidden, signal });
    letters += looked.letters;
    explained += looked.explained;
    faults.push(...looked.faults);
  }

  for (const remark of remarks) console.error(remark);
  if (explained > 0) console.error(`${explained} of ${letters} dead letters are explained: nothing is left to do about them`);
  const { dossiers, items, events } = counts;
  if (json) console.log(JSON.stringify({ dossiers, items, events, deadLetters: { queues: chosen.length, letters, explained }, faults }));
  else {
    for (const fault of faults) console.log(sayFault(fault));
    const result = faults.length > 0 ? `${faults.length} fault${faults.length > 1 ? 's' : ''}` : 'no faults';
    console.log(`verified ${dossiers} dossiers, ${items} items, ${events} events: ${result}`);
  }
  return faults.length > 0 ? 1 : 0;
});
