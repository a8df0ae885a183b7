import { describe } from 'vitest';
import { usePlace } from '../support/place/test-place.ts';
import { refusesLateAnswers } from './bad-input/answers.ts';
import { refusesExpiredLinks, refusesUnfitFiles } from './bad-input/files.ts';
import { refusesForgedNotifications } from './bad-input/notifications.ts';
import { waitsForTheOfficer } from './bad-input/persons.ts';
import { setsPoisonAside } from './bad-input/poison.ts';
import { refusesMalformedRequests } from './bad-input/requests.ts';
import { refusesStrangers } from './bad-input/strangers.ts';
import { refusesExpiredTokens, refusesForeignTokens } from './bad-input/tokens.ts';

/** One place for all of it; what moves the clock comes last. */
describe('bad input', () => {
  const here = usePlace();
  refusesMalformedRequests(here);
  refusesForeignTokens(here);
  refusesStrangers(here);
  waitsForTheOfficer(here);
  refusesUnfitFiles(here);
  refusesForgedNotifications(here);
  refusesLateAnswers(here);
  refusesExpiredLinks(here);
  refusesExpiredTokens(here);
  setsPoisonAside(here);
});
