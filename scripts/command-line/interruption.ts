const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Aborted when the operator interrupts the command (Ctrl-C) or has it ended, so that it can leave things tidy; a second time ends it at once. */
export const interruption = (): AbortSignal => {
  const controller = new AbortController();
  const abort = (): void => {
    for (const signal of SIGNALS) process.off(signal, abort);
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, abort);
  return controller.signal;
};
