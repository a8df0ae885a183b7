import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { agencyTime } from '../../functions/calendar/agency-time.ts';
import type { TimeLimit } from '../../functions/calendar/clock-rules.ts';
import { dueTime } from '../../functions/calendar/due-time.ts';
import { vietnamCalendar } from '../../functions/calendar/vietnam.ts';
import type { HistoryEvent } from '../../functions/ledger/history-event.ts';
import { Procedure } from '../../functions/procedure/procedure.ts';
import { type Json, listField, textField } from '../../local/demo/api-client.ts';
import { leasePdf, uploadDocument } from '../../local/demo/upload.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { faultsOfDossier } from '../support/invariants.ts';
import { kindOf } from '../support/place/answer-kind.ts';
import { isOpen, type Journey, journeyOf, startJourney } from '../support/place/journey.ts';
import { usePlace } from '../support/place/test-place.ts';
import { KIOSK_FEE, LAND_LIMIT, LIMIT, POST_FEE, trialProcedure, UNPAID_LIMIT } from '../support/place/trial-procedure.ts';
import { nextMorning } from '../support/worked-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OWNER = 'citizen-renter';
const procedure = trialProcedure.id;

/** When a limit ends that begins at the time of an event, in the working time of an agency. */
const limitEnds = (agency: string, limit: TimeLimit, begins: HistoryEvent | undefined): Date => {
  const start = { at: new Date(begins?.at ?? ''), sameDayIsOver: false };
  return dueTime(agencyTime(vietnamCalendar, agency), limit, start, Procedure.parse(trialProcedure).clock).dueAt;
};

/** Rules that no procedure of the repository has, in a place whose catalogue is a folder with one procedure that has them all. */
describe('a place with a catalogue of its own', () => {
  const here = usePlace({ procedures: [trialProcedure] });
  const now = () => new Date(here().runtime.clock.now());
  const to = (at: Date) => here().advance(at.getTime() - now().getTime());
  const eventsOf = async ({ dossierId }: Journey, type: string) =>
    (await readDossierItems(here().inspection, dossierId)).events.filter((event) => event.type === type);

  /** An officer opens the letter, types what it says and scans what is in it. */
  const fileLetter = async (): Promise<Journey> => {
    const { phone, email, dwelling } = here().place.contactOf(OWNER);
    const claims = here().runtime.personas.citizens.find(({ id }) => id === OWNER)?.claims;
    const officer = await here().as('officer');
    const letter: Json = {
      ...{ procedure, channel: 'post', arrivedAt: new Date(now().getTime() - 10 * MINUTE_MS).toISOString() },
      ...{ form: { phone, email, relationToHead: 'HEAD', dwelling }, applicant: { pin: claims?.pin, name: claims?.name } },
    };
    const draft = await officer.post('/staff/dossiers', letter, { 'idempotency-key': randomUUID() });
    const journey = journeyOf(here(), textField(draft, 'dossierId'));
    await uploadDocument(officer, journey.dossierId, 'LEASE', leasePdf(), 'application/pdf', 'staff');
    await officer.post(`/staff/dossiers/${journey.dossierId}/submission`);
    await journey.until('the registers', ({ lookups }) => lookups === 'done');
    return journey;
  };

  it('offers its procedure and no other', async () => {
    expect(listField(await here().anyone.get('/public/procedures'), 'procedures').map(({ id }) => id)).toEqual([procedure]);
    const { phone, dwelling } = here().place.contactOf(OWNER);
    const body = { procedure: 'permanent-residence', form: { phone, relationToHead: 'HEAD', dwelling } };
    const answer = await (await here().as(OWNER)).send('POST', '/citizen/dossiers', body, { 'idempotency-key': randomUUID() });
    expect(kindOf(answer)).toBe('404 procedure-not-found');
  });

  describe('a letter', () => {
    let journey: Journey;
    beforeAll(async () => {
      await to(nextMorning(now()));
      journey = await fileLetter();
    });

    it('is accepted at the fee of the post, and is due at no time before that is paid', async () => {
      const receipt = await journey.accept();
      expect(receipt).toMatchObject({ state: 'payment-requested', amountDue: POST_FEE });
      expect(receipt).not.toHaveProperty('dueAt');
      expect(await journey.read()).toMatchObject({ channel: 'post', kenhThucHien: 3, filedBy: 'OFFICER' });
    });

    it('is due by the working time from the booking on', async () => {
      await here().advance(HOUR_MS);
      const paid = await journey.pay();
      const [booked] = await eventsOf(journey, 'payment.booked');
      expect(paid).toMatchObject({ state: 'processing', dueAt: limitEnds('police', LIMIT, booked).toISOString() });
    });

    it('has the agreement of an agency that lets its time pass in silence, within five minutes, and goes on to its result', async () => {
      const silent = (await journey.tasks()).find(({ agency }) => agency === 'land') ?? {};
      const [booked] = await eventsOf(journey, 'payment.booked');
      const until = limitEnds('land', LAND_LIMIT, booked);
      expect(silent['dueAt']).toBe(until.toISOString());
      for (const task of await journey.tasks())
        if (task['agency'] !== 'land') expect(kindOf(await journey.answer(task, 'POSITIVE'))).toBe('200');
      await to(new Date(until.getTime() - 2 * MINUTE_MS));
      expect((await journey.tasks()).filter(isOpen)).toMatchObject([{ agency: 'land' }]);

      await to(new Date(until.getTime() + 5 * MINUTE_MS));
      const [agreed] = await eventsOf(journey, 'task.silent');
      expect(agreed?.data).toMatchObject({ taskId: silent['taskId'], legalBasis: 'made up for a test' });
      expect((await journey.tasks()).filter(isOpen)).toMatchObject([{ role: 'competent' }]);
      expect(kindOf(await journey.answer(silent, 'NEGATIVE'))).toBe('409 task-closed');
      expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
      expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED' });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });
  });

  describe('a filing at a kiosk', () => {
    let journey: Journey;
    beforeAll(async () => {
      await to(nextMorning(now()));
      journey = await startJourney(here(), { procedure, kiosk: 'ZKI.042.001' });
      await journey.upload();
      await journey.submit();
    });

    it('costs what a kiosk costs, and is helped by the one-stop whose hall it stands in', async () => {
      expect(await journey.accept()).toMatchObject({ amountDue: KIOSK_FEE });
      expect(await journey.read()).toMatchObject({ channel: 'kiosk', kenhThucHien: 1, supportedOffice: 'ZOS.042.001' });
    });

    it('lapses when its fee stays unpaid for the time that the catalogue gives, within five minutes', async () => {
      const [requested] = await eventsOf(journey, 'dossier.payment-requested');
      const lapsesAt = limitEnds('police', UNPAID_LIMIT, requested);
      await to(new Date(lapsesAt.getTime() - 2 * MINUTE_MS));
      expect(await journey.read()).toMatchObject({ state: 'payment-requested' });
      await to(new Date(lapsesAt.getTime() + 5 * MINUTE_MS));
      expect(await journey.read()).toMatchObject({ state: 'stopped', status: 8 });
      expect((await eventsOf(journey, 'dossier.stopped'))[0]?.data).toMatchObject({ reason: 'UNPAID', paid: 0 });
      const payment = await (await here().as(OWNER)).send(
        'POST',
        `/citizen/dossiers/${journey.dossierId}/payments`,
        {},
        {
          'idempotency-key': randomUUID(),
        },
      );
      expect(kindOf(payment)).toMatch(/^409 /);
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });
  });

  it('leaves nothing in a dead letter queue', async () => {
    expect(await here().inspection.deadLetters()).toEqual({});
  });
});
