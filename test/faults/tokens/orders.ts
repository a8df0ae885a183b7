import { describe, it } from 'vitest';
import { isObject } from '../../../local/dynamodb/json-fields.ts';
import { Batch } from '../../support/place/delivery.ts';
import { saying, useDeliveryHooks } from '../../support/place/delivery-hooks.ts';
import { dossierIn, type Journey } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';
import { DECISION, tokenBench } from './token-bench.ts';

const DAY_MS = 86_400_000;

type Meeting = { readonly taskId: string; open(): Promise<void>; close(): Promise<void> };

/** Whether a batch of the approvals queue tells that this task was closed. */
const tellsOf = (task: string) => (event: unknown) =>
  Batch.parse(event).Records.some(({ body = '' }) => {
    const message: unknown = JSON.parse(body);
    if (!isObject(message) || !isObject(message['data'])) return false;
    return /\.task\.(answered|decided)\./.test(String(message['type'])) && message['data']['taskId'] === task;
  });

/** Registers the tests: every order in which a task's token and its answer can meet, in the first stage and in the last. */
export const meetInEveryOrder = (here: () => TestPlace): void => {
  describe('meets the answer to its task', () => {
    const hooks = useDeliveryHooks(here);
    const { close, expectEnd, taskId } = tokenBench(here);
    const naming = (task: string) => saying(JSON.stringify(task));
    const storing = (task: string) =>
      hooks.holdAnswers(({ operation, input }) => operation === 'PutItem' && naming(task)(input['Item']) && saying('TOKEN#')(input));
    const looking = (task: string) => {
      const [dossierId = '', n = ''] = task.split('.');
      const prefix = `TOKEN#${n.padStart(4, '0')}#`;
      return hooks.holdAnswers(({ operation, input }) => operation === 'Query' && saying(dossierId)(input) && saying(prefix)(input));
    };

    const orders: readonly (readonly [string, (meeting: Meeting) => Promise<void>])[] = [
      [
        'days after it was given and told',
        async ({ taskId: task, open, close: answer }) => {
          const token = hooks.hold('TaskHoldTaskToken', naming(task));
          await open();
          await token.until();
          const told = hooks.made('TaskDriveApprovals', tellsOf(task));
          await answer();
          await told;
          await here().runtime.clock.advance(DAY_MS);
          token.release();
        },
      ],
      [
        'that is told between its storing and its own look at the task',
        async ({ taskId: task, open, close: answer }) => {
          const stored = storing(task);
          await open();
          await stored.until();
          const told = hooks.made('TaskDriveApprovals', tellsOf(task));
          await answer();
          await told;
          stored.release();
        },
      ],
      [
        'when that has just looked for it in vain',
        async ({ taskId: task, open, close: answer }) => {
          const token = hooks.hold('TaskHoldTaskToken', naming(task));
          const held = hooks.made('TaskHoldTaskToken', naming(task));
          const looked = looking(task);
          await open();
          await token.until();
          await answer();
          await looked.until();
          token.release();
          await held;
          looked.release();
        },
      ],
      [
        'that was given but is not told yet',
        async ({ taskId: task, open, close: answer }) => {
          const token = hooks.hold('TaskHoldTaskToken', naming(task));
          const held = hooks.made('TaskHoldTaskToken', naming(task));
          const told = hooks.hold('TaskDriveApprovals', tellsOf(task));
          await open();
          await token.until();
          await answer();
          await told.until();
          token.release();
          await held;
          told.release();
        },
      ],
    ];

    it.each(orders)('%s', async (_, meet) => {
      const journey: Journey = await dossierIn(here(), 'payment-requested');
      await meet({ taskId: taskId(journey, 1), open: async () => void (await journey.pay()), close: () => close(journey, 1) });
      const openDecision = async () => {
        for (const n of [2, 3]) await close(journey, n);
      };
      await meet({ taskId: taskId(journey, DECISION), open: openDecision, close: () => close(journey, DECISION) });
      await expectEnd(journey, 'SUCCEEDED');
    });
  });
};
