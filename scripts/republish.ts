import { snsEventTopic } from '../functions/dossier/event-topic.sns.ts';
import { documentClient } from '../functions/platform/dynamodb-client.dynamodb.ts';
import { pause } from '../functions/platform/retry.ts';
import { readOrder } from './republish/command-line.ts';
import { eventPages } from './republish/event-pages.dynamodb.ts';
import { type Republished, republishWindow } from './republish/republish-window.ts';

/*
 * npm run republish -- --table NAME --topic ARN --cell 42 --from ISO --to ISO [--dry-run]
 * Publishes the history events of a time window once more, with the ids that they had: docs/runbook.md, events-unpublished.
 * Region and credentials come from the environment, as for the AWS CLI; they need dynamodb:Scan and sns:Publish.
 */

const PROGRESS_EVERY_MS = 1_000;

const sentence = (what: string, { scanned, events, messages }: Republished): string =>
  `${what} ${events} events as ${messages} messages (${scanned} items read)`;

const republish = async (args: readonly string[]): Promise<number> => {
  const { table, topic, cell, window, dryRun } = readOrder(args);
  let toldAt = performance.now();
  const onProgress = (soFar: Republished) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    console.error(sentence('… so far', soFar));
  };
  const quiet = { publish: async () => [] };
  const run = republishWindow({ topic: dryRun ? quiet : snsEventTopic(topic), cell, pause, random: Math.random, onProgress });
  const done = await run(eventPages(documentClient(), table, window));
  for (const key of done.unreadable) console.error(`left out, because it is no history event: ${key}`);
  console.log(sentence(dryRun ? 'would publish' : 'published', done));
  return done.unreadable.length > 0 ? 1 : 0;
};

try {
  process.exitCode = await republish(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
