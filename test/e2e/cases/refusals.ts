import { describe, expect, it } from 'vitest';
import { type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { verifyResult } from '../../../local/demo/verify-result.ts';
import { readDossierItems } from '../../support/dossier-items.ts';
import { faultsOfDossier, faultsOfItems } from '../../support/invariants.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import type { CasePlace } from '../../support/place/case-place.ts';
import { dossierIn } from '../../support/place/journey.ts';

const REFUSAL = { decision: 'REFUSE', reason: 'Chưa đủ diện tích tối thiểu', legalBasis: 'Luật Cư trú, Điều 20' };

export const refusals = (here: () => CasePlace): void => {
  describe('refusals', () => {
    it('negative opinions of all agencies end nothing: the competent agency may grant all the same', async () => {
      const journey = await dossierIn(here(), 'processing');
      await journey.answerAll(['parcel-check', 'lawful-dwelling', 'actual-residence']);
      const tasks = await journey.tasks();
      expect(tasks.map(({ kind, answer, state }) => ({ kind, answer, state }))).toEqual([
        { kind: 'parcel-check', answer: 'NEGATIVE', state: 'closed' },
        { kind: 'lawful-dwelling', answer: 'NEGATIVE', state: 'closed' },
        { kind: 'actual-residence', answer: 'NEGATIVE', state: 'closed' },
        { kind: 'decision', answer: undefined, state: 'open' },
      ]);
      await journey.decide({ decision: 'GRANT' });
      expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED' });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });

    it('the competent agency’s refusal is concluded, signed, delivered and verifiable like any result', async () => {
      const journey = await dossierIn(here(), 'deciding');
      expect(kindOf(await journey.decide(REFUSAL))).toBe('200');
      // Repeated word for word: what was said is compared with what lies sealed.
      const chief = await here().as('chief');
      const again = (body: object) => chief.send('POST', `/staff/tasks/${journey.dossierId}.4/decision`, body);
      expect(kindOf(await again(REFUSAL))).toBe('200');
      expect(kindOf(await again({ ...REFUSAL, reason: 'Chưa đủ giấy tờ' }))).toBe('409 task-closed');
      const returned = await journey.returned();
      expect(returned).toMatchObject({ status: 10, outcome: 'REFUSED' });
      const edges = listField(returned, 'events').flatMap(({ to }) => (to ? [to] : []));
      expect(edges.slice(-2)).toEqual(['processed', 'returned']);

      const result: Json = await (await here().as('citizen-renter')).get(`/citizen/dossiers/${journey.dossierId}/result`);
      expect(result['payload']).toMatchObject({ outcome: 'REFUSED' });
      expect(JSON.stringify(result['payload'])).toContain(REFUSAL.reason);
      expect(await verifyResult(here().surroundings.api, textField(result, 'jws'), textField(returned, 'resultCode'))).toBe(true);
      const items = await readDossierItems(here().inspection, journey.dossierId);
      expect(faultsOfItems(items)).toEqual([]);
      expect(JSON.stringify([...items.stored.values()])).not.toContain(REFUSAL.reason);
    });

    it('an officer’s refusal at intake is terminal and tells the owner why', async () => {
      const journey = await dossierIn(here(), 'new');
      const officer = await here().as('officer');
      const refusal = { reason: 'Hồ sơ không đúng thẩm quyền', legalBasis: 'Luật Cư trú, Điều 22' };
      const answer = await officer.send('POST', `/staff/dossiers/${journey.dossierId}/refusal`, refusal);
      expect([kindOf(answer), answer.body['status']]).toEqual(['200', 3]);
      expect(await journey.read()).toMatchObject({ state: 'not-accepted', status: 3, refusal });

      const acceptance = await officer.send('POST', `/staff/dossiers/${journey.dossierId}/acceptance`, {});
      expect([kindOf(acceptance), acceptance.body['state']]).toEqual(['409 dossier-wrong-state', 'not-accepted']);
      const inbox = listField(await officer.get('/staff/inbox'), 'entries');
      expect(inbox.filter(({ dossierId }) => dossierId === journey.dossierId)).toEqual([]);
      const items = await readDossierItems(here().inspection, journey.dossierId);
      expect(faultsOfItems(items)).toEqual([]);
      // What was said in words stays in its item; the event that leaves the cell does not repeat it.
      expect(JSON.stringify(items.events)).not.toContain(refusal.reason);
    });
  });
};
