import { mkdirSync } from 'node:fs';
import { serveAwsJson } from '../../../local/aws-json.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openStates } from '../../../local/states/open-states.ts';
import { ACCOUNT, clientFor, type Engine, REGION, ROLE } from './engine.ts';
import { FunctionStubs } from './function-stubs.ts';

/** The interpreter of the local runtime, on a clock that nobody moves forward, as the other engine has no other. */
export const openOurEngine = async (dataDir: string): Promise<Engine> => {
  mkdirSync(dataDir);
  const clock = new VirtualClock();
  const stubs = new FunctionStubs();
  const states = await openStates({
    dataDir,
    clock,
    invoke: (functionArn, event) => stubs.invoke(functionArn, event),
    onStatusChange: () => {},
  });
  const server = await serveAwsJson({ AWSStepFunctions: states.service });
  const sfn = clientFor(server.url);
  await states.resume();
  return {
    name: 'ours',
    sfn,
    stubs,
    deploy: async (name, definition) => {
      const arn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
      states.deploy([{ arn, name, roleArn: ROLE, definition }]);
      return arn;
    },
    close: async () => {
      sfn.destroy();
      await server.stop();
      await states.stop();
      clock.stop();
    },
  };
};
