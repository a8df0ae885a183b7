import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { ACCOUNT, clientFor, type Engine, REGION, ROLE } from './engine.ts';
import { FunctionStubs, serveStubs } from './function-stubs.ts';

const portOf = (line: string): number => {
  const said: unknown = JSON.parse(line);
  if (typeof said === 'object' && said !== null && 'port' in said && typeof said.port === 'number') return said.port;
  throw new Error(`the moto server did not tell its port but ${line}`);
};

/** Starts moto's engine in a process of its own. @param python the interpreter of the venv that holds moto */
export const openMotoEngine = async (python: string): Promise<Engine> => {
  const stubs = new FunctionStubs();
  const functions = await serveStubs(stubs);
  const server = spawn(python, [join(import.meta.dirname, 'moto_server.py'), functions.url], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, MOTO_ACCOUNT_ID: ACCOUNT, AWS_DEFAULT_REGION: REGION, PYTHONUNBUFFERED: '1' },
  });
  let complaints = '';
  server.stderr.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk.toString('utf8')}`.slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: server.stdout }).once('line', (line) => resolve(portOf(line)));
    void ended.then(() => reject(new Error(`the moto server did not start:\n${complaints}`)));
  });
  const sfn = clientFor(`http://127.0.0.1:${port}`);
  return {
    name: 'moto',
    sfn,
    stubs,
    deploy: async (name, definition) => {
      const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
      if (stateMachineArn === undefined) throw new Error('moto gave the machine no ARN');
      return stateMachineArn;
    },
    close: async () => {
      sfn.destroy();
      functions.stop();
      server.kill('SIGKILL');
      await ended;
    },
  };
};
