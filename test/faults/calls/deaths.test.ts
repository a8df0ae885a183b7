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

/** Functions that call nobody. */
const CALL_NOBODY = [
  'AnswerUnknownRoute',
  'CatalogueListProcedures',
  'CatalogueReadApiDescription',
  'CatalogueReadAppointment',
  'CatalogueReadProcedure',
  'CatalogueShowApiDescription',
];

/**
 * Functions that no journey of the campaign comes by: the loader of the registers, an officer's filing (written by the same one
 * transaction as a draft), and what offices read and answer beside the dossiers' way.
 */
const BESIDE_THE_WAY = [
  'FilingFileDossier',
  'FormOpenFormPdf',
  'FormReadForms',
  'LoadRegistry',
  'ReportHandleComplaints',
  'ReportHearCitizens',
  'ReportKeepDowntimes',
  'ReportReadReports',
];

const here = usePlace({ witness: true, disturbable: true, change: bringOneByOne });

it('a function may die between any two of its calls', async () => {
  const outcome = await runCampaign(here(), DEATHS, SHAPES);
  await expectPublished(here().inspection, outcome.dossierIds, PROVINCE, outcome.left);
  expectAllHit('deaths', outcome);
  const deployed = here().runtime.resources.flatMap(({ type, logicalId }) =>
    type === 'AWS::Lambda::Function' ? [functionName({ functionId: logicalId })] : [],
  );
  const died = new Set(outcome.cases.map(functionName));
  expect([...new Set(deployed)].filter((name) => !died.has(name)).sort()).toEqual([...CALL_NOBODY, ...BESIDE_THE_WAY].sort());
});
