import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An error as the AWS JSON protocols carry it. `type` is the shape's name, for example `ResourceNotFoundException`. */
export class AwsError extends Error {
  readonly type: string;
  readonly status: number;
  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.type = type;
    this.status = status;
  }
}

/** Answers one operation of one service; throws AwsError for the service's own errors. */
export type AwsJsonService = (operation: string, input: Record<string, unknown>) => Promise<unknown>;

export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const answer = (response: ServerResponse, status: number, body: unknown, errorType?: string) => {
  const text = JSON.stringify(body ?? {});
  // It would be the machine's time: where the virtual clock is ahead of it, the SDK would repeat what failed, taking its own clock to be wrong.
  response.sendDate = false;
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...(errorType && { 'x-amzn-errortype': errorType }),
  });
  response.end(text);
};

/**
 * Serves several AWS services of the JSON 1.0/1.1 protocols on one loopback port. The service is chosen by the part of
 * `X-Amz-Target` before the dot (`AWSStepFunctions`, `TrentService`, `secretsmanager`, `AmazonSSM`, `AWSEvents`, …).
 */
export const serveAwsJson = async (
  services: Readonly<Record<string, AwsJsonService>>,
  port = 0,
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const server = createServer(async (request, response) => {
    const [prefix = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    try {
      const service = services[prefix];
      if (!service) throw new AwsError('UnknownOperationException', `the local runtime serves no ${prefix || request.url}`, 404);
      const body = (await readBody(request)).toString('utf8');
      answer(response, 200, await service(operation, body ? JSON.parse(body) : {}));
    } catch (error) {
      if (error instanceof AwsError) answer(response, error.status, { __type: error.type, message: error.message }, error.type);
      else answer(response, 500, { __type: 'InternalFailure', message: String(error) }, 'InternalFailure');
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
