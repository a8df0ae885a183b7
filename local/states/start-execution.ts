import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { executionArnOf } from './arn.ts';
import type { DeployedMachine } from './deployed-machines.ts';
import type { Engine } from './engine.ts';
import type { Journal } from './journal.ts';
import { jsonText, optionalText, type Request, requiredText, wireTime } from './request.ts';

/** Closed executions are forgotten after this, and their names free again. */
const KEPT_MS = 90 * 24 * 3_600_000;

const LONGEST_NAME = 80;
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

const nameOf = (request: Request): string => {
  const name = optionalText(request, 'name') ?? randomUUID();
  if (name.length === 0 || name.length > LONGEST_NAME || FORBIDDEN_IN_NAME.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  return name;
};

/** StartExecution: a name that runs with the same input gives the same execution; any other known name is refused. */
export const startExecution = (
  engine: Engine,
  journal: Journal,
  clock: VirtualClock,
  machines: ReadonlyMap<string, DeployedMachine>,
  request: Request,
) => {
  const machineArn = requiredText(request, 'stateMachineArn');
  const machine = machines.get(machineArn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  const name = nameOf(request);
  const { text: input } = jsonText(
    optionalText(request, 'input') ?? '{}',
    'input',
    () => new AwsError('InvalidExecutionInput', 'input is not valid JSON'),
  );

  const startedAt = clock.now();
  journal.purge(startedAt - KEPT_MS);
  const arn = executionArnOf(machineArn, name);
  const existing = journal.executionByArn(arn);
  if (existing && (existing.status !== 'RUNNING' || existing.input !== input))
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  const execution =
    existing ?? engine.start({ arn, name, machineArn, roleArn: machine.roleArn, definition: machine.definitionHash, startedAt, input });
  return { executionArn: arn, startDate: wireTime(execution.startedAt) };
};
