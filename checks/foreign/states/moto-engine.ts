import { join } from 'node:path';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { endOf, startServer } from '../../support/child-process.ts';
import type { PythonEnvironment } from '../../support/python.ts';
import { ACCOUNT, clientFor, type Engine, REGION, ROLE } from './engine.ts';
import { FunctionStubs, serveStubs } from './function-stubs.ts';

const STARTS_WITHIN_MS = 180_000;

const portOf = (line: string): number => {
  const said: unknown = JSON.parse(line);
  if (typeof said === 'object' && said !== null && 'port' in said && typeof said.port === 'number') return said.port;
  throw new Error(`the moto server did not tell its port but ${line}`);
};

/** Starts moto's engine in a process of its own. @param logFile what it prints */
export const openMotoEngine = async ({ program }: PythonEnvironment, logFile: string): Promise<Engine> => {
  const stubs = new FunctionStubs();
  const functions = await serveStubs(stubs);
  const environment = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const server = startServer(
    {
      command: program('python'),
      args: [join(import.meta.dirname, 'moto_server.py'), functions.url],
      env: { ...environment, MOTO_ACCOUNT_ID: ACCOUNT, AWS_DEFAULT_REGION: REGION, PYTHONUNBUFFERED: '1' },
    },
    logFile,
  );
  const late = setTimeout(() => void server.stop(0), STARTS_WITHIN_MS);
  const port = await server.firstLine.then(portOf).finally(() => clearTimeout(late));
  const sfn = clientFor(`http://127.0.0.1:${port}`);
  return {
    name: 'moto',
    sfn,
    stubs,
    deploy: async (name, definition) => {
      const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
      if (stateMachineArn === undefined) throw new Error(`moto gave the machine no ARN:\n${endOf(logFile, 20)}`);
      return stateMachineArn;
    },
    close: async () => {
      sfn.destroy();
      functions.stop();
      await server.stop(0);
    },
  };
};
