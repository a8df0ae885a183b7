import { beforeAll, describe, expect, it } from 'vitest';
import { listField, textField } from '../../../local/demo/api-client.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import type { CasePlace } from '../../support/place/case-place.ts';
import { type Journey, startJourney } from '../../support/place/journey.ts';
import { readPdf } from '../../unit/form/pdf-reader.ts';

export const forms = (here: () => CasePlace): void => {
  describe('the forms of a dossier', () => {
    let journey: Journey;

    beforeAll(async () => {
      journey = await startJourney(here(), { persona: 'citizen-owner' });
      await journey.submit();
      await journey.accept();
      await journey.pay();
      await journey.decide({ decision: 'GRANT' });
      await journey.returned();
    });

    const path = (form = '') => `/citizen/dossiers/${journey.dossierId}/forms${form}`;
    const issued = async () =>
      listField(await (await here().as('citizen-owner')).get(path()), 'forms').map((one) => textField(one, 'form'));
    const download = async (form: string): Promise<Buffer> => {
      const link = await (await here().as('citizen-owner')).post(path(`/${form}/pdf`));
      const response = await fetch(textField(link, 'url'));
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      return Buffer.from(await response.arrayBuffer());
    };

    it('are the receipt and the result, which their owner opens as PDFs', async () => {
      const [receipt = '', result = ''] = await issued();
      expect([receipt, result].map((form) => form.split('-')[0])).toEqual(['CT04', 'CT08']);
      const { code = '' } = await journey.read();
      const [first, second] = await Promise.all([download(receipt), download(receipt)]);
      expect(first.equals(second)).toBe(true);
      expect(first.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
      expect(await readPdf(first)).toMatchObject({ sizes: [[420, 595]], qr: code, text: expect.stringContaining(String(code)) });
      const { fields } = await (await here().as('citizen-owner')).get(path(`/${result}`));
      expect(fields).toMatchObject({ outcome: 'GRANTED', verification: expect.stringMatching(/\/public\/results\/\w+\/verification$/) });
      expect(await readPdf(await download(result))).toMatchObject({
        qr: Reflect.get(Object(fields), 'verification'),
        text: expect.stringContaining('Đồng ý giải quyết'),
      });
    });

    it('are nobody else’s, and an officer who opens one is recorded', async () => {
      const [receipt = ''] = await issued();
      const stranger = await here().as('citizen-renter');
      expect(kindOf(await stranger.send('POST', path(`/${receipt}/pdf`)))).toBe('404 dossier-not-found');
      const officer = await here().as('officer');
      const ofStaff = `/staff/dossiers/${journey.dossierId}/forms`;
      const seen = listField(await officer.get(ofStaff), 'forms').map(({ code }) => code);
      expect(seen).toEqual(['CT04', 'CT08', '06', '07']);
      expect(await officer.get(`${ofStaff}/${receipt}`)).toEqual(await (await here().as('citizen-owner')).get(path(`/${receipt}`)));
      await officer.post(`${ofStaff}/${receipt}/pdf`);
      const accesses = await (await here().as('citizen-owner')).get(`/citizen/dossiers/${journey.dossierId}/accesses`);
      expect(listField(accesses, 'accesses').map(({ what }) => what)).toContain(`issued-form:${receipt}`);
    });
  });
};
