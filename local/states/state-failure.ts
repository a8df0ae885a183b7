import { DATA_LIMIT_BYTES } from './json.ts';

/** Names beginning with `States.` that a Retry or Catch may list. Every other name is the function's own (or a service's). */
export const RESERVED_ERROR_NAMES: ReadonlySet<string> = new Set([
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
]);

/** What a state ended in when it did not succeed. */
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string | undefined;
  /** Set where an expression failed: the field, for example `Output/kind`. */
  readonly location: string | undefined;
  /** A second name under which Retry and Catch find it: a missed heartbeat is reported as `States.Timeout`. */
  readonly alias: string | undefined;

  constructor(error: string, cause?: string, options: { readonly location?: string; readonly alias?: string } = {}) {
    super(`${error}: ${cause ?? ''}`);
    this.name = 'StateFailure';
    this.error = error;
    this.cause = cause;
    this.location = options.location;
    this.alias = options.alias;
  }
}

export const evaluationFailure = (location: string, cause: string): StateFailure =>
  new StateFailure('States.QueryEvaluationError', cause, { location });

export const dataLimitFailure = (what: string): StateFailure =>
  new StateFailure('States.DataLimitExceeded', `${what} is larger than the limit of ${DATA_LIMIT_BYTES} bytes`);

/** Whether one `ErrorEquals` list takes this failure. `States.Runtime` is taken by none; `States.DataLimitExceeded` only by its name. */
export const matchesError = (errorEquals: readonly string[], failure: StateFailure): boolean => {
  if (failure.error === 'States.Runtime') return false;
  if (errorEquals.includes(failure.error) || (failure.alias !== undefined && errorEquals.includes(failure.alias))) return true;
  if (failure.error === 'States.DataLimitExceeded') return false;
  return errorEquals.includes('States.ALL') || (errorEquals.includes('States.TaskFailed') && failure.error !== 'States.Timeout');
};

/** The value, or the failure as a value; anything else that is thrown stays thrown. */
export const orFailure = async <Value>(value: Promise<Value>): Promise<Value | StateFailure> => {
  try {
    return await value;
  } catch (error) {
    if (error instanceof StateFailure) return error;
    throw error;
  }
};
