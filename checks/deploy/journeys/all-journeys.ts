import { type JourneyResult, permanentResidence } from '../../../local/demo/permanent-residence.ts';
import type { Report } from '../../support/report.ts';
import { waitUntil } from '../../support/wait-until.ts';
import type { AwsCalls } from '../aws-call.ts';
import type { DeployedCells } from '../deployed-cells.ts';
import { emulatorPlace } from '../emulator-place.ts';
import type { Neighbours } from '../neighbours.ts';
import { startScanner } from '../scanner.ts';
import { atTheCounter } from './at-the-counter.ts';
import { completedLater } from './completed-later.ts';
import { closedDoors, publicPages } from './public-pages.ts';
import { refusedIntake } from './refused-intake.ts';
import { stoppedApproval } from './stopped-approval.ts';

/** The demonstration's journey, to its verified result. @throws Error when it ends otherwise */
export const mainJourney = async (endpoint: string, cells: DeployedCells, neighbours: Neighbours): Promise<JourneyResult> => {
  const place = emulatorPlace(endpoint, cells, neighbours);
  try {
    const result = await permanentResidence(place, () => undefined);
    const { dossierCode, status, resultVerified } = result;
    if (status !== 10 || !resultVerified) throw new Error(`${dossierCode} ended with status ${status}, result verified: ${resultVerified}`);
    return result;
  } finally {
    place.close();
  }
};

/** How long an execution takes to be there after the event that starts it. */
const STARTED_MS = 120_000;

/** All journeys against the deployed cells, each a step. Together they call every function that a request or an event reaches. */
export const allJourneys = async (
  phase: string,
  endpoint: string,
  cells: DeployedCells,
  neighbours: Neighbours,
  calls: AwsCalls,
  { step, tell }: Report,
): Promise<void> => {
  const silent = () => undefined;
  const scanner = await startScanner(endpoint, cells, calls);
  const place = emulatorPlace(endpoint, cells, neighbours);
  const execution = (dossierId: string) => `${cells.approvalMachine.replace(':stateMachine:', ':execution:')}:${dossierId}-1`;
  const stop = (dossierId: string) =>
    waitUntil('the execution to be stopped', STARTED_MS, async () => {
      await calls.json('states', 'AWSStepFunctions.StopExecution', { executionArn: execution(dossierId), error: 'StoppedByHand' });
      return true;
    });
  try {
    await step(`${phase}: permanent residence from the draft to the verified result`, async () => {
      const { dossierCode, events } = await mainJourney(endpoint, cells, neighbours);
      tell(`${dossierCode}: ${events} events, result verified`);
    });
    await step(`${phase}: a submission is refused at the one-stop department`, () => refusedIntake(place, silent));
    await step(`${phase}: a dossier is completed before its acceptance, and again before its decision`, () =>
      completedLater(place, silent),
    );
    await step(`${phase}: officer and agency open the lease, the execution is stopped and restarted, the chief refuses`, () =>
      stoppedApproval(place, async (dossierId) => void (await stop(dossierId)), silent),
    );
    await step(`${phase}: a filing at a counter is numbered by the clerk, handed over, rated and complained about`, async () => {
      const person = neighbours.personas.citizens.find(({ id }) => id === 'citizen-owner');
      const { pin, name } = person?.claims ?? {};
      await atTheCounter(place, { pin: String(pin), name: String(name) }, silent);
    });
    await step(`${phase}: public pages, unknown routes, doors that stay closed`, async () => {
      await publicPages(cells.api, cells.nationalApi);
      await closedDoors(cells.api, await neighbours.identity.tokenFor('citizen-renter'));
    });
  } finally {
    place.close();
    await scanner.stop();
  }
};
