import { queueName, type sqsQueues } from './queues.sqs.ts';

/** Queues that only failures feed, by the names that the stacks give them. */
const DEAD_LETTERS = /DeadLetters|UnpublishedEvents|MissedSweeps/;

/** A queue of dead letters, and how many messages in it looking would not show. */
export type ChosenQueue = { readonly url: string; readonly held: number; readonly delayed: number };

/**
 * The dead letter queues that an operator names, each once: by URL, name or a part of it, and all whose names begin so.
 * @throws when there is none, and when one that is named is a queue that consumers work on
 */
export const chosenQueues = async (
  queues: Pick<ReturnType<typeof sqsQueues>, 'find' | 'list' | 'hidden'>,
  { named, prefixes }: { readonly named: readonly string[]; readonly prefixes: readonly string[] },
): Promise<readonly ChosenQueue[]> => {
  const urls = new Set<string>();
  for (const one of named) urls.add(await queues.find(one));
  for (const prefix of prefixes) {
    const found = (await queues.list(prefix)).filter((url) => DEAD_LETTERS.test(queueName(url)));
    if (found.length === 0) throw new Error(`there is no dead letter queue whose name begins with ${prefix}`);
    for (const url of found) urls.add(url);
  }
  const chosen: ChosenQueue[] = [];
  for (const url of urls) chosen.push({ url, ...(await queues.hidden(url)) });
  return chosen;
};
