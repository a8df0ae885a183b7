import type { HttpEvent } from '../platform/http.ts';
import { type HttpAnswer, problem } from '../platform/http-answer.ts';
import type { Log } from '../platform/log.ts';

/** $default: every method and path that no route of the API has. The path stays out of the log: anyone may write anything into it. */
export const createHandler =
  ({ log }: { readonly log: Log }) =>
  async (event: HttpEvent): Promise<HttpAnswer> => {
    const answer = problem('route-unknown');
    log('INFO', 'answerUnknownRoute', {
      status: answer.statusCode,
      method: event.requestContext.http.method,
      correlationId: event.requestContext.requestId,
    });
    return answer;
  };
