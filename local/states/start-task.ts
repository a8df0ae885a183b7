import { randomUUID } from 'node:crypto';
import { accountOf, regionOf } from './arn.ts';
import { bindingsOf } from './bindings.ts';
import type { Bindings } from './expression.ts';
import { resourceDetails } from './history-details.ts';
import { INVOKE_ARGUMENTS } from './invoke-arguments.ts';
import { bytesOf, DATA_LIMIT_BYTES, isJsonObject, type Json } from './json.ts';
import type { TaskState } from './machine.ts';
import { dataLimitFailure, evaluationFailure, StateFailure } from './state-failure.ts';
import type { Step } from './step.ts';
import { hashOfToken, newTaskToken } from './task-token.ts';
import type { Template } from './template.ts';

const LONGEST_SECONDS = 99_999_999;

const secondsOf = async (template: Template | undefined, field: string, bindings: Bindings): Promise<number | undefined> => {
  const value = await template?.(bindings);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LONGEST_SECONDS) return value;
  throw evaluationFailure(field, `${field} must be a whole number from 1 to ${LONGEST_SECONDS}, not ${JSON.stringify(value)}`);
};

/** A bare function name stands for a function of the machine's own account. */
const functionArnOf = (name: string, machineArn: string): string =>
  name.startsWith('arn:') ? name : `arn:aws:lambda:${regionOf(machineArn)}:${accountOf(machineArn)}:function:${name}`;

const invocationOf = (value: Json | undefined, machineArn: string): { functionArn: string; payload: Json; parameters: Json } => {
  if (!isJsonObject(value) || typeof value['FunctionName'] !== 'string')
    throw new StateFailure('States.Runtime', 'Arguments needs FunctionName, a string');
  for (const name of Object.keys(value)) {
    if (!INVOKE_ARGUMENTS.has(name)) throw new StateFailure('States.Runtime', `Arguments/${name} is not implemented by the local runtime`);
  }
  if ((value['InvocationType'] ?? 'RequestResponse') !== 'RequestResponse') {
    throw new StateFailure('States.Runtime', 'Arguments/InvocationType: only RequestResponse is implemented by the local runtime');
  }
  return { functionArn: functionArnOf(value['FunctionName'], machineArn), payload: value['Payload'] ?? {}, parameters: value };
};

/** Computes the call, journals it and leaves it to be made when the step is durable. Throws StateFailure. */
export const startTask = async (step: Step, path: string, state: TaskState): Promise<void> => {
  const token = state.waitsForToken ? newTaskToken() : undefined;
  const bindings = bindingsOf(step, path, token === undefined ? {} : { token });
  const timeoutSeconds = await secondsOf(state.timeoutSeconds, 'TimeoutSeconds', bindings);
  const heartbeatSeconds = await secondsOf(state.heartbeatSeconds, 'HeartbeatSeconds', bindings);
  const { functionArn, payload, parameters } = invocationOf(await state.arguments?.(bindings), step.execution.machineArn);
  if (bytesOf(parameters) > DATA_LIMIT_BYTES) throw dataLimitFailure(`Arguments of the state ${state.name}`);

  step.record(path, 'TaskScheduled', {
    taskScheduledEventDetails: {
      ...resourceDetails(state),
      region: regionOf(step.execution.machineArn),
      parameters: JSON.stringify(parameters),
      ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
      ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
    },
  });
  step.record(path, 'TaskStarted', { taskStartedEventDetails: resourceDetails(state) });

  const tokenHash = token === undefined ? undefined : hashOfToken(token);
  if (tokenHash !== undefined) step.openToken(tokenHash, path);
  const call = randomUUID();
  step.setWork(path, {
    kind: 'function',
    call,
    functionArn,
    payload,
    tokenHash,
    answered: false,
    timeoutAt: timeoutSeconds === undefined ? undefined : step.now + timeoutSeconds * 1000,
    heartbeatSeconds,
    heartbeatAt: heartbeatSeconds === undefined ? undefined : step.now + heartbeatSeconds * 1000,
  });
  step.calls.push({ path, call, functionArn, payload });
};
