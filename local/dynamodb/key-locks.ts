/** Runs work one after the other where it touches the same items, and at the same time where it does not. */
export type KeyLocks = <T>(ids: readonly string[], run: () => Promise<T>) => Promise<T>;

/** All ids of a call are queued for at once, so two calls that share several ids cannot wait for each other. */
export const createKeyLocks = (): KeyLocks => {
  const last = new Map<string, Promise<void>>();
  return async (ids, run) => {
    const turn = Promise.all(ids.map((id) => last.get(id)));
    const done = Promise.withResolvers<void>();
    for (const id of ids) last.set(id, done.promise);
    try {
      await turn;
      return await run();
    } finally {
      done.resolve();
      for (const id of ids) if (last.get(id) === done.promise) last.delete(id);
    }
  };
};
