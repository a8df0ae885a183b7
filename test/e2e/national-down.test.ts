import { describe, expect, it } from 'vitest';
import { listField, textField } from '../../local/demo/api-client.ts';
import { verifyResult } from '../../local/demo/verify-result.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { faultsOfDossier } from '../support/invariants.ts';
import { kindOf } from '../support/place/answer-kind.ts';
import { dossierIn, type Journey, startJourney } from '../support/place/journey.ts';
import { usePlace } from '../support/place/test-place.ts';

/** Longer than the longest pause between two attempts. */
const LONGEST_PAUSE_MS = 901_000;

describe('while the national cell does not answer', () => {
  const here = usePlace();

  /** No request to a table of the national cell gets an answer; the returned function ends that. */
  const takeDown = (): (() => void) => {
    const { proxy } = here().runtime;
    const ends = ['Registries', 'LookupRecords', 'EDocuments'].map((name) =>
      proxy.faults.add({ kind: 'lost-answer', table: here().inspection.tableName(name) }),
    );
    return () => {
      for (const end of ends) end();
    };
  };
  const waitings = async ({ dossierId }: Journey) =>
    (await readDossierItems(here().inspection, dossierId)).events.filter(({ type }) => type === 'dossier.lookups-waiting');

  it('lookups wait, say so once, and go on by themselves when it is back', async () => {
    const end = takeDown();
    const journey = await startJourney(here());
    await journey.upload();
    const citizen = await here().as('citizen-renter');
    await citizen.post(`/citizen/dossiers/${journey.dossierId}/submission`);
    const shown = await journey.until('the waiting to show', ({ events }) =>
      listField({ events }, 'events').some(({ type }) => type === 'dossier.lookups-waiting'),
    );
    expect(shown).toMatchObject({ state: 'new', lookups: 'waiting' });
    const officer = await here().as('officer');
    expect(kindOf(await officer.send('POST', `/staff/dossiers/${journey.dossierId}/acceptance`, {}))).toBe('409 lookups-open');
    const inbox = listField(await officer.get('/staff/inbox'), 'entries');
    expect(inbox).toMatchObject([{ dossierId: journey.dossierId, lookups: 'waiting' }]);

    for (let attempt = 1; attempt <= 2; attempt += 1) await here().advance(LONGEST_PAUSE_MS);
    expect(await waitings(journey)).toHaveLength(1);
    expect(await journey.read()).toMatchObject({ lookups: 'waiting' });

    end();
    await here().advance(LONGEST_PAUSE_MS);
    expect(await journey.read()).toMatchObject({ lookups: 'done' });
    expect(await waitings(journey)).toHaveLength(1);
    await journey.accept();
    expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
  });

  it('the cell accepts, takes payment and decides; only the delivery of the result waits', async () => {
    const journey = await dossierIn(here(), 'new');
    const end = takeDown();
    await journey.accept();
    await journey.pay();
    await journey.answerAll();
    expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
    const processed = await journey.until('the signed result', ({ state }) => state === 'processed');
    const { jws } = await (await here().as('citizen-renter')).get(`/citizen/dossiers/${journey.dossierId}/result`);
    expect(await verifyResult(here().runtime.api, String(jws), textField(processed, 'resultCode'))).toBe(true);

    for (let attempt = 1; attempt <= 2; attempt += 1) await here().advance(LONGEST_PAUSE_MS);
    expect(await journey.read()).toMatchObject({ state: 'processed', status: 9 });
    end();
    await here().advance(LONGEST_PAUSE_MS);
    expect(await journey.returned()).toMatchObject({ status: 10 });
    expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
  });

  it('leaves nothing in a dead letter queue', async () => {
    expect(await here().inspection.deadLetters()).toEqual({});
  });
});
