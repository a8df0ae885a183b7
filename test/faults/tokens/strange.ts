import { InvalidToken, SendTaskSuccessCommand, StartExecutionCommand, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { newTaskToken } from '../../../local/states/task-token.ts';
import { executionsOf, statusesOf, stopExecution } from '../../support/place/approval-executions.ts';
import { failuresOf } from '../../support/place/delivery.ts';
import { useDeliveryHooks } from '../../support/place/delivery-hooks.ts';
import { dossierIn } from '../../support/place/journey.ts';
import { changesBetween, snapshotOf } from '../../support/place/table-snapshot.ts';
import type { TestPlace } from '../../support/place/test-place.ts';
import { DECISION, tokenBench } from './token-bench.ts';

const LONGEST_RETRY_MS = 301_000;
const MOST_RETRIES = 12;

/** Registers the tests: tokens that nobody waits with, and tokens of somebody else. */
export const strangeTokens = (here: () => TestPlace): void => {
  describe('that is not what it should be', () => {
    const { close, held, plant, uproot, expectEnd, itemsOf, taskId } = tokenBench(here);
    const hooks = useDeliveryHooks(here);

    const answerTo = async (taskToken: string): Promise<unknown> =>
      here()
        .inspection.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
        .catch((error: unknown) => error);

    it('stands in nobody’s way: one that is malformed, unknown, used, or of a stopped execution', async () => {
      const journey = await dossierIn(here(), 'processing');
      await here().advance(0);
      const [aborted = ''] = await held(journey, 1);
      await stopExecution(here(), journey.dossierId);
      await here().advance(31_000);
      await close(journey, 2);
      await here().advance(0);
      const used = (await held(journey, 2)).at(-1) ?? '';
      const strange = ['no token', newTaskToken(), used, aborted];
      const answers = await Promise.all(strange.map(answerTo));
      expect(answers.map((answer) => (answer instanceof Error ? answer.name : answer))).toEqual([
        InvalidToken.name,
        TaskDoesNotExist.name,
        TaskTimedOut.name,
        TaskTimedOut.name,
      ]);
      for (const n of [1, 3]) for (const token of strange) await plant(journey, n, token);
      for (const n of [1, 3]) await close(journey, n);
      await here().advance(0);
      for (const token of strange) await plant(journey, DECISION, token);
      await close(journey, DECISION);
      await journey.returned();
      // The used one and that of the stopped execution are other tasks' own; there they stay.
      const { tokens } = await itemsOf(journey);
      expect(tokens.filter(({ token }) => strange.includes(token)).length).toBeGreaterThan(10);
      for (const n of [1, 3, DECISION]) for (const token of strange) if (!(n === 1 && token === aborted)) await uproot(journey, n, token);
      await expectEnd(journey, 'ABORTED', 'SUCCEEDED');
    });

    it('is not taken for the task of another dossier, or for one that is not in the plan', async () => {
      const [one, other] = await Promise.all([dossierIn(here(), 'processing'), dossierIn(here(), 'processing')]);
      await here().advance(0);
      const before = await snapshotOf(here().inspection, 'Dossiers');
      const hold = (event: unknown) => here().runtime.deliveries.direct(hooks.functionArn('TaskHoldTaskToken'), event);
      const [token = ''] = await held(other, 1);
      const wrong = [
        { dossierId: one.dossierId, taskId: taskId(other, 1), token },
        { dossierId: one.dossierId, taskId: `${one.dossierId}.0`, token },
        { dossierId: one.dossierId, taskId: taskId(one, 1), token: '' },
        { dossierId: one.dossierId, taskId: taskId(one, 1) },
        {},
      ];
      for (const event of wrong) expect(failuresOf(await hold(event))).toHaveLength(1);
      expect(changesBetween(before, await snapshotOf(here().inspection, 'Dossiers'))).toEqual([]);
      for (const journey of [one, other]) for (const n of [1, 2, 3, DECISION]) await close(journey, n);
      await expectEnd(one, 'SUCCEEDED');
      await expectEnd(other, 'SUCCEEDED');
    });

    it('and moves another dossier on decides nothing there, and keeps nothing from its own', async () => {
      const [granted, waiting] = await Promise.all([dossierIn(here(), 'deciding'), dossierIn(here(), 'deciding')]);
      await here().advance(0);
      const [token = ''] = await held(waiting, DECISION);
      await plant(granted, DECISION, token);
      await close(granted, DECISION);
      await expectEnd(granted, 'SUCCEEDED');

      // Its execution believes in a decision that the table does not have: it fails, and the next one waits for it again.
      for (let retry = 0; (await statusesOf(here(), waiting.dossierId))[0] === 'RUNNING' && retry < MOST_RETRIES; retry += 1)
        await here().advance(LONGEST_RETRY_MS);
      await here().advance(31_000);
      expect(await statusesOf(here(), waiting.dossierId)).toEqual(['FAILED', 'RUNNING']);
      expect((await itemsOf(waiting)).meta).toMatchObject({ state: 'processing', openTasks: 1 });
      await close(waiting, DECISION);
      await expectEnd(waiting, 'FAILED', 'SUCCEEDED');
    });

    it('of a second execution that somebody started by hand is told as well, and the dossier concluded once', async () => {
      const journey = await dossierIn(here(), 'processing');
      await here().advance(0);
      const { meta } = await itemsOf(journey);
      const stages = meta.stages.map((tasks) => ({ kind: 'stage', tasks: tasks.map(({ n }) => ({ taskId: taskId(journey, n) })) }));
      await here().inspection.sfn.send(
        new StartExecutionCommand({
          stateMachineArn: here().surroundings.machine,
          name: `${journey.dossierId}-by-hand`,
          input: JSON.stringify({ dossierId: journey.dossierId, run: meta.run, stages }),
        }),
      );
      await here().advance(0);
      for (const n of [1, 2, 3]) {
        expect(await held(journey, n)).toHaveLength(2);
        await close(journey, n);
      }
      await here().advance(0);
      await close(journey, DECISION);
      await expectEnd(journey, 'SUCCEEDED', 'SUCCEEDED');
      expect((await executionsOf(here(), journey.dossierId)).map(({ name }) => name)).toEqual([
        `${journey.dossierId}-1`,
        `${journey.dossierId}-by-hand`,
      ]);
    });
  });
};
