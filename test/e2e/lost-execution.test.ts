import { ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { readDossierItems } from '../support/dossier-items.ts';
import { dossierIn, type Journey } from '../support/place/journey.ts';
import { usePlace } from '../support/place/test-place.ts';

const RESTART_DELAY_MS = 30_000;

describe('a stopped execution', () => {
  const here = usePlace();

  const executionsOf = async ({ dossierId }: Journey) => {
    const { sfn } = here().inspection;
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: here().surroundings.machine }));
    return executions.filter(({ name }) => name?.startsWith(dossierId));
  };
  const stop = async (journey: Journey) => {
    const running = (await executionsOf(journey)).find(({ status }) => status === 'RUNNING');
    await here().inspection.sfn.send(new StopExecutionCommand({ executionArn: running?.executionArn }));
  };
  const runOf = async ({ dossierId }: Journey) => (await readDossierItems(here().inspection, dossierId)).meta.run;
  const conclude = async (journey: Journey) => {
    await journey.answerAll();
    await journey.decide({ decision: 'GRANT' });
    expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED' });
  };

  it('is restarted from the table after half a minute, and the dossier reaches its result', async () => {
    const journey = await dossierIn(here(), 'processing');
    await here().advance(0);
    await stop(journey);
    await here().advance(RESTART_DELAY_MS + 1_000);
    expect(await runOf(journey)).toBe(2);
    await conclude(journey);
    expect((await executionsOf(journey)).map(({ status }) => status).sort()).toEqual(['ABORTED', 'SUCCEEDED']);
  });

  it('is found by the first answer when nobody has restarted it yet', async () => {
    const journey = await dossierIn(here(), 'processing');
    await here().advance(0);
    await stop(journey);
    await conclude(journey);
    expect(await runOf(journey)).toBe(2);
    await here().advance(RESTART_DELAY_MS + 1_000);
    expect(await runOf(journey)).toBe(2);
    expect(await here().inspection.deadLetters()).toEqual({});
  });
});
