import { beforeAll, describe, expect, it } from 'vitest';
import { textField } from '../../local/demo/api-client.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { faultsOfItems } from '../support/invariants.ts';
import { kindOf } from '../support/place/answer-kind.ts';
import { dossierIn, type Journey } from '../support/place/journey.ts';
import { usePlace } from '../support/place/test-place.ts';

const MINUTE_MS = 60_000;
/** design.md, invariant 9. */
const ENACTED_WITHIN_MINUTES = 5;

describe('the clock', () => {
  const here = usePlace();
  const now = () => here().runtime.clock.now();
  const itemsOf = ({ dossierId }: Journey) => readDossierItems(here().inspection, dossierId);
  const swept = ['dossier.escalated', 'dossier.extension-drafted', 'dossier.deadline-passed'];
  /** What the sweep has said: the percent, the draft, the deadline that passed. */
  const passings = async (journey: Journey) =>
    (await itemsOf(journey)).events
      .filter(({ type }) => swept.includes(type))
      .map(({ type, data }) => data['percent'] ?? data['deadline'] ?? type);

  /** Moves to the last second of the due minute, then minute by minute until the passing is in the history; gives how many it took. */
  const passDeadline = async (journey: Journey): Promise<number> => {
    const { deadline } = (await itemsOf(journey)).meta;
    if (!deadline) throw new Error('the dossier has no deadline');
    const known = (await passings(journey)).length;
    const dueMinute = Math.floor(Date.parse(deadline.at) / MINUTE_MS) * MINUTE_MS;
    await here().advance(dueMinute + MINUTE_MS - 1000 - now());
    expect(await passings(journey)).toHaveLength(known);
    for (let minutes = 1; minutes <= ENACTED_WITHIN_MINUTES; minutes += 1) {
      await here().advance(MINUTE_MS);
      if ((await passings(journey)).length > known) return minutes;
    }
    throw new Error(`${deadline.kind} was not enacted within ${ENACTED_WITHIN_MINUTES} minutes`);
  };

  describe('passes the deadlines of a dossier', () => {
    let journey: Journey;
    beforeAll(async () => {
      journey = await dossierIn(here(), 'new');
    });

    it('at intake: once, within five minutes, and the officer may still accept', async () => {
      expect(await passDeadline(journey)).toBeLessThanOrEqual(ENACTED_WITHIN_MINUTES);
      for (let sweep = 0; sweep < 3; sweep += 1) await here().advance(MINUTE_MS);
      expect(await passings(journey)).toEqual(['intake']);
      const inbox = await (await here().as('officer')).get('/staff/inbox');
      expect(inbox['entries']).toMatchObject([{ kind: 'dossier', dossierId: journey.dossierId }]);
      await journey.accept();
      expect(await journey.pay()).toMatchObject({ state: 'processing' });
    });

    it('while the agencies are asked: once, and answers and the decision after it say so', async () => {
      const [first] = await journey.tasks();
      expect((await journey.answer(first ?? {}, 'POSITIVE')).body).toMatchObject({ timing: 'BEFORE' });
      for (let deadline = 0; deadline < 4; deadline += 1) expect(await passDeadline(journey)).toBeLessThanOrEqual(ENACTED_WITHIN_MINUTES);
      await here().advance(MINUTE_MS);
      expect(await passings(journey)).toEqual(['intake', 70, 'dossier.extension-drafted', 90, 'processing']);

      await journey.answerAll();
      const decision = await journey.decide({ decision: 'GRANT' });
      expect([kindOf(decision), decision.body['timing']]).toEqual(['200', 'AFTER']);
      await journey.returned();
      const items = await itemsOf(journey);
      expect(items.events.find(({ type }) => type === 'dossier.concluded')?.data).toMatchObject({ timing: 'AFTER' });
      expect(items.meta.dueAt).toBe((await journey.read())['dueAt']);
      expect(faultsOfItems(items)).toEqual([]);
    });
  });

  it('ends an attempt to pay after fifteen minutes; the next one pays', async () => {
    const journey = await dossierIn(here(), 'payment-requested');
    const payUrl = textField(await journey.openPayment(), 'payUrl');
    expect((await fetch(payUrl)).status).toBe(200);
    await here().advance(15 * MINUTE_MS + 1000);
    expect((await fetch(payUrl)).status).toBe(400);
    expect(await journey.read()).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
    expect(await journey.pay()).toMatchObject({ state: 'processing', amountDue: 0 });
  });

  it('ends an agency’s link to a document after five minutes', async () => {
    const journey = await dossierIn(here(), 'processing');
    const task = (await journey.tasks()).find(({ agency }) => agency === 'land') ?? {};
    const path = `/agency/tasks/${textField(task, 'taskId')}/documents/LEASE/link`;
    const url = textField(await (await here().as('land')).post(path), 'url');
    expect((await fetch(url)).status).toBe(200);
    await here().advance(5 * MINUTE_MS + 1000);
    expect((await fetch(url)).status).toBe(403);
  });

  it('leaves nothing in a dead letter queue', async () => {
    expect(await here().inspection.deadLetters()).toEqual({});
  });
});
