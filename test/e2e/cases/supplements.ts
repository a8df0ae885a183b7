import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { agencyTime } from '../../../functions/calendar/agency-time.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { addWorkingMinutes, workingMinutesBetween } from '../../../functions/calendar/working-time.ts';
import { type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { faultsOfDossier } from '../../support/invariants.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { dossierIn, type Journey } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';
import { nextMorning, workedTimeAfter } from '../../support/worked-time.ts';

const HOUR_MS = 3_600_000;
const police = agencyTime(vietnamCalendar, 'police');
const LEASE = { document: 'LEASE', what: 'Bản chụp mờ, không đọc được chữ ký' };
const IN_WORDS = { what: 'Giấy xác nhận của chủ hộ' };

/** Moves the clock, so it needs the local runtime. */
export const supplements = (here: () => TestPlace): void => {
  const now = () => new Date(here().runtime.clock.now());

  const ask = async ({ dossierId }: Journey, request: Json): Promise<Json> =>
    (await here().as('officer')).post(
      `/staff/dossiers/${dossierId}/supplement-requests`,
      { reason: 'Hồ sơ chưa đầy đủ', legalBasis: 'Luật Cư trú, Điều 21', answerBy: workedTimeAfter(now(), 8), ...request },
      { 'idempotency-key': randomUUID() },
    );
  const provide = async ({ dossierId }: Journey, body: Json = {}): Promise<Json> =>
    (await here().as('citizen-renter')).post(`/citizen/dossiers/${dossierId}/supplements/1`, body);

  describe('a dossier that is not complete when it is filed', () => {
    let journey: Journey;
    beforeAll(async () => {
      journey = await dossierIn(here(), 'new');
    });

    it('is completed by its applicant, accepted and goes on to its result', async () => {
      const { phone, email, dwelling } = here().place.contactOf('citizen-renter');
      expect(await ask(journey, { items: [LEASE, IN_WORDS], form: true })).toMatchObject({ documents: ['LEASE', 'SUPPLEMENT_1_2'] });
      const asked = await journey.read();
      expect([asked['status'], listField(asked, 'supplements')]).toMatchObject([5, [{ n: 1, stage: 'intake', items: [LEASE, IN_WORDS] }]]);
      await journey.upload();
      await provide(journey, { form: { phone, email, relationToHead: 'CHILD', dwelling } });
      const officer = await here().as('officer');
      expect((await officer.get(`/staff/dossiers/${journey.dossierId}`))['form']).toMatchObject({ relationToHead: 'CHILD' });
      const inbox = listField(await officer.get('/staff/inbox'), 'entries');
      expect(inbox.filter(({ dossierId }) => dossierId === journey.dossierId)).toMatchObject([{ kind: 'dossier', status: 5 }]);

      await journey.accept();
      await journey.pay();
      await journey.answerAll();
      await journey.decide({ decision: 'GRANT' });
      expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED' });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });
  });

  describe('a dossier that is found incomplete by the agencies', () => {
    let journey: Journey;
    beforeAll(async () => {
      await here().advance(nextMorning(now()).getTime() - now().getTime());
      journey = await dossierIn(here(), 'processing');
    });

    it('waits with its agencies at work and its decision held, and has the waiting time added to its due time', async () => {
      const { dueAt: dueBefore } = await journey.read();
      const { askedAt } = await ask(journey, { items: [LEASE] });
      await journey.answerAll();
      const held = await journey.decide({ decision: 'GRANT' });
      expect([kindOf(held), held.body['state']]).toEqual(['409 dossier-wrong-state', 'supplement-requested']);

      await here().advance(HOUR_MS);
      await journey.upload();
      const answer = await provide(journey);
      const waited = workingMinutesBetween(police, new Date(String(askedAt)), new Date(textField(answer, 'providedAt')));
      expect(waited).toBeGreaterThan(30);
      const dueAt = addWorkingMinutes(police, new Date(String(dueBefore)), waited).toISOString();
      expect(answer).toMatchObject({ status: 4, dueAt });
      const open = (await journey.tasks()).filter(({ state }) => state === 'open');
      expect(open).toMatchObject([{ role: 'competent', dueAt }]);

      expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
      expect(await journey.returned()).toMatchObject({ status: 10, dueAt });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });
  });
};
