import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { ApprovalMachine } from './approval-machine.ts';

const isGone = (error: unknown): boolean =>
  error instanceof TaskTimedOut || error instanceof InvalidToken || error instanceof TaskDoesNotExist;

/** Step Functions as the port sees it. */
export const sfnTaskTokens = (client = new SFNClient({})): Pick<ApprovalMachine, 'succeed'> => ({
  succeed: async (taskToken, outcome) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(outcome) }));
      return 'moved';
    } catch (error) {
      if (isGone(error)) return 'moved-already';
      throw error;
    }
  },
});

export const sfnApprovalMachine = (stateMachineArn: string, client = new SFNClient({})): ApprovalMachine => ({
  ...sfnTaskTokens(client),
  start: async (name, input) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      return 'started';
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return 'exists';
      throw error;
    }
  },
  statusOf: async (name) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  },
});
