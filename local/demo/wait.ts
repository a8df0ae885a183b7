import type { Tell } from './place.ts';

/** How long a journey waits for one thing, in machine time. */
const PATIENCE_MS = 120_000;

/**
 * Looks again and again until `look` finds something; says once what it waits for, and that it still does.
 * @throws after two minutes, naming what was awaited
 */
export const waitFor = async <Found>(what: string, tell: Tell, look: () => Promise<Found | undefined>): Promise<Found> => {
  const deadline = performance.now() + PATIENCE_MS;
  let toldAt = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const now = performance.now();
    if (now > deadline) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for ${what}`);
    if (now - toldAt > 2_000) {
      toldAt = now;
      tell(`  … still waiting for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
};
