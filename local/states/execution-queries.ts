import { AwsError } from '../aws-json.ts';
import type { Execution, HistoryEvent } from './execution.ts';
import type { Journal } from './journal.ts';
import { isExecutionStatus } from './journal-rows.ts';
import { isRecord } from './json.ts';
import { optionalText, pageSize, pageToken, type Request, requiredText, validationError, wireTime } from './request.ts';

const INCLUDED = { included: true };
/** Members of event details that hold data of the execution, left out when the caller does not want them. */
const DATA_MEMBERS: ReadonlySet<string> = new Set(['input', 'output', 'parameters', 'assignedVariables']);

export const existingExecution = (journal: Journal, request: Request): Execution => {
  const arn = requiredText(request, 'executionArn');
  const execution = journal.executionByArn(arn);
  if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
};

export const describeExecution = (journal: Journal, request: Request) => {
  const { arn, machineArn, name, status, startedAt, stoppedAt, input, output, error, cause } = existingExecution(journal, request);
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: wireTime(startedAt),
    ...(stoppedAt !== undefined && { stopDate: wireTime(stoppedAt) }),
    input,
    inputDetails: INCLUDED,
    ...(output !== undefined && { output, outputDetails: INCLUDED }),
    error,
    cause,
    redriveCount: 0,
  };
};

export const listExecutions = (journal: Journal, request: Request) => {
  const machineArn = requiredText(request, 'stateMachineArn');
  const status = optionalText(request, 'statusFilter');
  if (status !== undefined && !isExecutionStatus(status)) throw validationError(`statusFilter ${status} is not implemented here`);
  const token = optionalText(request, 'nextToken');
  const offset = token === undefined ? 0 : pageToken.decode(token, 'ListExecutions', 'offset');
  const limit = pageSize(request);
  const found = journal.executionsOf(machineArn, status, limit + 1, offset);
  return {
    executions: found.slice(0, limit).map(({ arn, name, status: now, startedAt, stoppedAt }) => ({
      executionArn: arn,
      stateMachineArn: machineArn,
      name,
      status: now,
      startDate: wireTime(startedAt),
      ...(stoppedAt !== undefined && { stopDate: wireTime(stoppedAt) }),
      redriveCount: 0,
    })),
    ...(found.length > limit && { nextToken: pageToken.encode({ for: 'ListExecutions', offset: offset + limit }) }),
  };
};

const withoutData = (details: HistoryEvent['details']): HistoryEvent['details'] =>
  Object.fromEntries(
    Object.entries(details).map(([member, value]) => [
      member,
      isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !DATA_MEMBERS.has(name))) : value,
    ]),
  );

export const getExecutionHistory = (journal: Journal, request: Request) => {
  const { id } = existingExecution(journal, request);
  const newestFirst = request['reverseOrder'] === true;
  const purpose = newestFirst ? 'GetExecutionHistory backwards' : 'GetExecutionHistory';
  const token = optionalText(request, 'nextToken');
  const start = newestFirst ? Number.MAX_SAFE_INTEGER : 0;
  const limit = pageSize(request);
  const found = journal.events(id, token === undefined ? start : pageToken.decode(token, purpose, 'after'), limit + 1, newestFirst);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    events: page.map(({ id: eventId, previousEventId, at, type, details }) => ({
      id: eventId,
      previousEventId,
      timestamp: wireTime(at),
      type,
      ...(request['includeExecutionData'] === false ? withoutData(details) : details),
    })),
    ...(found.length > limit && last && { nextToken: pageToken.encode({ for: purpose, after: last.id }) }),
  };
};
