import { describe, expect, it } from 'vitest';
import { listField, textField } from '../../../local/demo/api-client.ts';
import { faultsOfDossier } from '../../support/invariants.ts';
import { kindOf, pointersOf } from '../../support/place/answer-kind.ts';
import { type CasePlace, transitionsOf } from '../../support/place/case-place.ts';
import { dossierIn, startJourney } from '../../support/place/journey.ts';

const monthly = { procedure: 'temporary-residence', form: { durationMonths: 12 } } as const;

export const temporaryResidence = (here: () => CasePlace): void => {
  describe('a temporary residence', () => {
    it('needs its own field in the form', async () => {
      const citizen = await here().as('citizen-renter');
      const { phone, dwelling } = here().place.contactOf('citizen-renter');
      const filing = { procedure: 'temporary-residence', form: { phone, relationToHead: 'HEAD', dwelling, durationMonths: 25 } };
      const answer = await citizen.send('POST', '/citizen/dossiers', filing, { 'idempotency-key': 'too-long-a-stay' });
      expect([kindOf(answer), ...pointersOf(answer)]).toEqual(['400 request-invalid', '/body/form/durationMonths']);
    });

    it('costs 7,000 đồng online, takes three working days and asks no agency', async () => {
      const journey = await startJourney(here(), { procedure: 'temporary-residence', form: { durationMonths: 12 } });
      await journey.upload();
      await journey.submit();
      const receipt = await journey.accept();
      expect(receipt).toMatchObject({ amountDue: 7000, procedure: 'temporary-residence' });
      const acceptedAt = encodeURIComponent(textField(receipt, 'acceptedAt'));
      const appointment = await here().anyone.send('GET', `/public/procedures/temporary-residence/appointment?acceptedAt=${acceptedAt}`);
      expect(appointment.body).toMatchObject({ dueAt: receipt['dueAt'], timeLimit: { value: { amount: 3, unit: 'WORKING_DAY' } } });

      await journey.pay();
      expect(await journey.tasks()).toMatchObject([{ kind: 'decision', role: 'competent', state: 'open' }]);
      await journey.decide({ decision: 'GRANT' });
      expect(kindOf(await journey.number())).toBe('200');
      expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED' });
      expect(await transitionsOf(here(), journey.dossierId)).toBe(here().historiesLackIterations ? 4 : 5);
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });

    it('is signed by a leader, numbered by the clerk and handed over at the counter', async () => {
      const journey = await dossierIn(here(), 'deciding', { ...monthly, delivery: 'COUNTER' });
      const { dossierId } = journey;
      await journey.decide({ decision: 'GRANT' });
      const clerk = await here().as('clerk');
      const errands = async () =>
        listField(await clerk.get('/staff/inbox'), 'entries').flatMap((entry) =>
          entry['dossierId'] === dossierId ? [entry['errand']] : [],
        );
      const numbered = await journey.number();
      expect([kindOf(numbered), numbered.body['number']]).toEqual(['200', expect.stringMatching(/^\d+\/\d{4}\/CT08-G01/)]);
      expect((await journey.number()).body).toEqual(numbered.body);
      await journey.until('the e-document', (own) => listField(own, 'events').some(({ type }) => type === 'dossier.result-stored'));
      expect(await journey.read()).toMatchObject({ status: 9, outcome: 'GRANTED' });
      expect(await errands()).toEqual(['HANDOVER']);

      const handed = await clerk.send('POST', `/staff/dossiers/${dossierId}/handover`, { receivedBy: 'CHIP' });
      expect([kindOf(handed), handed.body['status']]).toEqual(['200', 10]);
      expect(await journey.read()).toMatchObject({ status: 10, returnedAt: handed.body['returnedAt'] });
      expect(await errands()).toEqual([]);
      expect(await faultsOfDossier(here().inspection, dossierId)).toEqual([]);
    });

    it('can be followed with the code and the secret on the receipt, and with nothing else', async () => {
      const journey = await startJourney(here(), { procedure: 'temporary-residence', form: { durationMonths: 1 } });
      await journey.upload();
      await journey.submit();
      const { code, trackingSecret } = await journey.accept();
      const track = (secret: unknown) => here().anyone.send('POST', '/public/tracking', { code, secret });
      const shown = await track(trackingSecret);
      expect(shown.body).toMatchObject({ code, state: 'payment-requested', status: 6 });
      expect(shown.body).not.toHaveProperty('dossierId');
      expect(kindOf(await track('0'.repeat(21)))).toBe('404 dossier-not-found');
    });
  });
};
