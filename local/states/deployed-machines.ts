import { compileMachine } from './compile-machine.ts';

/** A state machine as the template has it; `definition` is complete JSON text, placeholders replaced. */
export type MachineToDeploy = {
  readonly arn: string;
  readonly name: string;
  readonly roleArn?: string;
  readonly definition: string;
  /** Given back by DescribeStateMachine; the engine itself writes no log. */
  readonly logging?: unknown;
};

export type DeployedMachine = Omit<MachineToDeploy, 'roleArn'> & {
  readonly roleArn: string;
  readonly definitionHash: string;
  readonly createdAt: number;
};

/** Throws one Error that lists every construct, in every machine, that is invalid or not implemented. */
export const refuseInvalid = (machines: readonly MachineToDeploy[]): void => {
  const faults = machines.flatMap(({ name, definition }) => compileMachine(definition).faults.map((fault) => `${name}: ${fault}`));
  if (faults.length > 0)
    throw new Error(`state machines that the local runtime cannot run:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
};
