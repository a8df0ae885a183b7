import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClient, textField } from '../../local/demo/api-client.ts';
import { verifyResult } from '../../local/demo/verify-result.ts';
import { faultsOfDossier } from '../support/invariants.ts';
import { kindOf } from '../support/place/answer-kind.ts';
import { dossierIn, isOpen, type Journey, journeyOf } from '../support/place/journey.ts';
import { scratchFolder } from '../support/place/scratch.ts';
import { openPlace, type TestPlace } from '../support/place/test-place.ts';

const DAY_MS = 86_400_000;

describe('a restart in the middle of a journey', () => {
  const folder = scratchFolder('restart');
  const opened: TestPlace[] = [];
  const open = async (): Promise<TestPlace> => {
    const place = await openPlace(folder.path);
    opened.push(place);
    return place;
  };
  let here: TestPlace;
  let before: Pick<TestPlace, 'surroundings'> & { readonly now: number; readonly token: string; readonly landQueue: unknown };
  let journey: Journey;

  beforeAll(async () => {
    const first = await open();
    await first.advance(DAY_MS);
    const filed = await dossierIn(first, 'processing');
    const [task] = (await filed.tasks()).filter(isOpen);
    if (!task) throw new Error('no task is open');
    before = {
      surroundings: first.surroundings,
      now: first.runtime.clock.now(),
      token: await first.place.tokenFor('citizen-renter'),
      landQueue: await first.inspection.depth('LandTasks'),
    };
    // What follows from this answer is still under way when the runtime stops.
    await filed.answer(task, 'POSITIVE');
    await first.stop();
    here = await open();
    journey = journeyOf(here, filed.dossierId);
  });
  afterAll(async () => {
    for (const place of opened) await place.stop();
    folder.remove();
  });

  it('keeps the addresses', () => {
    const { api, nationalApi, issuer, gateway } = here.surroundings;
    expect({ api, nationalApi, issuer, gateway }).toEqual({
      api: before.surroundings.api,
      nationalApi: before.surroundings.nationalApi,
      issuer: before.surroundings.issuer,
      gateway: before.surroundings.gateway,
    });
  });

  it('keeps the virtual time, which never goes back', () => {
    expect(here.runtime.clock.offset).toBeGreaterThanOrEqual(DAY_MS);
    expect(here.runtime.clock.now()).toBeGreaterThanOrEqual(before.now);
  });

  it('keeps the keys: a token issued before opens the API after', async () => {
    const answer = await apiClient(here.runtime.api, before.token).send('GET', `/citizen/dossiers/${journey.dossierId}`);
    expect([kindOf(answer), answer.body['state']]).toEqual(['200', 'processing']);
  });

  it('keeps the population and what lies in the agencies’ queues', async () => {
    expect(here.remarks.filter((remark) => remark.startsWith('loaded'))).toEqual([]);
    expect(await here.inspection.depth('LandTasks')).toEqual(before.landQueue);
  });

  it('lets the journey end as if nothing had happened', async () => {
    await journey.answerAll();
    await journey.decide({ decision: 'GRANT' });
    const returned = await journey.returned();
    expect(returned).toMatchObject({ status: 10, outcome: 'GRANTED' });
    const { jws } = await (await here.as('citizen-renter')).get(`/citizen/dossiers/${journey.dossierId}/result`);
    expect(await verifyResult(here.runtime.api, String(jws), textField(returned, 'resultCode'))).toBe(true);
    expect(await faultsOfDossier(here.inspection, journey.dossierId)).toEqual([]);
    expect(await here.inspection.deadLetters()).toEqual({});
  });
});
