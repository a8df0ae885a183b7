import { subscribe } from 'node:diagnostics_channel';
import { INVOCATION_HEADER, NESTED_CALL_HEADER } from './protocol.ts';

type HeaderSetter = (name: string, value: string) => unknown;

const isLoopback = (host: unknown): boolean => typeof host === 'string' && /^(https?:\/\/)?(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);

const methodOf = (target: unknown, name: string): HeaderSetter | undefined => {
  if (typeof target !== 'object' || target === null) return undefined;
  const method: unknown = Reflect.get(target, name);
  return typeof method === 'function' ? (header, value) => Reflect.apply(method, target, [header, value]) : undefined;
};

const requestOf = (message: unknown): object | undefined => {
  const request: unknown = typeof message === 'object' && message !== null && 'request' in message ? message.request : undefined;
  return typeof request === 'object' && request !== null ? request : undefined;
};

/**
 * Marks every request that this thread sends to this machine, by `fetch` or `node:http`. Whoever calls from a function holds an
 * environment while it waits; if its callee had to queue for one, both could wait for ever.
 * @param invocation id of the call under way, to mark requests with as well; empty during the init
 */
export const markNestedCalls = (invocation?: () => string): void => {
  const mark = (set: HeaderSetter | undefined): void => {
    set?.(NESTED_CALL_HEADER, '1');
    if (invocation) set?.(INVOCATION_HEADER, invocation() || 'init');
  };
  subscribe('undici:request:create', (message) => {
    const request = requestOf(message);
    if (request && isLoopback(Reflect.get(request, 'origin'))) mark(methodOf(request, 'addHeader'));
  });
  subscribe('http.client.request.created', (message) => {
    const request = requestOf(message);
    if (request && isLoopback(Reflect.get(request, 'host'))) mark(methodOf(request, 'setHeader'));
  });
};
