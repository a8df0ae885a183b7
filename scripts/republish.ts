import { snsEventTopic } from '../functions/dossier/event-topic.sns.ts';
import { documentClient } from '../functions/platform/dynamodb-client.dynamodb.ts';
import { pause } from '../functions/platform/retry.ts';
import { progress } from './command-line/progress.ts';
import { runCommand } from './command-line/run-command.ts';
import { republishCommand } from './republish/command-line.ts';
import { eventPages } from './republish/event-pages.dynamodb.ts';
import { type Republished, republishWindow } from './republish/republish-window.ts';

/* npm run republish -- --table NAME --topic ARN --cell 42 --from ISO --to ISO [--dry-run] */

const sentence = (what: string, { scanned, events, messages }: Republished): string =>
  `${what} ${events} events as ${messages} messages (${scanned} items read)`;

await runCommand(republishCommand, async ({ table, topic, cell, window, dryRun }) => {
  const tell = progress();
  const onProgress = (soFar: Republished) => tell(() => sentence('so far', soFar));
  const quiet = { publish: async () => [] };
  const run = republishWindow({ topic: dryRun ? quiet : snsEventTopic(topic), cell, pause, random: Math.random, onProgress });
  const done = await run(eventPages(documentClient(), table, window));
  for (const key of done.unreadable) console.error(`left out, because it is no history event: ${key}`);
  console.log(sentence(dryRun ? 'would publish' : 'published', done));
  return done.unreadable.length > 0 ? 1 : 0;
});
