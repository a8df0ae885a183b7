import { listOf, objectOf, stringOf } from '../assembly/json.ts';
import {
  databaseOf,
  type Fauxqs,
  inTransaction,
  type Message,
  type Persistence,
  type Queue,
  type Router,
  type SnsHandler,
  type SqsHandler,
} from './fauxqs-internals.ts';

/** Counts since the start of the engine; `requests` by action, for example `SendMessage`. */
export type EngineCounters = { readonly requests: Record<string, number>; expired: number; returned: number };

/** A queue looks for expired messages at most once in this time, since its timers run 50 times a second while somebody polls. */
const RETENTION_CHECK_MS = 1000;

const byPersistence = <T>(queue: Queue, work: () => T): T => (queue.persistence ? inTransaction(queue.persistence, work) : work());

/** fauxqs writes NULL into a column that forbids it when a message's visibility is set to 0: the call failed and the message was gone. */
const repairReturnToQueue = ({ PersistenceManager }: Fauxqs) => {
  PersistenceManager.prototype.updateMessageReady = function (this: Persistence, messageId: string) {
    databaseOf(this)
      .prepare('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?')
      .run(messageId);
  };
};

const expireMessages = (queue: Queue, counters: EngineCounters) => {
  const oldest = Date.now() - Number(queue.attributes['MessageRetentionPeriod']) * 1000;
  const keep = (message: Message) => {
    if (message.sentTimestamp > oldest) return true;
    queue.persistence?.deleteMessage(message.messageId);
    counters.expired++;
    return false;
  };
  queue.messages = queue.messages.filter(keep);
  queue.delayedMessages = queue.delayedMessages.filter(keep);
  for (const groups of [queue.fifoMessages, queue.fifoDelayed]) {
    for (const [group, messages] of groups) {
      const kept = messages.filter(keep);
      if (kept.length > 0) groups.set(group, kept);
      else groups.delete(group);
    }
  }
  for (const [receiptHandle, { message }] of queue.inflightMessages) {
    if (message.sentTimestamp > oldest) continue;
    queue.deleteMessage(receiptHandle);
    counters.expired++;
  }
};

/** fauxqs stores MessageRetentionPeriod and never applies it; and a move to the dead-letter queue was two writes, between which a kill lost the message. */
const repairQueue = ({ SqsQueue }: Fauxqs, counters: EngineCounters) => {
  const { processTimers, dequeue } = SqsQueue.prototype;
  const checked = new WeakMap<Queue, number>();
  SqsQueue.prototype.processTimers = function (this: Queue) {
    const now = Date.now();
    if (now - (checked.get(this) ?? 0) >= RETENTION_CHECK_MS) {
      checked.set(this, now);
      byPersistence(this, () => expireMessages(this, counters));
    }
    processTimers.call(this);
  };
  SqsQueue.prototype.dequeue = function (this: Queue, ...args: Parameters<Queue['dequeue']>) {
    return byPersistence(this, () => dequeue.apply(this, args));
  };
};

/** The receipt handles of an answer to ReceiveMessage. */
const receiptHandlesOf = (received: unknown): string[] =>
  listOf(objectOf(received, 'what ReceiveMessage gave')['Messages'], 'Messages').map((message) =>
    stringOf(objectOf(message, 'a message')['ReceiptHandle'], 'ReceiptHandle'),
  );

/** A long poll whose caller has hung up would take messages nobody reads: they go back, uncounted. */
const returnUnread = (queue: Queue, receiptHandles: readonly string[], counters: EngineCounters) => {
  for (const receiptHandle of receiptHandles) {
    const entry = queue.inflightMessages.get(receiptHandle);
    if (entry) entry.message.approximateReceiveCount--;
    queue.changeVisibility(receiptHandle, 0);
    counters.returned++;
  }
};

const handOver =
  (handler: SqsHandler, counters: EngineCounters): SqsHandler =>
  async (body, queues, request) => {
    const received = await handler(body, queues, request);
    const { destroyed, readableEnded } = request.raw.socket;
    if (!destroyed && !readableEnded) return received;
    const queue = queues.getQueue(String(body['QueueUrl']));
    if (queue) returnUnread(queue, receiptHandlesOf(received), counters);
    return {};
  };

const holdsArray = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsArray));

/**
 * What the filter of fauxqs would judge wrongly: arrays in a message body, and attributes of type String.Array.
 * @returns what is refused, or undefined
 */
const unfilterable = (parameters: Record<string, string>, scopes: ReadonlySet<string>): string | undefined => {
  if (scopes.has('MessageAttributes') && Object.values(parameters).includes('String.Array')) {
    return 'a filter policy on attributes together with an attribute of type String.Array';
  }
  if (!scopes.has('MessageBody')) return undefined;
  const bodies = Object.entries(parameters).filter(([name]) => name === 'Message' || name.endsWith('.Message'));
  for (const [, body] of bodies) {
    try {
      if (holdsArray(JSON.parse(body))) return 'a filter policy on the message body together with a body that holds an array';
    } catch {
      // A body that is no JSON matches no such policy, here as in AWS.
    }
  }
  return undefined;
};

/** One publication reaches all its queues or none; what the filter cannot judge is refused instead of being dropped. */
const publishWhole =
  (handler: SnsHandler, persistence: Persistence, SnsError: Fauxqs['SnsError']): SnsHandler =>
  (parameters, topics, ...rest) => {
    const arns = topics.getTopic(parameters['TopicArn'] ?? '')?.subscriptionArns ?? [];
    const filtering = arns.map((arn) => topics.getSubscription(arn)?.attributes ?? {}).filter((attributes) => attributes['FilterPolicy']);
    const refused = unfilterable(
      parameters,
      new Set(filtering.map((attributes) => attributes['FilterPolicyScope'] ?? 'MessageAttributes')),
    );
    if (refused) throw new SnsError('InvalidParameter', `the local runtime does not implement ${refused}`);
    return inTransaction(persistence, () => handler(parameters, topics, ...rest));
  };

const wrapRegister = <Handler>(prototype: Router<Handler>, wrap: (action: string, handler: Handler) => Handler) => {
  const { register } = prototype;
  prototype.register = function (this: Router<Handler>, action: string, handler: Handler) {
    register.call(this, action, wrap(action, handler));
  };
};

/** Corrects, in this thread, what fauxqs 2.4.1 does otherwise than SQS and SNS and the runtime depends on. Call it before buildApp. */
export const repairFauxqs = (fauxqs: Fauxqs, persistence: Persistence, counters: EngineCounters): void => {
  repairReturnToQueue(fauxqs);
  repairQueue(fauxqs, counters);
  const count = (action: string) => {
    counters.requests[action] = (counters.requests[action] ?? 0) + 1;
  };
  wrapRegister(fauxqs.SqsRouter.prototype, (action, handler) => {
    const receive = handOver(handler, counters);
    const write: SqsHandler = (...args) => inTransaction(persistence, () => handler(...args));
    return (...args) => {
      count(action);
      return action === 'ReceiveMessage' ? receive(...args) : write(...args);
    };
  });
  wrapRegister(fauxqs.SnsRouter.prototype, (action, handler) => {
    const publish = publishWhole(handler, persistence, fauxqs.SnsError);
    return (...args) => {
      count(action);
      return action.startsWith('Publish') ? publish(...args) : handler(...args);
    };
  });
};
