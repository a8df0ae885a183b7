import { describe } from 'vitest';
import { survivesKills } from '../support/place/survives-kills.ts';

describe('a runtime that is killed at twenty random moments', () => {
  survivesKills({ kills: 20, dossiers: 4 });
});
