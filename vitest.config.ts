import { defineConfig } from 'vitest/config';

/** Synthesizes the app once for all places that a project's tests boot. */
const ASSEMBLY = './test/support/place/assembly.setup.ts';

/** One project per test folder; the folder's name says what its tests need (README, "Tests"). */
const project = (name: string, options: { testTimeout?: number; globalSetup?: string } = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 10_000, hookTimeout: 60_000, ...options },
});

export default defineConfig({
  test: {
    // Much of a test's time is waiting, so that the main process needs no processor of its own.
    maxWorkers: '100%',
    expect: { requireAssertions: true },
    reporters: ['default', './test/support/summary-reporter.ts'],
    projects: [
      project('unit'),
      project('workflow', { testTimeout: 20_000 }),
      project('infra', { testTimeout: 60_000 }),
      project('contract', { testTimeout: 30_000 }),
      project('local', { testTimeout: 30_000 }),
      project('integration', { testTimeout: 30_000 }),
      project('e2e', { testTimeout: 120_000, globalSetup: ASSEMBLY }),
      project('faults', { testTimeout: 1_200_000, globalSetup: ASSEMBLY }),
    ],
  },
});
