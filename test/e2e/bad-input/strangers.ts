import { describe, expect, it } from 'vitest';
import { textField } from '../../../local/demo/api-client.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { dossierIn, type Journey, startJourney } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

const KEY = { 'idempotency-key': 'somebody-elses' };

export const refusesStrangers = (here: () => TestPlace): void => {
  const post = async (persona: string, path: string, body: unknown = {}) =>
    kindOf(await (await here().as(persona)).send('POST', path, body, KEY));
  const get = async (persona: string, path: string) => kindOf(await (await here().as(persona)).send('GET', path));

  describe('what belongs to others', () => {
    it('does not exist for another citizen, on any route', async () => {
      const { dossierId } = await startJourney(here());
      const path = `/citizen/dossiers/${dossierId}`;
      const upload = { sha256: `${'A'.repeat(43)}=`, bytes: 1, contentType: 'application/pdf' };
      expect({
        read: await get('citizen-other', path),
        accesses: await get('citizen-other', `${path}/accesses`),
        result: await get('citizen-other', `${path}/result`),
        upload: await post('citizen-other', `${path}/documents/LEASE/upload`, upload),
        confirm: await post('citizen-other', `${path}/documents/LEASE/confirmation`),
        submit: await post('citizen-other', `${path}/submission`),
        pay: await post('citizen-other', `${path}/payments`),
      }).toEqual(
        Object.fromEntries(
          ['read', 'accesses', 'result', 'upload', 'confirm', 'submit', 'pay'].map((operation) => [operation, '404 dossier-not-found']),
        ),
      );
      expect(await get('citizen-renter', path)).toBe('200');
    });

    it('does not exist for an officer of another office, nor a draft for the office itself', async () => {
      const draft = await startJourney(here());
      expect(await get('officer', `/staff/dossiers/${draft.dossierId}`)).toBe('404 dossier-not-found');
      const { dossierId } = await dossierIn(here(), 'new');
      const path = `/staff/dossiers/${dossierId}`;
      const refusal = { reason: 'not ours to refuse', legalBasis: 'none at all' };
      expect(await get('officer-elsewhere', path)).toBe('404 dossier-not-found');
      expect(await post('officer-elsewhere', `${path}/acceptance`)).toBe('404 dossier-not-found');
      expect(await post('officer-elsewhere', `${path}/refusal`, refusal)).toBe('404 dossier-not-found');
      expect(await get('officer', path)).toBe('200');
    });

    it('does not exist for another agency', async () => {
      const journey = await dossierIn(here(), 'processing');
      const land = (await journey.tasks()).find(({ agency }) => agency === 'land');
      const path = `/agency/tasks/${textField(land ?? {}, 'taskId')}`;
      expect(await get('commune', path)).toBe('404 task-not-found');
      expect(await post('commune', `${path}/answer`, { answer: 'NEGATIVE' })).toBe('404 task-not-found');
      expect(await post('commune', `${path}/documents/LEASE/link`)).toBe('404 task-not-found');
      expect(await get('land', path)).toBe('200');
    });
  });

  describe('a role without the right', () => {
    it('is told so with 403', async () => {
      const { dossierId } = await dossierIn(here(), 'new');
      expect({
        approverAccepts: await post('chief', `/staff/dossiers/${dossierId}/acceptance`),
        importerReads: await get('importer', `/staff/dossiers/${dossierId}`),
        importerLists: await get('importer', '/staff/inbox'),
        intakeDecides: await post('officer', `/staff/tasks/${dossierId}.4/decision`, { decision: 'GRANT' }),
      }).toEqual({
        approverAccepts: '403 role-missing',
        importerReads: '403 role-missing',
        importerLists: '403 role-missing',
        intakeDecides: '403 role-missing',
      });
    });

    it('covers an e-ID of level 1, which may draft and not submit', async () => {
      const journey = await startJourney(here(), { persona: 'citizen-level1' });
      await journey.upload();
      const citizen = await here().as('citizen-level1');
      const answer = await citizen.send('POST', `/citizen/dossiers/${journey.dossierId}/submission`);
      expect(kindOf(answer)).toBe('403 identity-level-too-low');
      expect(answer.body).toMatchObject({ needed: 2, given: 1 });
      expect(await journey.read()).toMatchObject({ state: 'draft' });
    });
  });

  describe('a step in the wrong state', () => {
    const expectWrongState = async (persona: string, path: string, body: unknown, state: string) => {
      const answer = await (await here().as(persona)).send('POST', path, body, KEY);
      expect([path.split('/').at(-1), kindOf(answer), answer.body['state']]).toEqual([
        path.split('/').at(-1),
        '409 dossier-wrong-state',
        state,
      ]);
    };
    const uploadBody = { sha256: `${'A'.repeat(43)}=`, bytes: 1, contentType: 'application/pdf' };

    it('is refused with 409 that names the state', async () => {
      const journey: Journey = await startJourney(here());
      const own = `/citizen/dossiers/${journey.dossierId}`;
      const staff = `/staff/dossiers/${journey.dossierId}`;
      await expectWrongState('citizen-renter', `${own}/payments`, {}, 'draft');
      await journey.upload();
      await journey.submit();
      await expectWrongState('citizen-renter', `${own}/documents/LEASE/upload`, uploadBody, 'new');
      await expectWrongState('citizen-renter', `${own}/payments`, {}, 'new');
      await journey.accept();
      await expectWrongState('officer', `${staff}/acceptance`, {}, 'payment-requested');
      await expectWrongState('officer', `${staff}/refusal`, { reason: 'changed my mind', legalBasis: 'none at all' }, 'payment-requested');
      await journey.pay();
      await expectWrongState('officer', `${staff}/acceptance`, {}, 'processing');
    });

    it('says what is missing where documents are', async () => {
      const { dossierId } = await startJourney(here());
      const citizen = await here().as('citizen-renter');
      const answer = await citizen.send('POST', `/citizen/dossiers/${dossierId}/submission`);
      expect([kindOf(answer), answer.body['documents']]).toEqual(['409 documents-missing', ['LEASE']]);
    });

    it('has nothing to pay once the fee is paid, and one code however often it is submitted', async () => {
      const journey = await dossierIn(here(), 'processing');
      const citizen = await here().as('citizen-renter');
      const { code } = await journey.read();
      expect(await post('citizen-renter', `/citizen/dossiers/${journey.dossierId}/payments`)).toBe('409 nothing-to-pay');
      expect(await citizen.post(`/citizen/dossiers/${journey.dossierId}/submission`)).toMatchObject({ code, state: 'processing' });
    });
  });
};
