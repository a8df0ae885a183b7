import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An AWS endpoint that refuses every call with a 400 that no SDK repeats, so that a function ends as soon as it has handled the
 * answer to its first call.
 */
export type RefusingEndpoint = {
  readonly url: string;
  /** Calls since the last time of asking. */
  takeCalls(): number;
  stop(): Promise<void>;
};

const REFUSAL = JSON.stringify({ __type: 'ValidationException', message: 'refused' });

export const openRefusingEndpoint = async (): Promise<RefusingEndpoint> => {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    request.resume();
    request.on('end', () => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'request-0001' });
      response.end(REFUSAL);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    takeCalls: () => {
      const taken = calls;
      calls = 0;
      return taken;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
