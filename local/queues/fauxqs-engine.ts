import { createServer } from 'node:net';
import type { Depth, EngineSettings, SendRequest } from './engine-messages.ts';
import { databaseOf, inTransaction, loadFauxqs, type Queue, type SnsStore } from './fauxqs-internals.ts';
import { type EngineCounters, repairFauxqs } from './fauxqs-repairs.ts';
import type { Plan, QueuePlan, SubscriptionPlan, TopicPlan } from './queue-plan.ts';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const deployTopic = (topics: SnsStore, { arn, name, attributes }: TopicPlan) => {
  const [, , , region = ''] = arn.split(':');
  topics.createTopic(name, attributes, undefined, region);
};

const sameAttributes = (a: Record<string, string>, b: Record<string, string>) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => a[name] === b[name]);

/** Leaves the deployed topics with exactly the planned subscriptions, as an update of the stack would. */
const deploySubscriptions = (topics: SnsStore, topicArns: ReadonlySet<string>, planned: readonly SubscriptionPlan[]) => {
  for (const { arn, topicArn, endpoint, attributes } of [...topics.subscriptions.values()]) {
    if (!topicArns.has(topicArn)) continue;
    const wanted = planned.find((plan) => plan.topicArn === topicArn && plan.queueArn === endpoint);
    if (!wanted || !sameAttributes(wanted.attributes, attributes)) topics.unsubscribe(arn);
  }
  for (const { topicArn, queueArn, attributes } of planned) {
    if (!topics.subscribe(topicArn, 'sqs', queueArn, attributes)) throw new Error(`there is no topic ${topicArn} to subscribe to`);
  }
};

const depthOf = (queue: Queue): Depth => ({
  visible: Number(queue.getAttribute('ApproximateNumberOfMessages')),
  inFlight: Number(queue.getAttribute('ApproximateNumberOfMessagesNotVisible')),
  delayed: Number(queue.getAttribute('ApproximateNumberOfMessagesDelayed')),
});

/**
 * SQS, SNS and S3 of fauxqs on one loopback port, kept in `<dataDir>/fauxqs.db`. Runs in the thread that calls it, whose Date
 * and timers must be virtual already.
 */
export const openFauxqsEngine = async (settings: EngineSettings) => {
  const { dataDir, region, account } = settings;
  const port = settings.port || (await freePort());
  const fauxqs = await loadFauxqs();
  const persistence = new fauxqs.PersistenceManager(dataDir);
  // A commit survives the death of the process; that of the machine may cost the last ones, which a runtime on one machine accepts for its speed.
  databaseOf(persistence).exec('PRAGMA synchronous = NORMAL');
  const counters: EngineCounters = { requests: {}, expired: 0, returned: 0 };
  repairFauxqs(fauxqs, persistence, counters);

  const queueUrl = (name: string) => `http://127.0.0.1:${port}/${account}/${name}`;
  const stores = { sqsStore: new fauxqs.SqsStore(), snsStore: new fauxqs.SnsStore(), s3Store: new fauxqs.S3Store() };
  const { sqsStore, snsStore, s3Store } = stores;
  // Stored addresses carry the port of the run that made them.
  databaseOf(persistence).prepare(`UPDATE sqs_queues SET url = ? || name`).run(queueUrl(''));
  persistence.load(sqsStore, snsStore, s3Store);
  sqsStore.host = '';
  for (const store of [sqsStore, snsStore, s3Store, ...sqsStore.allQueues()]) store.persistence = persistence;
  const app = fauxqs.buildApp({ logger: false, defaultRegion: region, stores });
  app.addHook('onRequest', async (_request, reply) => {
    // It would be the machine's time (see aws-json.ts).
    reply.raw.sendDate = false;
  });
  // Not before the last request has ended: a long poll that is cancelled still looks for messages.
  app.addHook('onClose', async () => persistence.close());
  await app.listen({ port, host: '127.0.0.1' });

  const deployQueue = ({ arn, name, attributes }: QueuePlan) => {
    const queue = sqsStore.getQueueByArn(arn) ?? sqsStore.createQueue(name, queueUrl(name), arn, attributes);
    queue.setAttributes(attributes);
  };

  return {
    port,
    counters,
    deploy: (plan: Plan) =>
      inTransaction(persistence, () => {
        for (const queue of plan.queues) deployQueue(queue);
        for (const topic of plan.topics) deployTopic(snsStore, topic);
        for (const { queueArn } of plan.subscriptions) {
          if (!sqsStore.getQueueByArn(queueArn)) throw new Error(`there is no queue ${queueArn} to subscribe`);
        }
        deploySubscriptions(snsStore, new Set(plan.topics.map((topic) => topic.arn)), plan.subscriptions);
      }),
    send: ({ queueArn, body, options }: SendRequest) => {
      const queue = sqsStore.getQueueByArn(queueArn);
      if (!queue) throw new Error(`there is no queue ${queueArn}`);
      if (queue.isFifo()) throw new Error(`${queueArn}: sending to a FIFO queue from within the runtime is not implemented`);
      const attributes = Object.entries(options.attributes ?? {}).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      const delay = Number(queue.attributes['DelaySeconds']) || undefined;
      queue.enqueue(fauxqs.SqsStore.createMessage(body, Object.fromEntries(attributes), delay));
    },
    depths: (): Record<string, Depth> => {
      sqsStore.processAllTimers();
      return Object.fromEntries([...sqsStore.allQueues()].map((queue) => [queue.name, depthOf(queue)]));
    },
    release: (queueNames: readonly string[]): number => {
      const queues = [...sqsStore.allQueues()].filter((queue) => queueNames.includes(queue.name));
      const handles = queues.flatMap((queue) => [...queue.inflightMessages.keys()].map((handle) => ({ queue, handle })));
      for (const { queue, handle } of handles) queue.changeVisibility(handle, 0);
      return handles.length;
    },
    processTimers: () => sqsStore.processAllTimers(),
    stop: () => app.close(),
  };
};
