import type { IncomingHttpHeaders } from 'node:http';

/** What a request asks of whom, such as `DynamoDB` `PutItem`, or `national` `POST /agency/lookups`. */
export type CallName = { readonly service: string; readonly operation: string };

/** Services by the prefix of their `X-Amz-Target`. */
const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'DynamoDB',
  AmazonSQS: 'SQS',
  AWSStepFunctions: 'SFN',
  TrentService: 'KMS',
  secretsmanager: 'Secrets',
  AmazonSSM: 'SSM',
  AWSEvents: 'EventBridge',
};

/** A path without what differs from one request to the next: segments with a digit are ids, codes and names with an account. */
const shapeOf = (path: string): string =>
  path
    .split('/')
    .map((segment) => (/\d/.test(segment) ? '*' : segment))
    .join('/');

/** @param upstream name of the address that the request was sent to, for requests that do not name a service themselves */
export const callName = (
  upstream: string,
  {
    method = 'GET',
    url = '/',
    headers,
  }: { readonly method?: string | undefined; readonly url?: string | undefined; readonly headers: IncomingHttpHeaders },
  body: string,
): CallName => {
  const [prefix = '', operation] = String(headers['x-amz-target'] ?? '').split('.');
  if (operation) return { service: SERVICES[prefix] ?? prefix, operation };
  // The query protocol: of the services here, only SNS speaks it.
  const action = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(body).get('Action')
    : null;
  if (action) return { service: 'SNS', operation: action };
  return { service: upstream, operation: `${method} ${shapeOf(new URL(url, 'http://any').pathname)}` };
};
