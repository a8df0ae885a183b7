import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { ApprovalEvent, type DriveApprovalsDeps, driveApprovals } from './drive-approvals.ts';

/** Consumer of the approvals queue: the dossier events that move the state machine. */
export const createHandler = (deps: DriveApprovalsDeps & { readonly clock: Clock; readonly log: Log }) => {
  const drive = driveApprovals(deps);

  return sqsHandler('driveApprovals', ApprovalEvent, deps, async (event) => {
    await drive(event);
  });
};
