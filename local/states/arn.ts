/** The parts of a state machine's or execution's ARN that are needed here. */
export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

/** The last part of a machine's ARN. */
export const machineNameOf = (machineArn: string): string => machineArn.split(':')[6] ?? '';

export const executionArnOf = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
