import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { faultsOfDossier } from '../../support/invariants.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { type Journey, journeyOf } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

const OWNER = 'citizen-renter';

/** A person goes to the counter of another commune than the one that decides. */
export const counterFiling = (here: () => TestPlace): void => {
  const filing = () => {
    const { phone, email, dwelling } = here().place.contactOf(OWNER);
    const claims = here().runtime.personas.citizens.find(({ id }) => id === OWNER)?.claims;
    return {
      procedure: 'permanent-residence',
      form: { phone, email, relationToHead: 'HEAD', dwelling },
      applicant: { pin: claims?.pin, name: claims?.name },
    };
  };

  describe("a permanent residence that is filed at another commune's one-stop", () => {
    let journey: Journey;
    let draft: Json;

    beforeAll(async () => {
      const officer = await here().as('officer-elsewhere');
      const body = { ...filing(), channel: 'counter', identityVerifiedBy: 'CHIP' };
      draft = await officer.post('/staff/dossiers', body, { 'idempotency-key': randomUUID() });
      journey = journeyOf(here(), textField(draft, 'dossierId'));
    });

    it("is the person's own, and says where it was taken in and who knows of it", async () => {
      expect(draft).toMatchObject({ office: 'G01.042.001', receivedOffice: 'G01.042.002', supportedOffice: 'G01.042.002' });
      expect(await journey.read()).toMatchObject({ state: 'draft', channel: 'counter', filedBy: 'OFFICER' });
      const accesses = await (await here().as(OWNER)).get(`/citizen/dossiers/${journey.dossierId}/accesses`);
      expect(listField(accesses, 'accesses')).toMatchObject([{ what: 'form', by: { kind: 'staff' } }]);
    });

    it('is completed, submitted and accepted there, at the fee of a counter', async () => {
      const officer = await here().as('officer-elsewhere');
      await uploadDocument(officer, journey.dossierId, 'LEASE', leasePdf(), 'application/pdf', 'staff');
      await officer.post(`/staff/dossiers/${journey.dossierId}/submission`);
      await journey.until('the registers', ({ lookups }) => lookups === 'done');
      const receipt = await officer.post(`/staff/dossiers/${journey.dossierId}/acceptance`, {});
      expect(receipt).toMatchObject({
        office: 'G01.042.001',
        amountDue: 20_000,
        code: expect.stringMatching(/^G01\.042\.001-\d{6}-\d{6}$/),
      });
    });

    it('is not read there any more from then on, but its receipt is printed', async () => {
      const path = `/staff/dossiers/${journey.dossierId}`;
      const officer = await here().as('officer-elsewhere');
      expect(kindOf(await officer.send('GET', path))).toBe('404 dossier-not-found');
      expect(kindOf(await (await here().as('officer')).send('GET', path))).toBe('200');
      expect(listField(await officer.get(`${path}/forms`), 'forms')).toMatchObject([{ code: 'CT04' }]);
    });

    it('is decided by the office that is competent, and by no other', async () => {
      await journey.pay();
      await journey.answerAll();
      expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
      expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED', receivedOffice: 'G01.042.002', kenhThucHien: 1 });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });
  });

  describe('a dossier that another system has begun', () => {
    it('goes on to its result under its own code, and is taken over once', async () => {
      const importer = await here().as('importer');
      const now = here().runtime.clock.now();
      const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
      const code = `H15.50-${ago(0).slice(2, 10).replaceAll('-', '')}-7001`;
      const stamps = { status: 4, submittedAt: ago(120), acceptedAt: ago(60), dueAt: new Date(now + 9 * 24 * 3_600_000).toISOString() };
      const body = { ...filing(), ...stamps, source: 'elsewhere', code, kenhThucHien: null };
      const taken = await importer.post('/staff/imported-dossiers', body, { 'idempotency-key': randomUUID() });
      expect(taken).toMatchObject({ code, state: 'processing', dueAt: stamps.dueAt, channel: 'counter' });
      const again = await importer.send('POST', '/staff/imported-dossiers', body, { 'idempotency-key': randomUUID() });
      expect(kindOf(again)).toBe('409 code-taken');

      const journey = journeyOf(here(), textField(taken, 'dossierId'));
      await journey.answerAll();
      await journey.decide({ decision: 'GRANT' });
      expect(await journey.returned()).toMatchObject({ status: 10, code, filedBy: 'OTHER_SYSTEM' });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });
  });
};
