import type { IncomingMessage } from 'node:http';
import type { BuildAppOptions, buildApp } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;
type SqsStore = Stores['sqsStore'];
export type SnsStore = Stores['snsStore'];
type S3Store = Stores['s3Store'];
export type Queue = NonNullable<ReturnType<SqsStore['getQueueByArn']>>;
export type Message = Parameters<Queue['enqueue']>[0];
export type Persistence = NonNullable<Queue['persistence']>;

type Request = { readonly raw: IncomingMessage };
/** Answers one action of the SQS interface. */
export type SqsHandler = (body: Record<string, unknown>, queues: SqsStore, request: Request) => unknown;
/** Answers one action of the SNS interface; its parameters are the flattened ones of the query protocol. */
export type SnsHandler = (parameters: Record<string, string>, topics: SnsStore, queues: SqsStore, request: Request) => unknown;
export type Router<Handler> = { register(action: string, handler: Handler): void };

/**
 * The parts of fauxqs 2.4.1 that the queue engine uses beside its public `buildApp`. They are private to that package, so
 * their presence is checked at every start: another version is refused instead of running half repaired.
 */
export type Fauxqs = {
  readonly buildApp: typeof buildApp;
  readonly SqsStore: {
    new (): SqsStore;
    createMessage(
      body: string,
      attributes: Message['messageAttributes'],
      delaySeconds?: number,
      groupId?: string,
      deduplicationId?: string,
    ): Message;
  };
  readonly SnsStore: new () => SnsStore;
  readonly S3Store: new () => S3Store;
  readonly SqsQueue: { prototype: Queue };
  readonly SqsRouter: { prototype: Router<SqsHandler> };
  readonly SnsRouter: { prototype: Router<SnsHandler> };
  readonly SnsError: new (code: string, message: string) => Error;
  readonly PersistenceManager: { new (dataDir: string): Persistence; prototype: Persistence };
};

const PARTS = [
  'app.js',
  'sqs/sqsStore.js',
  'sns/snsStore.js',
  's3/s3Store.js',
  'sqs/sqsRouter.js',
  'sns/snsRouter.js',
  'common/errors.js',
  'persistence.js',
];

const expectMethods = (owner: string, holder: object, names: readonly string[]) => {
  const missing = names.filter((name) => typeof Reflect.get(holder, name) !== 'function');
  if (missing.length > 0)
    throw new Error(`this fauxqs has no ${owner}.${missing.join(', ')}: the queue engine is written for fauxqs 2.4.1`);
};

/** Loads fauxqs into this thread. Install the virtual date and timers first. */
export const loadFauxqs = async (): Promise<Fauxqs> => {
  const entry = import.meta.resolve('fauxqs');
  const parts = await Promise.all(PARTS.map((path) => import(new URL(path, entry).href)));
  const loaded: Fauxqs = Object.assign({}, ...parts);
  expectMethods('SqsQueue', loaded.SqsQueue.prototype, [
    'dequeue',
    'enqueue',
    'processTimers',
    'deleteMessage',
    'changeVisibility',
    'waitForMessages',
  ]);
  expectMethods('SqsStore', loaded.SqsStore, ['createMessage']);
  expectMethods('SqsRouter', loaded.SqsRouter.prototype, ['register']);
  expectMethods('SnsRouter', loaded.SnsRouter.prototype, ['register']);
  expectMethods('PersistenceManager', loaded.PersistenceManager.prototype, ['load', 'updateMessageReady', 'deleteMessage', 'close']);
  return loaded;
};

type Database = { exec(sql: string): void; prepare(sql: string): { run(...values: (string | number | null)[]): unknown } };

/** The database handle that fauxqs keeps to itself. */
export const databaseOf = (persistence: Persistence): Database => Reflect.get(persistence, 'db');

const inProgress = new WeakSet<Persistence>();

/** Runs `work` in one database transaction; a nested call joins the outer one. */
export const inTransaction = <T>(persistence: Persistence, work: () => T): T => {
  if (inProgress.has(persistence)) return work();
  const database = databaseOf(persistence);
  inProgress.add(persistence);
  database.exec('BEGIN');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  } finally {
    inProgress.delete(persistence);
  }
};
