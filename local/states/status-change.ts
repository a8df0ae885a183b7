import { accountOf, regionOf } from './arn.ts';
import type { Execution } from './execution.ts';

/** "Step Functions Execution Status Change", as EventBridge carries it. Dates in `detail` are epoch milliseconds. */
export type StatusChange = {
  readonly version: '0';
  /** The same when the event is handed on again after a crash. */
  readonly id: string;
  readonly 'detail-type': 'Step Functions Execution Status Change';
  readonly source: 'aws.states';
  readonly account: string;
  /** RFC 3339, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: Execution['status'];
    readonly startDate: number;
    readonly stopDate: number | null;
    readonly input: string | null;
    readonly output: string | null;
    readonly inputDetails: { readonly included: boolean } | null;
    readonly outputDetails: { readonly included: boolean } | null;
    readonly error: string | null;
    readonly cause: string | null;
  };
};

/** Input and output are left out of the event when together they are larger. */
const LARGEST_DATA_BYTES = 248 * 1024;

export const statusChangeEvent = (execution: Execution, now: number, id: string): StatusChange => {
  const { input, output } = execution;
  const included = Buffer.byteLength(input) + Buffer.byteLength(output ?? '') <= LARGEST_DATA_BYTES;
  return {
    version: '0',
    id,
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: accountOf(execution.arn),
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region: regionOf(execution.arn),
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: included ? input : null,
      output: included ? (output ?? null) : null,
      inputDetails: { included },
      outputDetails: output === undefined ? null : { included },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
};
