import { describe, expect, it } from 'vitest';
import { stopExecution } from '../../support/place/approval-executions.ts';
import { saying, useDeliveryHooks } from '../../support/place/delivery-hooks.ts';
import { dossierIn, type Journey } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';
import { runScript } from '../../support/run-script.ts';
import { DECISION, tokenBench } from './token-bench.ts';

const FIRST_RESTART_MS = 31_000;
const LONGEST_RETRY_MS = 301_000;
/** How long the state machine waits for an answer before it hands over another token. */
const REARMED_MS = 90 * 86_400_000 + 5_000;

/** Registers the tests: tokens that are gone, or that an abandoned attempt left. */
export const lostAndAbandoned = (here: () => TestPlace): void => {
  describe('that is lost', () => {
    const { close, held, lose, expectEnd, itemsOf } = tokenBench(here);
    const hooks = useDeliveryHooks(here);

    const closeAfterLoss = async (journey: Journey, lost: number): Promise<void> => {
      await here().advance(0);
      for (const n of [1, 2, 3]) {
        if (n === lost) await lose(journey, n);
        await close(journey, n);
      }
      await here().advance(0);
      if (lost === DECISION) await lose(journey, DECISION);
      // The decision can be taken although the state machine still waits for an earlier answer.
      await close(journey, DECISION);
      await here().advance(0);
      expect((await itemsOf(journey)).meta.state).toBe('processing');
    };

    it('is made up for by an operator who stops the execution, or after ninety days by itself', async () => {
      const [stoppedEarly, stoppedLate, early, late] = await Promise.all([1, 2, 3, 4].map(() => dossierIn(here(), 'processing')));
      if (!stoppedEarly || !stoppedLate || !early || !late) throw new Error('no dossier');
      await closeAfterLoss(stoppedEarly, 2);
      await closeAfterLoss(stoppedLate, DECISION);
      for (const { dossierId } of [stoppedEarly, stoppedLate]) await stopExecution(here(), dossierId);
      await here().advance(FIRST_RESTART_MS);
      await expectEnd(stoppedEarly, 'ABORTED', 'SUCCEEDED');
      await expectEnd(stoppedLate, 'ABORTED', 'SUCCEEDED');

      await closeAfterLoss(early, 1);
      await closeAfterLoss(late, DECISION);
      await here().advance(REARMED_MS);
      await here().advance(LONGEST_RETRY_MS);
      await expectEnd(early, 'SUCCEEDED');
      await expectEnd(late, 'SUCCEEDED');
    });

    it('is named by npm run verify once nothing can be under way, and restart-executions --stuck has another run ordered', async () => {
      const [decided, waiting, whole] = await Promise.all([1, 2, 3].map(() => dossierIn(here(), 'processing')));
      if (!decided || !waiting || !whole) throw new Error('no dossier');
      await closeAfterLoss(decided, DECISION);
      await lose(waiting, 1);
      const { DYNAMODB = '', SFN = '' } = here().surroundings.endpoints;
      const order = (name: string, ...more: string[]) => {
        const now = new Date(here().runtime.clock.now()).toISOString();
        const args = ['--table', here().inspection.tableName('Dossiers'), '--machine', here().surroundings.machine, '--now', now];
        return runScript(name, [...args, ...more], { DYNAMODB, SFN });
      };
      expect((await order('verify')).code).toBe(0);
      await here().advance(16 * 60_000);
      const named = (await order('verify')).out.split('\n').filter((line) => line.startsWith('DOSSIER'));
      expect(named).toHaveLength(2);
      expect(named).toContain(`DOSSIER ${waiting.dossierId}: its execution runs, but no token is held for ${waiting.dossierId}.1`);
      expect(named).toContainEqual(
        expect.stringMatching(new RegExp(`^DOSSIER ${decided.dossierId}: it was decided at \\S+, and its execution still runs$`)),
      );
      const stopped = await order('restart-executions', '--stuck');
      expect(stopped).toMatchObject({ code: 0, out: expect.stringMatching(/and stopped 2; of \d+ dossiers/) });
      await here().advance(FIRST_RESTART_MS);
      await expectEnd(decided, 'ABORTED', 'SUCCEEDED');
      for (const n of [1, 2, 3, DECISION]) {
        await close(waiting, n);
        await close(whole, n);
        await here().advance(0);
      }
      await expectEnd(waiting, 'ABORTED', 'SUCCEEDED');
      await expectEnd(whole, 'SUCCEEDED');
      expect((await order('verify')).code).toBe(0);
    });

    it('together with the attempt that held it is replaced by the next attempt, even if the first one’s comes after it', async () => {
      const journey = await dossierIn(here(), 'payment-requested');
      const late: (() => Promise<unknown>)[] = [];
      const end = hooks.before('TaskHoldTaskToken', async (event, pass) => {
        if (!saying(journey.dossierId)(event) || late.length >= 3) return pass(event);
        // The first task's token is stored all the same, and the answer lost; those of the others come when they are given up.
        if (late.length === 0) await pass(event);
        late.push(() => pass(event));
        return { ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'made to fail' };
      });
      await journey.pay();
      await here().advance(LONGEST_RETRY_MS);
      end();
      for (const act of late) await act();
      for (const n of [1, 2, 3]) {
        expect((await held(journey, n)).length).toBe(2);
        await close(journey, n);
      }
      await here().advance(0);
      await close(journey, DECISION);
      await expectEnd(journey, 'SUCCEEDED');
    });
  });
};
