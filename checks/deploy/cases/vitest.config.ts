import { defineConfig } from 'vitest/config';

/** Only `npm run check:deploy` runs these: they need cells that are deployed (deployed.ts). */
export default defineConfig({
  test: {
    include: ['checks/deploy/cases/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { requireAssertions: true },
  },
});
