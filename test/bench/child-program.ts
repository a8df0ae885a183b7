import { fork } from 'node:child_process';
import { resolve } from 'node:path';

/** A program of this folder in a process of its own, which speaks by messages. */
export type ChildProgram = {
  /** Its first message. */
  readonly ready: unknown;
  /** Sends a message and gives the next one that comes back. */
  ask(message: string): Promise<unknown>;
  /** Sends `stop` and waits for its end; ends it by force after ten seconds. */
  stop(): Promise<void>;
};

const LONGEST_STOP_MS = 10_000;

/** Starts `<name>.ts` and waits for its first message. @throws with what it printed when it ends before */
export const startProgram = async (
  name: string,
  argument: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ChildProgram> => {
  const child = fork(resolve(import.meta.dirname, `${name}.ts`), [argument], { env: { ...process.env, ...variables }, silent: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const next = (): Promise<unknown> =>
    Promise.race([
      new Promise<unknown>((done) => child.once('message', done)),
      ended.then(() => {
        throw new Error(`${name} ended: ${printed.slice(-4000)}`);
      }),
    ]);
  const ready = await next();
  return {
    ready,
    ask: (message) => {
      const answer = next();
      child.send(message);
      return answer;
    },
    stop: async () => {
      if (child.connected) child.send('stop');
      const force = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS);
      await ended;
      clearTimeout(force);
    },
  };
};
