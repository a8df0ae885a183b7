import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { readBody } from '../aws-json.ts';

export type EngineAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Speaks to the S3 part of the queue engine, which checks no signature and no checksum. `path` is encoded, with its query. */
export const createEngineClient = (endpoint: string) => {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(endpoint);
  return {
    send: (method: string, path: string, headers: Record<string, string> = {}, body: Buffer = Buffer.alloc(0)): Promise<EngineAnswer> =>
      new Promise((resolve, reject) => {
        const sized = method === 'PUT' || method === 'POST' ? { 'content-length': String(body.length) } : {};
        const outgoing = httpRequest({ agent, hostname, port, method, path, headers: { ...headers, ...sized } }, (incoming) => {
          readBody(incoming).then(
            (answer) => resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: answer }),
            reject,
          );
        });
        outgoing.once('error', reject);
        outgoing.end(body);
      }),
    stop: () => agent.destroy(),
  };
};
export type EngineClient = ReturnType<typeof createEngineClient>;

/** Path of an object, encoded as the engine decodes it. */
export const objectPath = (bucket: string, key: string): string =>
  `/${encodeURIComponent(bucket)}/${key.split('/').map(encodeURIComponent).join('/')}`;
