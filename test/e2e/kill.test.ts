import { describe } from 'vitest';
import { survivesKills } from '../support/place/survives-kills.ts';

/** The long version is test/faults/kill.test.ts. */
describe('a runtime that is killed at random moments', () => {
  survivesKills(3);
});
