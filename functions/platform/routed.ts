import type { HttpEvent } from './http.ts';
import { type HttpAnswer, problem } from './http-answer.ts';

type Handler<Context> = (event: HttpEvent, context: Context) => Promise<HttpAnswer>;

/**
 * One function for several routes whose use cases need the same rights: calls the handler of the event's route. A function of its own for
 * each would cost a stack more resources than CloudFormation lets it have.
 */
export const routed =
  <Context>(handlers: Readonly<Record<`${'GET' | 'POST'} /${string}`, Handler<Context>>>) =>
  async (event: HttpEvent, context: Context): Promise<HttpAnswer> => {
    const handler = new Map(Object.entries(handlers)).get(event.routeKey);
    return handler ? handler(event, context) : problem('route-unknown');
  };
