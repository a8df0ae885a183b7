import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Figures, startCounting } from '../../local/demo/figures.ts';
import { type JourneyResult, permanentResidence } from '../../local/demo/permanent-residence.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { faultsOfDossier } from '../support/invariants.ts';
import { usePlace } from '../support/place/test-place.ts';

/** The plan of the demonstration: three agencies advise, one decides. */
const TASKS_BY_STAGE = [3, 1];
/** design.md, section 5: 2 + Σ over stages (2 + tasks). */
const TRANSITIONS = 2 + TASKS_BY_STAGE.reduce((sum, tasks) => sum + 2 + tasks, 0);

describe('a permanent residence in a rented house whose parcel is not digital', () => {
  // With as many warm workers as npm start has.
  const here = usePlace({ maxWarm: 8 });
  let result: JourneyResult;
  let figures: Figures;

  beforeAll(async () => {
    const counting = startCounting(here().runtime);
    result = await permanentResidence(here().place, () => undefined, counting.stepDone);
    figures = counting.figures(result);
  }, 60_000);

  it('ends with a result that anyone can verify', () => {
    expect(result).toMatchObject({ status: 10, resultVerified: true, events: 15 });
    expect(result.dossierCode).toMatch(/^G01\.042\.001-\d{6}-\d{6}$/);
  });

  it('leaves a history without a gap, in the order of the procedure', async () => {
    const { events } = await readDossierItems(here().inspection, result.dossierId);
    expect(events.map(({ n }) => n)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(events.map(({ type }) => type)).toEqual([
      'dossier.drafted',
      'document.uploaded',
      'dossier.submitted',
      'dossier.looked-up',
      'dossier.accepted',
      'dossier.payment-requested',
      'payment.attempted',
      'payment.booked',
      'dossier.processing-started',
      'task.answered',
      'task.answered',
      'task.answered',
      'task.decided',
      'dossier.concluded',
      'dossier.returned',
    ]);
  });

  it('leaves a table that agrees with its history', async () => {
    expect(await faultsOfDossier(here().inspection, result.dossierId)).toEqual([]);
  });

  it('takes as many state transitions as the formula says, by the counter and by the history of its execution', async () => {
    const { sfn } = here().inspection;
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: here().surroundings.machine }));
    expect(executions.map(({ name, status }) => ({ name, status }))).toEqual([{ name: `${result.dossierId}-1`, status: 'SUCCEEDED' }]);
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: executions[0]?.executionArn ?? '', maxResults: 1000 }),
    );
    const entered = events.filter(({ type = '' }) => /(Task|Map|Choice)StateEntered$/.test(type)).length;
    const scheduled = events.filter(({ type }) => type === 'TaskScheduled').length;
    const tasks = TASKS_BY_STAGE.reduce((sum, each) => sum + each, 1);
    // The start counts one; a task scheduled more often than entered was retried.
    expect({ entered: 1 + entered, scheduled }).toEqual({ entered: TRANSITIONS, scheduled: tasks });
    expect(figures.stateTransitions).toBe(TRANSITIONS);
  });

  it('stays within its budgets', () => {
    expect(figures.writeUnits).toBeLessThanOrEqual(134);
    expect(figures.apiRequests).toBeLessThanOrEqual(11);
    expect(figures.logBytes).toBeLessThanOrEqual(20_000);
  });

  it('leaves nothing in a dead letter queue', async () => {
    expect(await here().inspection.deadLetters()).toEqual({});
  });
});
