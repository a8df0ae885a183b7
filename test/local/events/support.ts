import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { arnOf } from '../../../local/assembly/place.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openEventBus } from '../../../local/events/event-bus.ts';

const resource = (type: string, name: string, Arn: string, properties: Record<string, unknown>, cell = 'Province42'): DeployedResource => ({
  cell,
  stack: `${cell}-Service`,
  logicalId: name,
  type,
  properties,
  physicalId: name,
  attributes: { Arn },
  dependsOn: [],
});
export const rule = (name: string, properties: Record<string, unknown>, cell?: string) =>
  resource('AWS::Events::Rule', name, arnOf('events', `rule/${name}`), properties, cell);
export const schedule = (
  name: string,
  ScheduleExpression: string,
  properties: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
) =>
  resource('AWS::Scheduler::Schedule', name, arnOf('scheduler', `schedule/default/${name}`), {
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: functionArn('sweep'), RoleArn: 'r', ...target },
    ...properties,
  });
export const functionArn = (name: string) => arnOf('lambda', `function:${name}`);
export const queueArn = (name: string) => arnOf('sqs', name);

/** A bus whose targets are lists in the test; `broken` holds the ARNs that refuse. */
export const openTestBus = (resources: readonly DeployedResource[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-'));
  const clock = new VirtualClock();
  const invoked: { arn: string; event: unknown }[] = [];
  const sent: { arn: string; body: string; attributes: Record<string, string> }[] = [];
  const lines: string[] = [];
  const broken = new Set<string>();
  const open = (deployed: readonly DeployedResource[]) => {
    const bus = openEventBus({
      dataDir: folder,
      clock,
      log: (line) => lines.push(line),
      invokeAsync: async (arn, event) => {
        if (broken.has(arn)) throw new Error('no such function');
        invoked.push({ arn, event });
      },
      sendToQueue: async (arn, body, { attributes }) => {
        if (broken.has(arn)) throw new Error('no such queue');
        sent.push({ arn, body, attributes });
      },
    });
    bus.deploy(deployed);
    return bus;
  };
  let bus = open(resources);
  bus.start();
  return {
    clock,
    invoked,
    sent,
    lines,
    broken,
    bus: () => bus,
    /** Opens the bus again over the same folder; `between` runs while it is down. */
    restart: async (deployed = resources, between: () => Promise<void> | void = () => {}) => {
      bus.stop();
      await between();
      bus = open(deployed);
      bus.start();
    },
    stop: () => {
      bus.stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Lets everything that is ready run; deliveries of the tests settle without waiting for anything. */
export const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};
