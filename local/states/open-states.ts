import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type AwsJsonService } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import type { InvokeFunction } from '../invoke.ts';
import { type DeployedMachine, type MachineToDeploy, refuseInvalid } from './deployed-machines.ts';
import { Engine } from './engine.ts';
import { describeExecution, existingExecution, getExecutionHistory, listExecutions } from './execution-queries.ts';
import { failureDetails } from './history-details.ts';
import { Journal } from './journal.ts';
import { endExecution } from './outcomes.ts';
import { optionalText, pageSize, pageToken, type Request, requiredText, wireTime } from './request.ts';
import { startExecution } from './start-execution.ts';
import type { StatusChange } from './status-change.ts';
import { StatusOutbox } from './status-outbox.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './task-callbacks.ts';

export type StatesOptions = {
  /** `states.sqlite` lies here. */
  readonly dataDir: string;
  readonly clock: VirtualClock;
  readonly invoke: InvokeFunction;
  /** Hears of every change of an execution's status, in order, at least once. What it throws is tried again later. */
  readonly onStatusChange: (event: StatusChange) => void | Promise<void>;
};

export type States = {
  /** The Step Functions API; its `X-Amz-Target` prefix is `AWSStepFunctions`. */
  readonly service: AwsJsonService;
  /** Makes the machines startable. Throws one Error that names everything invalid or not implemented, and then deploys none. */
  deploy(machines: readonly MachineToDeploy[]): void;
  /** Transitions since the data folder was made: one for a start, for a state entered, for a retry. */
  counters(): { readonly stateTransitions: number };
  /** Goes on with every running execution; status events flow from here on. Call it once, after `deploy`. */
  resume(): Promise<void>;
  stop(): Promise<void>;
};

const describeMachine = ({ arn, name, roleArn, definition, logging, createdAt }: DeployedMachine) => ({
  stateMachineArn: arn,
  name,
  status: 'ACTIVE',
  type: 'STANDARD',
  definition,
  roleArn,
  creationDate: wireTime(createdAt),
  ...(logging !== undefined && { loggingConfiguration: logging }),
});

const listMachines = (machines: ReadonlyMap<string, DeployedMachine>, request: Request) => {
  const token = optionalText(request, 'nextToken');
  const offset = token === undefined ? 0 : pageToken.decode(token, 'ListStateMachines', 'offset');
  const end = offset + pageSize(request);
  const all = [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    stateMachines: all
      .slice(offset, end)
      .map(({ arn, name, createdAt }) => ({ stateMachineArn: arn, name, type: 'STANDARD', creationDate: wireTime(createdAt) })),
    ...(end < all.length && { nextToken: pageToken.encode({ for: 'ListStateMachines', offset: end }) }),
  };
};

/** Opens the state machine engine on its journal. Nothing runs before `deploy` and `resume`. */
export const openStates = async ({ dataDir, clock, invoke, onStatusChange }: StatesOptions): Promise<States> => {
  mkdirSync(dataDir, { recursive: true });
  const journal = new Journal(join(dataDir, 'states.sqlite'));
  const outbox = new StatusOutbox(journal, clock, onStatusChange);
  const engine = new Engine(journal, clock, invoke, () => outbox.wake());
  const machines = new Map<string, DeployedMachine>();

  const stopExecution = async (request: Request) => {
    const { id, arn, stoppedAt } = existingExecution(journal, request);
    const outcome = failureDetails({ error: optionalText(request, 'error', 256), cause: optionalText(request, 'cause', 32_768) });
    await engine.act(id, async (step) => endExecution(step, 'ABORTED', outcome));
    return { stopDate: wireTime(stoppedAt ?? journal.executionByArn(arn)?.stoppedAt ?? clock.now()) };
  };

  const operations: Readonly<Record<string, (request: Request) => unknown>> = {
    StartExecution: (request) => startExecution(engine, journal, clock, machines, request),
    StopExecution: stopExecution,
    DescribeExecution: (request) => describeExecution(journal, request),
    GetExecutionHistory: (request) => getExecutionHistory(journal, request),
    ListExecutions: (request) => {
      machineOf(request);
      return listExecutions(journal, request);
    },
    SendTaskSuccess: (request) => sendTaskSuccess(engine, journal, request),
    SendTaskFailure: (request) => sendTaskFailure(engine, journal, request),
    SendTaskHeartbeat: (request) => sendTaskHeartbeat(engine, journal, request),
    DescribeStateMachine: (request) => describeMachine(machineOf(request)),
    ListStateMachines: (request) => listMachines(machines, request),
  };

  const machineOf = (request: Request): DeployedMachine => {
    const arn = requiredText(request, 'stateMachineArn');
    const machine = machines.get(arn);
    if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  };

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await engine.stop();
    await outbox.close();
    journal.close();
  };

  return {
    service: async (operation, input) => {
      if (stopped) throw new AwsError('ServiceUnavailable', 'the state machine engine is stopping', 503);
      const run = operations[operation];
      if (!run) throw new AwsError('UnknownOperationException', `the local runtime does not implement Step Functions ${operation}`);
      return run(input);
    },
    deploy: (toDeploy) => {
      refuseInvalid(toDeploy);
      for (const machine of toDeploy) {
        const definitionHash = journal.keepDefinition(machine.definition);
        machines.set(machine.arn, {
          ...machine,
          roleArn: machine.roleArn ?? '',
          definitionHash,
          createdAt: journal.machineCreatedAt(machine.arn, clock.now()),
        });
      }
    },
    counters: () => ({ stateTransitions: engine.transitions }),
    resume: async () => {
      outbox.open();
      await engine.resume();
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
};
