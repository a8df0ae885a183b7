import { afterEach } from 'vitest';
import type { DeliveryHook } from '../../../local/delivery-gate.ts';
import type { DynamoRequest } from '../../../local/dynamodb/faults.ts';
import type { DynamoProxy } from '../../../local/dynamodb/proxy.ts';
import { consumersOf } from './consumers.ts';
import { type Held, holdingBack } from './holding-back.ts';
import type { TestPlace } from './test-place.ts';

/** Whether a call is meant, by its event. */
type Matching = (event: unknown) => boolean;

/** Calls that carry this text anywhere, such as a dossier's id. */
export const saying =
  (text: string): Matching =>
  (event) =>
    JSON.stringify(event).includes(text);

export type DeliveryHooks = {
  /** The function of a consumer, by its name in the template without digest (`TaskDriveApprovals`). */
  functionArn(consumer: string): string;
  before(consumer: string, hook: DeliveryHook): () => void;
  /** Calls end in an error without having been made. */
  fail(consumer: string, matches?: Matching): () => void;
  /** Calls are never made, and whoever delivers believes they succeeded. */
  lose(consumer: string, matches?: Matching): () => void;
  /** Calls are made only when they are released. */
  hold(consumer: string, matches?: Matching): Held;
  /** Resolves once a call has been made that was not even begun yet. */
  made(consumer: string, matches?: Matching): Promise<void>;
  /** Requests to the database are executed only when they are released. */
  holdRequests(matches: (request: DynamoRequest) => boolean): Held;
  /** They are executed at once, and answered only when they are released. */
  holdAnswers(matches: (request: DynamoRequest) => boolean): Held;
};

const all: Matching = () => true;

/** What befalls the calls of consumers, until the test ends. */
export const useDeliveryHooks = (here: () => TestPlace): DeliveryHooks => {
  const ends = new Set<() => void>();
  const endAll = () => {
    for (const end of ends) end();
    ends.clear();
  };
  afterEach(endAll);

  const functionArn = (name: string): string => {
    const found = consumersOf(here()).find((one) => one.name === name);
    if (!found || found.by === 'system') throw new Error(`there is no consumer ${name} with a function`);
    return found.functionArn;
  };
  const before: DeliveryHooks['before'] = (consumer, hook) => {
    const end = here().runtime.deliveries.before(functionArn(consumer), hook);
    ends.add(end);
    return end;
  };
  const instead = (consumer: string, matches: Matching, answer: Awaited<ReturnType<DeliveryHook>>) =>
    before(consumer, async (event, pass) => (matches(event) ? answer : pass(event)));

  const holdAt = (hookIn: DynamoProxy['beforeCall'], matches: (request: DynamoRequest) => boolean): Held => {
    const held = holdingBack('a request to the database');
    const end = hookIn(async (request) => {
      if (matches(request)) await held.wait();
    });
    const release = () => {
      end();
      held.release();
    };
    ends.add(release);
    return { until: held.until, release };
  };

  return {
    functionArn,
    before,
    fail: (consumer, matches = all) => instead(consumer, matches, { ok: false, errorType: 'Error', errorMessage: 'made to fail' }),
    lose: (consumer, matches = all) => instead(consumer, matches, { ok: true, payload: { batchItemFailures: [] } }),
    hold: (consumer, matches = all) => {
      const held = holdingBack(`a call of ${consumer}`);
      const end = before(consumer, async (event, pass) => {
        if (matches(event)) await held.wait();
        return pass(event);
      });
      const release = () => {
        end();
        held.release();
      };
      ends.add(release);
      return { until: held.until, release };
    },
    made: (consumer, matches = all) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const end = before(consumer, async (event, pass) => {
        const result = await pass(event);
        if (matches(event)) resolve();
        return result;
      });
      return promise.finally(end);
    },
    holdRequests: (matches) => holdAt(here().runtime.proxy.beforeCall, matches),
    holdAnswers: (matches) => holdAt(here().runtime.proxy.afterCall, matches),
  };
};
