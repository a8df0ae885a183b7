import { expect, it } from 'vitest';
import { expectAllHit, expectAttempts } from '../../support/calls/coverage.ts';
import { bringOneByOne } from '../../support/calls/one-by-one.ts';
import { functionName } from '../../support/calls/place-in-code.ts';
import { runCampaign } from '../../support/calls/run-campaign.ts';
import { SHAPES } from '../../support/calls/shapes.ts';
import { WRITE_FAULTS } from '../../support/calls/trials.ts';
import { PROVINCE } from '../../support/place/cell.ts';
import { expectPublished } from '../../support/place/expect-whole.ts';
import { usePlace } from '../../support/place/test-place.ts';

/** As often as the functions' client of the database tries a call. */
const SDK_ATTEMPTS = 4;

const here = usePlace({ witness: true, disturbable: true, change: bringOneByOne });

it('every write of a journey may conflict, be throttled, or succeed without an answer', async () => {
  const outcome = await runCampaign(here(), WRITE_FAULTS, SHAPES);
  await expectPublished(here().inspection, outcome.dossierIds, PROVINCE, outcome.left);
  expectAllHit('faults of writes', outcome);
  // What befalls a call once, the SDK gets over by itself; what befalls all its attempts is the function's to bear.
  expectAttempts(outcome, { once: 2, 'every time': SDK_ATTEMPTS });
  // A step whose transaction was cancelled by what passes is decided anew at once; only the store of e-documents leaves that to its caller.
  const left = outcome.cases.filter(({ trial, again }) => trial.startsWith('cancelled') && !again);
  expect([...new Set(left.map(functionName))]).toEqual(['StoreEDocument']);
});
