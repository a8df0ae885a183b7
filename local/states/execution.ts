export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One run of a machine. Times are epoch milliseconds; input and output are JSON text. */
export type Execution = {
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly roleArn: string;
  /** Hash of the definition it was started with and keeps to its end. */
  readonly definition: string;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly lastEvent: number;
  /** When the machine's TimeoutSeconds are over. */
  readonly timeoutAt: number | undefined;
};

/** An entry of the history, as GetExecutionHistory gives it (`details` holds its `…EventDetails` member). */
export type HistoryEvent = {
  readonly id: number;
  readonly previousEventId: number;
  readonly at: number;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
};
