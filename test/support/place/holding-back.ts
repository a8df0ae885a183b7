import { waitFor } from '../../../local/demo/wait.ts';

/** Something that does not go on until it is released. */
export type Held = {
  /** Resolves once so many are held. */
  until(count?: number): Promise<void>;
  /** Lets go what is held; what comes later passes. */
  release(): void;
};

/** @param what names what is held, for the message when it never comes */
export const holdingBack = (what: string): Held & { wait(): Promise<void> } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let held = 0;
  return {
    wait: () => {
      held += 1;
      return promise;
    },
    until: async (count = 1) => {
      await waitFor(
        what,
        () => undefined,
        async () => (held >= count ? true : undefined),
      );
    },
    release: resolve,
  };
};
