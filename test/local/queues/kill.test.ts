import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { openQueues } from '../../../local/queues/queues.ts';
import { temporaryFolder } from './support.ts';

const program = fileURLToPath(new URL('./run-to-be-killed.ts', import.meta.url));

/** Runs the program until it has acknowledged `count` messages, then kills it; gives the last number that it said. */
const killAfter = async (count: number, dataDir: string): Promise<number> => {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let last = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last >= count) child.kill('SIGKILL');
  }
  await exited;
  return last;
};

it('keeps every acknowledged message, once, when the run is killed in the middle of sending', async () => {
  const folder = temporaryFolder();
  const last = await killAfter(150, folder.path);
  const clock = new VirtualClock();
  const queues = await openQueues({ dataDir: folder.path, clock });
  const sqs = new SQSClient({
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: queues.endpoint,
  });
  const received: number[] = [];
  for (let batch = 1; batch > 0; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${queues.endpoint}/000000000000/inbox`, MaxNumberOfMessages: 10 }),
    );
    received.push(...Messages.map(({ Body }) => Number(Body)));
    batch = Messages.length;
  }
  sqs.destroy();
  await queues.stop();
  clock.stop();
  folder.remove();
  expect(last).toBeGreaterThanOrEqual(150);
  // At most one more was stored and not acknowledged yet.
  expect([last + 1, last + 2]).toContain(received.length);
  expect(received.sort((a, b) => a - b)).toEqual(received.map((_, index) => index));
});
