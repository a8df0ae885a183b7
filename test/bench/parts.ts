import type { Part } from './part.ts';

/** The parts of `npm run bench` in the order of docs/performance.md: name on the command line, and the module that exports `part`. */
export const parts: Readonly<Record<string, () => Promise<{ readonly part: Part }>>> = {
  'start-to-result': () => import('./start-to-result.ts'),
  'demo-counters': () => import('./demo-counters.ts'),
  price: () => import('./price.ts'),
  'quota-headroom': () => import('./quota-headroom.ts'),
  'hottest-key': () => import('./hottest-key.ts'),
  'cold-start': () => import('./cold-start.ts'),
  'bundle-sizes': () => import('./bundle-sizes.ts'),
  'intake-against-fastify': () => import('./intake-against-fastify.ts'),
  growth: () => import('./growth.ts'),
  synthesis: () => import('./synthesis-of-all-cells.ts'),
};
