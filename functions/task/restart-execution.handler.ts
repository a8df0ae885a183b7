import * as z from 'zod';
import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { type RestartExecutionDeps, restartExecution } from './restart-execution.ts';

/** An EventBridge event of Step Functions, as the rule's target queue holds it. */
const StatusChange = z.object({
  id: z.string(),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({ stateMachineArn: z.string(), name: z.string(), status: z.string() }),
});

/** Consumer of the queue of executions that ended without success. */
export const createHandler = (deps: RestartExecutionDeps & { readonly log: Log }) => {
  const restart = restartExecution(deps);

  return sqsHandler('restartExecution', StatusChange, deps, async ({ id, detail }) => {
    const outcome = await restart(detail, id);
    deps.log('WARN', 'an execution ended without success', { execution: detail.name, status: detail.status, outcome: outcome.kind });
  });
};
