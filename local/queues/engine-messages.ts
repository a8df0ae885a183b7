import type { EngineCounters } from './fauxqs-repairs.ts';
import type { Plan } from './queue-plan.ts';

export type EngineSettings = {
  readonly dataDir: string;
  /** Shared memory of the VirtualClock. */
  readonly clock: SharedArrayBuffer;
  readonly port: number;
  readonly region: string;
  readonly account: string;
};

/** What a queue holds, by state. */
export type Depth = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

export type SendOptions = {
  /** Message attributes, all of type String. */
  readonly attributes?: Readonly<Record<string, string>>;
};

export type SendRequest = { readonly kind: 'send'; readonly queueArn: string; readonly body: string; readonly options: SendOptions };

/** What the main thread asks of the engine's thread. */
export type EngineCall =
  | { readonly kind: 'deploy'; readonly plan: Plan }
  | SendRequest
  | { readonly kind: 'depths' }
  | { readonly kind: 'release'; readonly queueNames: readonly string[] }
  | { readonly kind: 'counters' }
  | { readonly kind: 'advanced' }
  | { readonly kind: 'stop' };
export type EngineRequest = EngineCall & { readonly id: number };

/** What each call gives. */
export type EngineResults = {
  readonly deploy: undefined;
  readonly send: undefined;
  readonly depths: Readonly<Record<string, Depth>>;
  readonly release: number;
  readonly counters: EngineCounters;
  readonly advanced: undefined;
  readonly stop: undefined;
};

/** `id` 0 tells that the engine listens; its value is the port. */
export type EngineResponse = { readonly id: number; readonly value?: unknown; readonly error?: string };
