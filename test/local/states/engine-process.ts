/**
 * The engine as a process of its own, for tests that kill it. Argument: JSON of EngineProcessOptions. Prints its
 * address, then appends what it does to the log: `call <name>` for a function called, `status <status> <name>` for an event handed on.
 */
import { appendFileSync } from 'node:fs';
import { serveAwsJson } from '../../../local/aws-json.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openStates } from '../../../local/states/open-states.ts';

export type EngineProcessOptions = {
  readonly dataDir: string;
  readonly log: string;
  readonly offsetMs: number;
  /** Functions (by the `name` in their event) that never return. */
  readonly hanging: readonly string[];
  /** Whether the listener for status events never comes back. */
  readonly deaf: boolean;
  readonly machineArn: string;
  readonly definition: string;
};

const { dataDir, log, offsetMs, hanging, deaf, machineArn, definition }: EngineProcessOptions = JSON.parse(process.argv[2] ?? '');
const nameOf = (event: unknown): string => (typeof event === 'object' && event !== null && 'name' in event ? String(event.name) : '');
const never = new Promise<never>(() => {});

const states = await openStates({
  dataDir,
  clock: new VirtualClock(offsetMs),
  invoke: async (_functionArn, event) => {
    appendFileSync(log, `call ${nameOf(event)} ${JSON.stringify(event)}\n`);
    return hanging.includes(nameOf(event)) ? never : { ok: true, payload: event };
  },
  onStatusChange: async ({ detail }) => {
    appendFileSync(log, `status ${detail.status} ${detail.name}\n`);
    if (deaf) await never;
  },
});
states.deploy([{ arn: machineArn, name: 'tested', definition }]);
await states.resume();
const server = await serveAwsJson({ AWSStepFunctions: states.service });
process.stdout.write(`${server.url}\n`);
