import { describe, expect, it } from 'vitest';
import { because } from '../../support/dossier-life.ts';
import { staffClaims } from '../../support/http-event.ts';
import { local } from './appointment-bench.ts';
import { ownLife } from './life-bench.ts';
import { OWN } from './own-procedure.ts';

/*
 * Where the calendar ends, on the last day of 2027, no time is guessed: a step that would have to name one is refused and writes nothing,
 * and what needs none goes on.
 */
const LAST = '2027-12-31 16:00';
/** A working day later there are no data any more. */
const BEYOND = '2028-01-04 09:00';

type Life = ReturnType<typeof ownLife>;
const refusals = {
  'a submission, whose answer would be due': {
    reach: (life: Life) => {
      life.at('2027-12-27 09:00');
      return life.draft({ procedure: OWN });
    },
    act: async (life: Life, dossierId: string) => {
      await life.upload(dossierId);
      return life.citizen('submitDossier', dossierId);
    },
    problem: [503, 'calendar-missing'],
  },
  'an acceptance, whose result would be due': {
    reach: (life: Life) => life.submitted('2027-12-27 09:00'),
    act: (life: Life, dossierId: string) => life.staff('acceptDossier', { dossierId }, {}),
    problem: [503, 'calendar-missing'],
  },
  'a request for a supplement, whose answer would be due': {
    reach: (life: Life) => life.accepted('2027-12-21 09:00'),
    act: (life: Life, dossierId: string) => {
      const body = { items: [{ document: 'LEASE', what: 'Bản chụp mờ' }], ...because, answerBy: local('2028-01-20 16:00') };
      return life.call('requestSupplement', { claims: staffClaims(), headers: life.once(), path: { dossierId }, body });
    },
    // The officer named that date.
    problem: [422, 'outside-calendar'],
  },
} as const;

describe.each([LAST, BEYOND])('at %s', (moment) => {
  it.each(Object.entries(refusals))('is refused: %s', async (_what, { reach, act, problem }) => {
    const life = ownLife();
    const dossierId = await reach(life);
    life.at(moment);
    const { n, state } = life.ledger.meta(dossierId);
    const { status, body } = await act(life, dossierId);
    expect([status, String(body['type']).split('/').at(-1)]).toEqual(problem);
    const after = life.ledger.meta(dossierId);
    expect([after.state, life.ledger.events(dossierId).filter((event) => event.n > n && event.to)]).toEqual([state, []]);
  });

  it('a dossier under way comes to its result all the same', async () => {
    const life = ownLife();
    const dossierId = await life.accepted('2027-12-21 09:00');
    expect(await life.finishAt(dossierId, moment)).toEqual(['AFTER', 'AFTER']);
    expect((await life.own(dossierId))['state']).toBe('processed');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('an extension is refused, and the due time stands', async () => {
    const life = ownLife();
    const dossierId = await life.accepted('2027-12-21 09:00');
    const due = await life.due(dossierId);
    life.at(moment);
    const { status } = await life.staff('extendDossier', { dossierId }, { ...because, dueAt: local('2028-01-20 09:00') });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await life.due(dossierId)).toBe(due);
  });

  it('a payment that would start the clock starts none: the gateway is told to come again', async () => {
    const life = ownLife({ fee: 10_000, clockStart: 'FEE_PAID' });
    const dossierId = await life.accepted('2027-12-21 09:00');
    const { body: opened } = await life.citizen('openPayment', dossierId, { headers: life.once() });
    life.at(moment);
    const { body } = await life.call('notifyPayment', { query: life.paid(String(opened['reference'])) });
    expect(body).toMatchObject({ RspCode: '99' });
    expect([(await life.own(dossierId))['state'], await life.due(dossierId)]).toEqual(['payment-requested', undefined]);
  });
});
