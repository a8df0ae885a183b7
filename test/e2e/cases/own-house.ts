import { beforeAll, describe, expect, it } from 'vitest';
import { type Json, textField } from '../../../local/demo/api-client.ts';
import { verifyResult } from '../../../local/demo/verify-result.ts';
import { faultsOfDossier } from '../../support/invariants.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { type CasePlace, transitionsOf } from '../../support/place/case-place.ts';
import { type Journey, startJourney } from '../../support/place/journey.ts';

export const ownHouse = (here: () => CasePlace): void => {
  describe('a permanent residence in an own house that the land register knows', () => {
    let journey: Journey;

    beforeAll(async () => {
      journey = await startJourney(here(), { persona: 'citizen-owner' });
    });

    it('asks for no document, and refuses one that is sent all the same', async () => {
      expect(await journey.read()).toMatchObject({ documents: [] });
      const citizen = await here().as('citizen-owner');
      const upload = { sha256: `${'A'.repeat(43)}=`, bytes: 100, contentType: 'application/pdf' };
      const answer = await citizen.send('POST', `/citizen/dossiers/${journey.dossierId}/documents/LEASE/upload`, upload);
      expect(kindOf(answer)).toBe('409 document-not-needed');
    });

    it('asks no agency: the registers have answered, only the decision is left', async () => {
      await journey.submit();
      await journey.accept();
      const officer = await here().as('officer');
      expect(await officer.get(`/staff/dossiers/${journey.dossierId}`)).toMatchObject({
        findings: { population: 'match', residence: 'head', land: 'owned-by-applicant' },
      });
      await journey.pay();
      expect(await journey.tasks()).toMatchObject([{ kind: 'decision', role: 'competent', agency: 'police', state: 'open' }]);
    });

    it('ends with a verified result after five transitions', async () => {
      expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
      const returned = await journey.returned();
      expect(returned).toMatchObject({ status: 10, outcome: 'GRANTED' });
      const result: Json = await (await here().as('citizen-owner')).get(`/citizen/dossiers/${journey.dossierId}/result`);
      expect(await verifyResult(here().surroundings.api, textField(result, 'jws'), textField(returned, 'resultCode'))).toBe(true);
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
      // 2 for start and conclusion, 2 and one task for its only stage.
      expect(await transitionsOf(here(), journey.dossierId)).toBe(here().historiesLackIterations ? 4 : 5);
    });
  });
};
