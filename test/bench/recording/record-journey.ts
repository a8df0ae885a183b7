import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localPlace } from '../../../local/demo/local-place.ts';
import { permanentResidence } from '../../../local/demo/permanent-residence.ts';
import { createEngineCall } from '../../../local/dynamodb/engine-call.ts';
import { readTableShape } from '../../../local/dynamodb/table-shape.ts';
import type { TableShape } from '../../../local/dynamodb/units.ts';
import { bootRuntime, type Runtime } from '../../../local/runtime.ts';
import { synthesize } from '../../../local/synthesize.ts';
import { scratchFolder } from '../../support/place/scratch.ts';
import { openFront } from './front.ts';
import type { Exchange, Recording } from './recording.ts';
import { watchRuntime } from './watch-runtime.ts';

/** The province whose cell is recorded. */
export const PROVINCE = '42';
const QUIET_DEADLINE_MS = 60_000;
/** Looks in a row that must find the cells idle: an event may be between two engines. */
const QUIET_LOOKS = 4;
const LOOK_MS = 25;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const quiet = async (runtime: Runtime): Promise<void> => {
  const deadline = performance.now() + QUIET_DEADLINE_MS;
  for (let looks = 0; looks < QUIET_LOOKS; looks = (await runtime.idle()) ? looks + 1 : 0) {
    if (performance.now() > deadline) throw new Error('the cells do not come to rest');
    await pause(LOOK_MS);
  }
};

/** Lets Lambda report on every call: the runtime then says how long each took. The bytes of these lines are not counted. */
const reportCalls = (assembly: string): void => {
  const templates = readdirSync(assembly, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.template.json'));
  let changed = 0;
  for (const name of templates) {
    const file = join(assembly, name);
    const before = readFileSync(file, 'utf8');
    const after = before.replaceAll(/("SystemLogLevel":\s*)"WARN"/g, '$1"INFO"');
    if (after !== before) changed += 1;
    writeFileSync(file, after);
  }
  if (changed === 0) throw new Error('no template sets a system log level');
};

const oneJourney = async (runtime: Runtime, logs: string) => {
  const watch = watchRuntime(runtime, logs);
  const exchanges: Exchange[] = [];
  let route: string | undefined;
  const close = async (next: string | undefined) => {
    await quiet(runtime);
    const use = await watch.take();
    if (route !== undefined) exchanges.push({ route, use });
    route = next;
  };
  const front = await openFront(runtime.api, close);
  const here = localPlace(runtime);
  try {
    const { dossierId } = await permanentResidence({ ...here, api: front.url }, () => undefined);
    await close(undefined);
    return { dossierId, exchanges };
  } finally {
    here.close();
    watch.stop();
    await front.stop();
  }
};

const shapesOf = async (runtime: Runtime): Promise<Map<string, TableShape>> => {
  const engine = createEngineCall(runtime.endpoints['AWS_ENDPOINT_URL_DYNAMODB'] ?? '');
  try {
    const tables = runtime.resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable');
    const shapes = await Promise.all(tables.map(({ physicalId }) => readTableShape(engine, physicalId)));
    return new Map(shapes.map((shape) => [shape.name, shape]));
  } finally {
    engine.close();
  }
};

const record = async (tell: (line: string) => void): Promise<Recording> => {
  const scratch = scratchFolder('recording');
  const assembly = join(scratch.path, 'cdk.out');
  const dataDir = join(scratch.path, 'data');
  try {
    tell('synthesizing');
    await synthesize(assembly, PROVINCE);
    reportCalls(assembly);
    // Room for every function at once: none is started a second time.
    const runtime = await bootRuntime({ assembly, dataDir, province: PROVINCE, people: 2_000, maxWarm: 64, log: () => undefined });
    try {
      const logs = join(dataDir, 'logs');
      tell('a first journey warms the functions');
      await oneJourney(runtime, logs);
      tell('a second one is recorded');
      const journey = await oneJourney(runtime, logs);
      const tables = await shapesOf(runtime);
      const dossiers = runtime.resources.find(
        ({ type, logicalId }) => type === 'AWS::DynamoDB::GlobalTable' && /^Dossiers/.test(logicalId),
      );
      if (!dossiers) throw new Error('the province cell has no table of dossiers');
      return { ...journey, tables, dossiersTable: dossiers.physicalId, resources: runtime.resources };
    } finally {
      await runtime.stop();
    }
  } finally {
    scratch.remove();
  }
};

let recording: Promise<Recording> | undefined;

/** The demo's journey in both cells, warm, one request after the other with rest between; recorded once in a process. */
export const recordedJourney = (tell: (line: string) => void): Promise<Recording> => {
  recording ??= record(tell);
  return recording;
};
