import type { Runtime } from '../runtime.ts';

/** What the operators' commands (verify, redrive, restart-executions, republish, recount) are given for a cell that runs here. */
export type OperatorAddresses = {
  /** The two digits of the province. */
  readonly cell: string;
  /** Name of the table of dossiers. */
  readonly table: string;
  /** ARNs of the approval state machine and of the topic of events. */
  readonly machine: string;
  readonly topic: string;
  /** With which the names of all queues of the cell begin. */
  readonly queuePrefix: string;
  /** Environment variables to set. */
  readonly environment: Readonly<Record<string, string>>;
};

/** @throws when the cell lacks one of them */
export const operatorAddresses = (
  { resources, endpoints }: Pick<Runtime, 'resources' | 'endpoints'>,
  province: string,
): OperatorAddresses => {
  const cell = `Province${province}`;
  const only = (type: string, logicalId = ''): string => {
    const found = resources.find((one) => one.cell === cell && one.type === type && one.logicalId.startsWith(logicalId));
    if (!found) throw new Error(`${cell} has no ${logicalId || type}`);
    return found.physicalId;
  };
  return {
    cell: province,
    table: only('AWS::DynamoDB::GlobalTable', 'Dossiers'),
    machine: only('AWS::StepFunctions::StateMachine'),
    topic: only('AWS::SNS::Topic', 'DossierEvents'),
    queuePrefix: cell,
    environment: {
      AWS_REGION: 'ap-southeast-1',
      // Nothing here looks at them, but the SDK signs.
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      ...endpoints,
    },
  };
};
