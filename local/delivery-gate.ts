import type { InvokeFunction, InvokeResult } from './invoke.ts';

/**
 * Stands before a function: may pass the event on as often as it likes, another event, or none. What it gives is the caller's
 * answer; when it throws, the function could not be reached at all.
 */
export type DeliveryHook = (event: unknown, pass: (event: unknown) => Promise<InvokeResult>) => Promise<InvokeResult>;

/** The way by which event sources and state machines call functions. */
export type DeliveryGate = {
  /** Through the hooks. */
  readonly invoke: InvokeFunction;
  /** To the function itself, as if nobody stood before it. */
  readonly direct: InvokeFunction;
  /** Puts a hook before a function, in front of those that stand there already; the returned function takes it away. */
  before(functionArn: string, hook: DeliveryHook): () => void;
};

/** A function is called by its ARN or by its name, a version or alias behind it or none. */
const nameOf = (named: string): string => (named.startsWith('arn:') ? named.split(':')[6] : named.split(':')[0]) ?? '';

export const createDeliveryGate = (direct: InvokeFunction): DeliveryGate => {
  const hooks = new Map<string, DeliveryHook[]>();

  return {
    invoke: (functionArn, event) => {
      const passOn = (hooks.get(nameOf(functionArn)) ?? []).reduce<(event: unknown) => Promise<InvokeResult>>(
        (pass, hook) => async (given) => hook(given, pass),
        (given) => direct(functionArn, given),
      );
      return passOn(event);
    },
    direct,
    before: (functionArn, hook) => {
      const name = nameOf(functionArn);
      hooks.set(name, [...(hooks.get(name) ?? []), hook]);
      return () => {
        const others = (hooks.get(name) ?? []).filter((one) => one !== hook);
        hooks.set(name, others);
      };
    },
  };
};
