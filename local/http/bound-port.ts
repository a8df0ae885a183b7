import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A loopback port that is taken before anything serves it, because the templates need its address first. */
export type BoundPort = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Hands all requests from now on to `handler`; before, they are answered 503. */
  serve(handler: RequestHandler): void;
  stop(): Promise<void>;
};

/** @param port 0 takes any free one */
export const bindPort = async (port = 0): Promise<BoundPort> => {
  let handle: RequestHandler = async (_request, response) => {
    answerMessage(response, 503, 'Service Unavailable');
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else answerMessage(response, 500, 'Internal Server Error');
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a bound server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    serve: (handler) => {
      handle = handler;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answerMessage = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
};
