import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { rentedForm } from '../support/intake-bench.ts';

/** A route that opens drafts. */
export type Route = { readonly url: string; readonly token: string };

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const payload = JSON.stringify({ procedure: 'permanent-residence', form: rentedForm });

/** Opens one draft. Milliseconds from the request to the last byte of its answer. @throws when the answer is not 201 */
export const openOne = ({ url, token }: Route): Promise<{ readonly ms: number; readonly body: string }> =>
  new Promise((done, fail) => {
    const started = performance.now();
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
          'idempotency-key': randomUUID(),
        },
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          body += chunk;
        });
        answer.on('error', fail);
        answer.on('end', () => {
          if (answer.statusCode === 201) done({ ms: performance.now() - started, body });
          else fail(new Error(`${url} answered ${answer.statusCode}: ${body}`));
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.end(payload);
  });

/** Opens `count` drafts, `atOnce` under way at any time; gives each one's milliseconds. */
export const openMany = async (route: Route, count: number, atOnce: number): Promise<number[]> => {
  const spent: number[] = [];
  let begun = 0;
  const one = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      spent.push((await openOne(route)).ms);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return spent;
};

export const closeConnections = (): void => agent.destroy();
