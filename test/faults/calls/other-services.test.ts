import { it } from 'vitest';
import { expectAllHit, expectAttempts } from '../../support/calls/coverage.ts';
import { bringOneByOne } from '../../support/calls/one-by-one.ts';
import { runCampaign } from '../../support/calls/run-campaign.ts';
import { SHAPES } from '../../support/calls/shapes.ts';
import { SERVICE_FAULTS } from '../../support/calls/trials.ts';
import { PROVINCE } from '../../support/place/cell.ts';
import { expectPublished } from '../../support/place/expect-whole.ts';
import { usePlace } from '../../support/place/test-place.ts';

/** As often as the SDK tries a call when nobody says otherwise. */
const SDK_ATTEMPTS = 3;

/** What functions ask by `fetch`, which tries once: the national cell, its token endpoint, the store. */
const BY_FETCH = /(national|issuer|storage)\.[^>]*$/;

const here = usePlace({ witness: true, disturbable: true, change: bringOneByOne });

it('every call to a service beside the database may be throttled, fail, or succeed without an answer', async () => {
  const outcome = await runCampaign(here(), SERVICE_FAULTS, SHAPES);
  await expectPublished(here().inspection, outcome.dossierIds, PROVINCE, outcome.left);
  expectAllHit('faults of services', outcome);
  const { cases } = outcome;
  expectAttempts({ cases: cases.filter(({ name }) => !BY_FETCH.test(name)) }, { once: 2, 'every time': SDK_ATTEMPTS });
});
