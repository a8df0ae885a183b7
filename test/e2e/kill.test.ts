import { describe } from 'vitest';
import { survivesKills } from '../support/place/survives-kills.ts';

describe('a runtime that is killed', () => {
  survivesKills({ kills: 3, dossiers: 1 });
});
