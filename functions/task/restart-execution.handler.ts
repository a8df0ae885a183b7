import * as z from 'zod';
import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { type DelayRestartDeps, delayRestart } from './delay-restart.ts';
import { LostRun, type RestartExecutionDeps, restartExecution } from './restart-execution.ts';

/** An EventBridge event of Step Functions, as the rule's target queue holds it. */
const StatusChange = z.object({
  id: z.string(),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({ stateMachineArn: z.string(), name: z.string(), status: z.string() }),
});

/** The end of an execution, or the function's own message that its restart is due. */
const Message = z.union([StatusChange, z.object({ restartDue: LostRun })]);

/** Consumer of the queue of executions that ended without success. */
export const createHandler = (deps: DelayRestartDeps & RestartExecutionDeps & { readonly log: Log }) => {
  const delay = delayRestart(deps);
  const restart = restartExecution(deps);

  return sqsHandler('restartExecution', Message, deps, async (message, { messageId }) => {
    if ('restartDue' in message) {
      const { dossierId, run, status } = message.restartDue;
      const { kind } = await restart(message.restartDue);
      deps.log('WARN', 'an execution was to be restarted', { dossierId, run, status, outcome: kind });
      return;
    }
    const { id, detail } = message;
    const { kind } = await delay(detail, id);
    // A name that is not ours was given by hand and may say anything.
    const named = kind === 'delayed' ? { execution: detail.name, status: detail.status } : { messageId };
    deps.log('WARN', 'an execution ended without success', { ...named, outcome: kind });
  });
};
