import { createServer, request as send } from 'node:http';

/** Passes requests on to an API one at a time, each after `before` is done. */
export type Front = { readonly url: string; stop(): Promise<void> };

/** `POST /citizen/dossiers/{id}/submission`: a request's method and path without what names one dossier, person or code. */
export const routeOf = (method: string, url: string): string => {
  const [path = ''] = url.split('?');
  return `${method} ${path
    .split('/')
    .map((part) => (/\d/.test(part) && part.length > 12 ? '{id}' : part))
    .join('/')}`;
};

/** @param before called with the route of each request; the request waits for it */
export const openFront = async (target: string, before: (route: string) => Promise<void>): Promise<Front> => {
  const { hostname, port } = new URL(target);
  let last: Promise<void> = Promise.resolve();
  const server = createServer((incoming, outgoing) => {
    const method = incoming.method ?? 'GET';
    const path = incoming.url ?? '/';
    const pass = async (): Promise<void> => {
      await before(routeOf(method, path));
      const headers = { ...incoming.headers, host: `${hostname}:${port}` };
      await new Promise<void>((done, fail) => {
        const upstream = send({ hostname, port, method, path, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
          answer.on('error', fail);
          outgoing.on('finish', done);
        });
        upstream.on('error', fail);
        incoming.pipe(upstream);
      });
    };
    last = last.then(pass).catch(() => void outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
