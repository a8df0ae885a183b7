import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { ApprovalEvent, type DriveApprovalsDeps, driveApprovals } from './drive-approvals.ts';

/** Consumer of the approvals queue: the dossier events that move the state machine. */
export const createHandler = (deps: DriveApprovalsDeps & { readonly log: Log }) => {
  const drive = driveApprovals(deps);

  return sqsHandler('driveApprovals', ApprovalEvent, deps, async (event) => {
    const { kind } = await drive(event);
    if (kind === 'restarted' || kind === 'started-late')
      deps.log('WARN', 'an execution was found lost', { dossierId: event.subject, outcome: kind });
  });
};
