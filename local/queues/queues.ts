import { Worker } from 'node:worker_threads';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../assembly/place.ts';
import type { VirtualClock } from '../clock.ts';
import type { Depth, EngineCall, EngineRequest, EngineResponse, EngineResults, EngineSettings, SendOptions } from './engine-messages.ts';
import type { EngineCounters } from './fauxqs-repairs.ts';
import { planQueues } from './queue-plan.ts';

export type Queues = {
  /** Address of SQS, SNS and (behind local/storage) S3. A queue's URL is `<endpoint>/000000000000/<name>`. */
  readonly endpoint: string;
  /** Makes the queues, topics and subscriptions of a template what it says; other types are passed over. Throws naming what is not implemented. */
  deploy(resources: readonly DeployedResource[]): Promise<void>;
  /** Puts a message into a queue and resolves once it is stored. Rejects when there is no such queue. */
  send(queueArn: string, body: string, options?: SendOptions): Promise<void>;
  /** Rejects when there is no such queue. */
  depth(queueUrl: string): Promise<Depth>;
  /** By queue name. */
  depths(): Promise<Readonly<Record<string, Depth>>>;
  /**
   * Makes the messages in flight visible at once and says how many there were. For the boot after a kill: what the runtime's own
   * event sources had received died with them, and nobody would touch it before its visibility timeout.
   */
  releaseInFlight(queueUrls: readonly string[]): Promise<number>;
  /** Requests by action since the start; messages that retention removed; messages taken back from callers who had hung up. */
  counters(): Promise<Readonly<EngineCounters>>;
  stop(): Promise<void>;
};

const nameOf = (queueUrl: string) => queueUrl.slice(queueUrl.lastIndexOf('/') + 1);

/**
 * Queues, topics and the object store's engine: fauxqs in a worker thread that lives by the virtual clock. State lies in
 * `<dataDir>/fauxqs.db` and survives kill -9, except the memory of FIFO deduplication (the last five minutes).
 * @param options.port 0 takes a free one
 */
export const openQueues = async (options: {
  readonly dataDir: string;
  readonly clock: VirtualClock;
  readonly port?: number;
}): Promise<Queues> => {
  const { dataDir, clock } = options;
  const settings: EngineSettings = { dataDir, clock: clock.shared, port: options.port ?? 0, region: LOCAL_REGION, account: LOCAL_ACCOUNT };
  const worker = new Worker(new URL('./queue-worker.ts', import.meta.url), { workerData: settings, execArgv: [], name: 'queues' });

  type Waiting = { resolve(value: unknown): void; reject(error: Error): void };
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const ready = new Promise<unknown>((resolve, reject) => {
    waiting.set(0, { resolve, reject });
  });
  worker.on('message', ({ id, value, error }: EngineResponse) => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(value);
    else caller?.reject(new Error(error));
  });
  worker.on('error', (error) => failAll(error instanceof Error ? error : new Error(String(error))));
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      failAll(new Error('the queue engine has stopped'));
      resolve();
    });
  });
  let stopped = false;
  const call = <Call extends EngineCall>(request: Call): Promise<EngineResults[Call['kind']]> => {
    if (stopped) return Promise.reject(new Error('the queue engine has stopped'));
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id } satisfies EngineRequest);
    });
  };

  const endpoint = `http://127.0.0.1:${String(await ready)}`;
  const forget = clock.onAdvance(async () => {
    await call({ kind: 'advanced' });
  });
  const depths = () => call({ kind: 'depths' });

  return {
    endpoint,
    deploy: async (resources) => {
      await call({ kind: 'deploy', plan: planQueues(resources) });
    },
    send: async (queueArn, body, sendOptions = {}) => {
      await call({ kind: 'send', queueArn, body, options: sendOptions });
    },
    depth: async (queueUrl) => {
      const depth = (await depths())[nameOf(queueUrl)];
      if (!depth) throw new Error(`there is no queue ${queueUrl}`);
      return depth;
    },
    depths,
    releaseInFlight: (queueUrls) => call({ kind: 'release', queueNames: queueUrls.map(nameOf) }),
    counters: () => call({ kind: 'counters' }),
    stop: async () => {
      if (stopped) return;
      forget();
      const stopping = call({ kind: 'stop' });
      stopped = true;
      await stopping;
      await exited;
    },
  };
};
