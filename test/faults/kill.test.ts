import { describe } from 'vitest';
import { survivesKills } from '../support/place/survives-kills.ts';

describe('a runtime that is killed again and again, at random moments', () => {
  survivesKills(30);
});
