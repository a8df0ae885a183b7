import { describe, expect, it } from 'vitest';
import { kindOf } from '../../support/place/answer-kind.ts';
import { dossierIn } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

export const waitsForTheOfficer = (here: () => TestPlace): void => {
  describe.each([
    { persona: 'citizen-unknown', finding: 'not-found', who: 'a person whom the population register does not know' },
    { persona: 'citizen-renamed', finding: 'other-name', who: 'a person whom the register has under another name' },
  ])('$who', ({ persona, finding }) => {
    it('has a recorded finding and waits until an officer says how the identity was verified', async () => {
      const journey = await dossierIn(here(), 'new', { persona });
      const officer = await here().as('officer');
      expect(await officer.get(`/staff/dossiers/${journey.dossierId}`)).toMatchObject({ findings: { population: finding }, state: 'new' });

      const acceptance = `/staff/dossiers/${journey.dossierId}/acceptance`;
      const refused = await officer.send('POST', acceptance, {});
      expect([kindOf(refused), refused.body['finding']]).toEqual(['409 identity-unverified', finding]);
      expect(kindOf(await officer.send('POST', acceptance, { identityVerifiedBy: 'A_FRIEND' }))).toBe('400 request-invalid');
      expect(await journey.read()).toMatchObject({ state: 'new' });

      expect(kindOf(await officer.send('POST', acceptance, { identityVerifiedBy: 'CHIP' }))).toBe('200');
      expect(await officer.get(`/staff/dossiers/${journey.dossierId}`)).toMatchObject({
        state: 'payment-requested',
        findings: { population: finding, identity: 'CHIP' },
      });
    });
  });
};
