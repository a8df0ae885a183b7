/** How often a condition is looked at. */
const LOOK_MS = 100;

/**
 * Looks again and again until `look` gives something.
 * @throws Error naming what was awaited after `patienceMs`, with the last failure of `look` if it failed
 */
export const waitUntil = async <Found>(
  what: string,
  patienceMs: number,
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> => {
  const deadline = performance.now() + patienceMs;
  let failure = '';
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
      failure = '';
    } catch (error) {
      failure = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs / 1000} s in vain for ${what}${failure}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
};
