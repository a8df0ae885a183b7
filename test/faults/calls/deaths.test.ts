import { expect, it } from 'vitest';
import { expectAllHit } from '../../support/calls/coverage.ts';
import { bringOneByOne } from '../../support/calls/one-by-one.ts';
import { functionName } from '../../support/calls/place-in-code.ts';
import { runCampaign } from '../../support/calls/run-campaign.ts';
import { SHAPES } from '../../support/calls/shapes.ts';
import { DEATHS } from '../../support/calls/trials.ts';
import { PROVINCE } from '../../support/place/cell.ts';
import { expectPublished } from '../../support/place/expect-whole.ts';
import { usePlace } from '../../support/place/test-place.ts';

/** Functions that call nobody, and the loader of the registers, which is no part of a journey. */
const NOT_DISTURBED = [
  'AnswerUnknownRoute',
  'CatalogueListProcedures',
  'CatalogueReadApiDescription',
  'CatalogueReadAppointment',
  'CatalogueReadProcedure',
  'CatalogueShowApiDescription',
  'LoadRegistry',
];

const here = usePlace({ witness: true, disturbable: true, change: bringOneByOne });

it('a function may die between any two of its calls', async () => {
  const outcome = await runCampaign(here(), DEATHS, SHAPES);
  await expectPublished(here().inspection, outcome.dossierIds, PROVINCE);
  expectAllHit('deaths', outcome);
  const deployed = here().runtime.resources.flatMap(({ type, logicalId }) =>
    type === 'AWS::Lambda::Function' ? [functionName({ functionId: logicalId })] : [],
  );
  const died = new Set(outcome.cases.map(functionName));
  expect([...new Set(deployed)].filter((name) => !died.has(name)).sort()).toEqual(NOT_DISTURBED);
});
