import { AwsError } from '../aws-json.ts';
import type { Engine } from './engine.ts';
import type { Journal } from './journal.ts';
import { jsonText, optionalText, type Request, requiredText } from './request.ts';
import type { Step } from './step.ts';
import { tokenBeat, tokenFailed, tokenSucceeded } from './task-outcome.ts';
import { hashOfToken, isTaskToken } from './task-token.ts';

const LONGEST_TOKEN = 2048;
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;

/** What a failure is called when SendTaskFailure names none. */
const UNNAMED_ERROR = '';

const closed = () => new AwsError('TaskTimedOut', 'Task Timed Out: the task of this token has been closed');

/** Does `action` for the Task that waits for the token; it is durable when this returns. */
const answer = async (
  engine: Engine,
  journal: Journal,
  request: Request,
  action: (step: Step, path: string) => Promise<void>,
): Promise<object> => {
  const token = requiredText(request, 'taskToken', LONGEST_TOKEN);
  if (!isTaskToken(token)) throw new AwsError('InvalidToken', 'Invalid Token');
  const hash = hashOfToken(token);
  const known = journal.token(hash);
  if (!known) throw new AwsError('TaskDoesNotExist', 'Task does not exist');
  const done = await engine.act(known.execution, async (step) => {
    // Looked up again: two answers may have waited for their turn.
    if (!journal.token(hash)?.open) throw closed();
    await action(step, known.path);
    return true;
  });
  if (!done) throw closed();
  return {};
};

export const sendTaskSuccess = (engine: Engine, journal: Journal, request: Request) => {
  const { text } = jsonText(requiredText(request, 'output'), 'output', () => new AwsError('InvalidOutput', 'output is not valid JSON'));
  return answer(engine, journal, request, (step, path) => tokenSucceeded(step, path, text));
};

export const sendTaskFailure = (engine: Engine, journal: Journal, request: Request) => {
  const error = optionalText(request, 'error', LONGEST_ERROR) ?? UNNAMED_ERROR;
  const cause = optionalText(request, 'cause', LONGEST_CAUSE);
  return answer(engine, journal, request, (step, path) => tokenFailed(step, path, error, cause));
};

export const sendTaskHeartbeat = (engine: Engine, journal: Journal, request: Request) =>
  answer(engine, journal, request, async (step, path) => tokenBeat(step, path));
