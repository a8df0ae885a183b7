import { randomUUID } from 'node:crypto';
import type { BucketPlan, Protection } from './bucket-plan.ts';
import { type EngineAnswer, type EngineClient, objectPath } from './engine-client.ts';
import { type CreatedObject, malwareVerdict, type ObjectEvent, objectCreatedEvent } from './object-events.ts';
import { expectPreconditions } from './storage-operation.ts';
import { openUnannounced, type Unannounced } from './unannounced-objects.ts';

export type ObjectWritesOptions = {
  readonly dataDir: string;
  readonly engine: EngineClient;
  /** Puts an event of a bucket of this cell on the default bus; has returned, or resolves, once the bus keeps it. */
  readonly putEvent: (event: ObjectEvent, cell: string) => unknown;
  readonly onObjectCreated?: (object: CreatedObject) => void | Promise<void>;
};

/** Stores objects, one write of a key at a time, and announces each: verdict of the scan, event of the bucket, listener. */
export const createObjectWrites = ({ dataDir, engine, putEvent, onObjectCreated }: ObjectWritesOptions) => {
  const unannounced = openUnannounced(dataDir);
  const buckets = new Map<string, BucketPlan>();
  const protections: Protection[] = [];
  const turns = new Map<string, Promise<unknown>>();
  let sequence = 0;

  /** Orders the writes of one key, so that of two with `If-None-Match: *` one finds the other's object. */
  const inTurn = <T>(path: string, write: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(path) ?? Promise.resolve()).then(write, write);
    turns.set(path, turn);
    const leave = () => {
      if (turns.get(path) === turn) turns.delete(path);
    };
    turn.then(leave, leave);
    return turn;
  };

  const announce = async ({ id, bucket, key, reason }: Unannounced, etag: string, body: Buffer): Promise<void> => {
    const object = { bucket, key, size: body.length, etag: etag.replaceAll('"', '') };
    for (const protection of protections) {
      const { prefixes } = protection;
      if (protection.bucket !== bucket || (prefixes.length > 0 && !prefixes.some((prefix) => key.startsWith(prefix)))) continue;
      await putEvent(malwareVerdict(protection, object, body), protection.cell);
    }
    const plan = buckets.get(bucket);
    if (plan?.sendsEvents) {
      sequence++;
      await putEvent(objectCreatedEvent(object, reason, randomUUID(), sequence.toString(16).toUpperCase().padStart(16, '0')), plan.cell);
    }
    await onObjectCreated?.(object);
    unannounced.done(id);
  };

  const store = async (write: Omit<Unannounced, 'id'>, send: () => Promise<EngineAnswer>, body?: Buffer): Promise<EngineAnswer> => {
    const id = unannounced.begin(write.bucket, write.key, write.reason);
    const answer = await send();
    if (answer.status >= 300) unannounced.done(id);
    else await announceStored({ id, ...write }, answer, body);
    return answer;
  };

  const announceStored = async (write: Unannounced, answer: EngineAnswer | undefined, body: Buffer | undefined): Promise<void> => {
    if (body && answer?.headers.etag) return announce(write, answer.headers.etag, body);
    const stored = await engine.send('GET', objectPath(write.bucket, write.key));
    if (stored.status === 200) await announce(write, stored.headers.etag ?? '', stored.body);
    else unannounced.done(write.id);
  };

  return {
    buckets,
    /** Announces what a killed run has stored and not announced. Call it after the buckets are known. */
    resume: async (): Promise<void> => {
      for (const write of unannounced.left()) if (buckets.has(write.bucket)) await announceStored(write, undefined, undefined);
    },
    protect: (protection: Protection): void => {
      const known = protections.findIndex(({ planArn }) => planArn === protection.planArn);
      protections.splice(known < 0 ? protections.length : known, 1, protection);
    },
    /**
     * @param headers of the request, which may name preconditions
     * @param send stores the object
     * @param body what is stored, if the caller has it
     */
    write: (write: Omit<Unannounced, 'id'>, headers: ReadonlyMap<string, string>, send: () => Promise<EngineAnswer>, body?: Buffer) => {
      const path = objectPath(write.bucket, write.key);
      return inTurn(path, async () => {
        if (headers.has('if-none-match') || headers.has('if-match')) {
          const present = await engine.send('HEAD', path);
          expectPreconditions(headers, present.status === 200 ? (present.headers.etag ?? '') : undefined);
        }
        return store(write, send, body);
      });
    },
    stop: (): void => unannounced.stop(),
  };
};
export type ObjectWrites = ReturnType<typeof createObjectWrites>;
