import { describe, expect, it } from 'vitest';
import { usePlace } from '../support/place/test-place.ts';
import { apiDescription } from './cases/api-description.ts';
import { counterFiling } from './cases/counter-filing.ts';
import { endings } from './cases/endings.ts';
import { forms } from './cases/forms.ts';
import { howItWasHandled } from './cases/how-it-was-handled.ts';
import { ownHouse } from './cases/own-house.ts';
import { refusals } from './cases/refusals.ts';
import { supplements } from './cases/supplements.ts';
import { temporaryResidence } from './cases/temporary-residence.ts';

/** Journeys other than the demonstration's, one after the other in one place. */
describe('cases', () => {
  const here = usePlace();
  apiDescription(here);
  ownHouse(here);
  forms(here);
  temporaryResidence(here);
  refusals(here);
  endings(here);
  supplements(here);
  counterFiling(here);
  howItWasHandled(here);

  it('leave nothing in a dead letter queue', async () => {
    expect(await here().inspection.deadLetters()).toEqual({});
  });
});
