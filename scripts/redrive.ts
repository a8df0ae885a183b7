import { interruption } from './command-line/interruption.ts';
import { runCommand } from './command-line/run-command.ts';
import { queueName, sqsQueues } from './dead-letters/queues.sqs.ts';
import { redriveCommand } from './redrive/command-line.ts';
import { redrive } from './redrive/redrive.ts';
import { tellRedriven } from './redrive/tell-redriven.ts';

/* npm run redrive -- --from QUEUE [--to QUEUE] [--max N] [--dry-run] [--group-by BY] [--only GROUP] [--json] */

await runCommand(redriveCommand, async (asked) => {
  const queues = sqsQueues();
  const from = await queues.find(asked.from);
  await queues.hidden(from);
  const sources = asked.to ? [await queues.find(asked.to)] : await queues.sourcesOf(from);
  const to = sources.length === 1 ? sources[0] : undefined;
  if (sources.length > 1 && !asked.dryRun)
    throw new Error(`several queues end in ${queueName(from)}: say --to, one of ${sources.map(queueName).join(', ')}`);
  if (to === from) throw new Error('--to is the queue itself');

  // With nowhere to move to, what lies there is looked at all the same: it may be what no redrive helps.
  const order = { ...asked, dryRun: asked.dryRun || !to };
  const done = await redrive({ queue: queues.letters(from), target: to ? queues.target(to) : undefined }, order, interruption());
  const names = { from: queueName(from), ...(to && { to: queueName(to) }) };
  const { out, err } = tellRedriven(done, { order, ...names, now: Date.now() });
  const letters = done.groups.reduce((sum, group) => sum + group.letters, 0);
  const isLost = !to && !asked.dryRun && letters > done.unmovable.length;

  const complaints = [...err, ...(isLost ? [`no queue ends in ${names.from}: say --to`] : [])];
  if (order.json) console.log(JSON.stringify({ ...names, ...done }));
  else for (const line of out) console.log(line);
  for (const line of complaints) console.error(line);
  return complaints.length > 0 ? 1 : 0;
});
