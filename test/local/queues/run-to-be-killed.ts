import { VirtualClock } from '../../../local/clock.ts';
import { openQueues } from '../../../local/queues/queues.ts';
import { queue } from './support.ts';

/** Program that sends numbered messages as fast as it can, and says each number once its message is acknowledged. It never ends by itself. */
const [, , dataDir = ''] = process.argv;
const queues = await openQueues({ dataDir, clock: new VirtualClock() });
const inbox = queue('inbox', { MessageRetentionPeriod: 1_209_600 });
await queues.deploy([inbox]);
for (let number = 0; ; number++) {
  await queues.send(inbox.attributes['Arn'] ?? '', String(number));
  process.stdout.write(`${number}\n`);
}
