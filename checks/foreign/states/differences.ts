import type { Aspect, Difference } from './case.ts';

const GUIDE = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const API = 'https://docs.aws.amazon.com/step-functions/latest/apireference';

const ours = (aspects: readonly Aspect[], source: string, reason: string): Difference => ({ aspects, right: 'ours', reason, source });

/** The document lists every failed evaluation as one error, with type errors, wrong types, values out of range and nothing. */
const ERRORS = `${GUIDE}/concepts-error-handling.html`;
const JSONATA = `${GUIDE}/transforming-data.html`;
const STOP = `${API}/API_StopExecution.html`;
const TOKENS = `${API}/API_SendTaskSuccess.html`;

/** Differences that more than one case shows. */
export const evaluationThrew = ours(
  ['error', 'events'],
  JSONATA,
  'an expression that throws, or gives a type its field does not take, is States.QueryEvaluationError; moto reports States.Runtime without EvaluationFailed, as its bridge to JSONata has no way to say more',
);

export const evaluationThrewInIteration = ours(
  ['error'],
  JSONATA,
  'the failure of an iteration is the failure of the Map by the same name; moto makes States.Runtime of States.QueryEvaluationError there',
);

export const evaluationToldTwice = ours(
  ['events'],
  `${API}/API_EvaluationFailedEventDetails.html`,
  'one evaluation failed, so one event tells it; moto writes EvaluationFailed a second time where the state handles the failure',
);

export const outputNotGuarded = ours(
  ['status', 'output', 'error', 'events'],
  JSONATA,
  'a Task, Map or Parallel catches the failed evaluation of any of its fields; moto evaluates Output outside of what Catch guards',
);

export const stopErrorNotKept = ours(
  ['error'],
  STOP,
  'error and cause of StopExecution are those of the execution; moto has them in the history alone',
);

export const stopWhileTokenWaits = ours(
  ['status', 'error', 'events'],
  STOP,
  'a stopped execution is ABORTED whatever it waits for; moto ends the wait for the token as a timeout, which the state then handles',
);

export const executionTimeoutUnnamed = ours(
  ['error'],
  `${API}/API_ExecutionTimedOutEventDetails.html`,
  'an execution whose time is over has the error States.Timeout; moto gives it none',
);

export const tokenOfRetryIsOld = ours(
  ['events'],
  TOKENS,
  'a token is closed with the attempt it was made for; moto hands the retried function the same token, whose old answer (or timeout) ends the new attempt at once',
);

export const closedTokenIsTaken = ours(
  ['answers'],
  TOKENS,
  'a token whose task has been closed is answered TaskTimedOut; moto takes the answer without an effect, or calls the token invalid',
);

/** AWS's own behaviour as LocalStack recorded it, on which moto's engine stands: siblings of a failed iteration do leave these events. */
export const siblingsNotAborted = ours(
  ['events'],
  `${API}/API_HistoryEvent.html`,
  'what a failure cuts short is told by …StateAborted and MapIterationAborted, as the recording test_service_lambda_map_timeout of AWS (10-03-2024, in the tests of LocalStack) shows; moto leaves them out while the siblings wait',
);

export const outputSeesNewVariables = ours(
  ['output'],
  `${GUIDE}/workflow-variables.html`,
  'a variable is there for the states that follow the one which assigns it; moto evaluates Output after Assign',
);

/** Differences that one case shows. */
export const noChoiceMatched = ours(
  ['error'],
  ERRORS,
  'the name for it is States.NoChoiceMatched; moto ends with its catch-all States.Runtime',
);

export const negativeWait = ours(
  ['status', 'output', 'error', 'events'],
  JSONATA,
  'a value out of range is States.QueryEvaluationError; moto does not look and does not wait',
);

export const hashMissing = ours(['output'], JSONATA, '$hash is a function of Step Functions; moto has none and says so in the value');

export const uuidMissing = ours(
  ['status', 'output', 'error', 'events'],
  JSONATA,
  '$uuid is a function of Step Functions; moto has none and says so in the value, which is no identifier',
);

export const retryCountOnlyInTasks = ours(
  ['status', 'output', 'error', 'events'],
  `${GUIDE}/input-output-contextobject.html`,
  'the context object has State.RetryCount, without a condition on the type of the state; moto has it where a state can be retried',
);

export const outputNotChecked = ours(
  ['status', 'output', 'error', 'events', 'answers'],
  TOKENS,
  'output that is not JSON is refused with InvalidOutput and the task goes on waiting; moto takes it and fails the execution',
);

export const heartbeatNameUnknown = ours(
  ['status', 'output', 'error', 'events'],
  ERRORS,
  'Retry and Catch find a missed heartbeat by States.HeartbeatTimeout too; moto knows it as States.Timeout alone',
);

export const executionTimeoutUntold = ours(
  ['error', 'events'],
  `${API}/API_ExecutionTimedOutEventDetails.html`,
  'an execution whose time is over ends with ExecutionTimedOut and the error States.Timeout; moto writes the event only when the wait for the token is over',
);

export const itemSelectorInIteration = ours(
  ['error', 'events'],
  JSONATA,
  'a failed ItemSelector is States.QueryEvaluationError and told by EvaluationFailed; moto reports States.Runtime. Whether the iteration has begun by then no document says',
);

export const itemSelectorNotGuarded = ours(
  ['status', 'output', 'error', 'events'],
  JSONATA,
  'a failed ItemSelector is States.QueryEvaluationError, which the Map can catch; moto reports States.Runtime, which nothing catches',
);

export const stoppedParallelSucceeds = ours(
  ['error', 'events'],
  STOP,
  'a stopped Parallel has not succeeded: it is aborted; moto writes ParallelStateSucceeded when the branches are gone, and keeps no error',
);

export const textNotEscaped = ours(
  ['status', 'output', 'error', 'events'],
  `${GUIDE}/workflow-variables.html`,
  'a variable holds any JSON; moto writes text between quotes without escaping it and so breaks its own expression',
);
