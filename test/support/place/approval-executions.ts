import { type ExecutionListItem, ListExecutionsCommand, type ListExecutionsCommandOutput, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import { readDossierItems } from '../dossier-items.ts';
import type { TestPlace } from './test-place.ts';

type Here = Pick<TestPlace, 'inspection' | 'surroundings'>;

/** All executions of the approval state machine, or those of one dossier, the first run first. */
export const executionsOf = async ({ inspection, surroundings }: Here, dossierId = ''): Promise<readonly ExecutionListItem[]> => {
  const found: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListExecutionsCommandOutput = await inspection.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: surroundings.machine, nextToken }),
    );
    found.push(...(page.executions ?? []).filter(({ name }) => name?.startsWith(dossierId)));
    nextToken = page.nextToken;
  } while (nextToken);
  return found.reverse();
};

/** How a dossier's executions ended, the first run first. */
export const statusesOf = async (here: Here, dossierId: string): Promise<readonly unknown[]> =>
  (await executionsOf(here, dossierId)).map(({ status }) => status);

/** Expects that as many runs were ordered of a dossier as were started, under their own names: no run is ordered in vain. */
export const expectEveryRunStarted = async (here: Here, dossierId: string): Promise<void> => {
  const { meta } = await readDossierItems(here.inspection, dossierId);
  const names = (await executionsOf(here, dossierId)).map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: meta.run }, (_, index) => `${dossierId}-${index + 1}`));
};

/** Stops the running execution of a dossier by hand, as an operator would. @throws when none runs */
export const stopExecution = async (here: Here, dossierId: string): Promise<void> => {
  const running = (await executionsOf(here, dossierId)).find(({ status }) => status === 'RUNNING');
  if (!running) throw new Error(`no execution of ${dossierId} runs`);
  await here.inspection.sfn.send(new StopExecutionCommand({ executionArn: running.executionArn }));
};
