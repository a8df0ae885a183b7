const EVERY_MS = 1_000;

/** Tells on stderr how far a long command is, at most once a second. */
export const progress = (): ((line: () => string) => void) => {
  let toldAt = performance.now();
  return (line) => {
    if (performance.now() - toldAt < EVERY_MS) return;
    toldAt = performance.now();
    console.error(`… ${line()}`);
  };
};
