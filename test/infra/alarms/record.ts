import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { apiClient, listField, textField } from '../../../local/demo/api-client.ts';
import { localPlace } from '../../../local/demo/local-place.ts';
import { permanentResidence } from '../../../local/demo/permanent-residence.ts';
import type { Place } from '../../../local/demo/place.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { bootRuntime, type Runtime } from '../../../local/runtime.ts';
import { synthesize } from '../../../local/synthesize.ts';
import { formatJson } from '../../../scripts/description/format-json.ts';
import { PEOPLE, PROVINCE } from '../../support/place/cell.ts';
import { scratchFolder } from '../../support/place/scratch.ts';
import { minuteRecorder } from './minute-recorder.ts';
import { readSeries } from './recorded-series.ts';

/*
 * npm run record:alarms
 * Records the series that can be had from the local runtime: each on a place of its own, a minute of virtual time at a time. What
 * the alarms are expected to make of a series stays as it is in its file: it is written by hand, and looked at again after this.
 */
type Scene = { readonly runtime: Runtime; readonly place: Place };
type Script = {
  readonly minutes: number;
  /** What happens at the beginning of a minute. */
  readonly at: (scene: Scene) => Readonly<Record<number, () => Promise<unknown>>>;
};

/** A dossier as far as its submission; its lookups then wait or do not. */
const submitOne = async ({ place }: Scene): Promise<void> => {
  const citizen = apiClient(place.api, await place.tokenFor('citizen-renter'));
  const { phone, email, dwelling } = place.contactOf('citizen-renter');
  const form = { phone, email, relationToHead: 'HEAD', dwelling };
  const draft = await citizen.post('/citizen/dossiers', { procedure: 'permanent-residence', form }, { 'idempotency-key': randomUUID() });
  const dossierId = textField(draft, 'dossierId');
  const { documents } = await citizen.get(`/citizen/dossiers/${dossierId}`);
  for (const document of listField({ documents }, 'documents'))
    await uploadDocument(citizen, dossierId, textField(document, 'code'), leasePdf(), 'application/pdf');
  await citizen.post(`/citizen/dossiers/${dossierId}/submission`);
};

const resourceOf = ({ runtime }: Scene, type: string, logicalId: string) => {
  const found = runtime.resources.find((resource) => resource.type === type && resource.logicalId.startsWith(logicalId));
  if (!found) throw new Error(`there is no ${logicalId}`);
  return found;
};

const scripts: Readonly<Record<string, Script>> = {
  'quiet-hour': {
    minutes: 60,
    at: (scene) => {
      const journey = () => permanentResidence(scene.place, () => undefined);
      return { 3: journey, 17: journey, 31: journey, 46: journey };
    },
  },
  'national-cell-down-for-an-hour': {
    minutes: 150,
    at: (scene) => {
      const tables = ['Registries', 'LookupRecords', 'EDocuments'];
      const ends: (() => void)[] = [];
      const down = async () => {
        for (const name of tables)
          ends.push(
            scene.runtime.proxy.faults.add({
              kind: 'lost-answer',
              table: resourceOf(scene, 'AWS::DynamoDB::GlobalTable', name).physicalId,
            }),
          );
      };
      const up = async () => {
        for (const end of ends) end();
      };
      return { 20: down, 22: () => submitOne(scene), 50: () => submitOne(scene), 80: up };
    },
  },
  'poison-message': {
    minutes: 60,
    at: (scene) => {
      const poison = () =>
        scene.runtime.queues.send(resourceOf(scene, 'AWS::SQS::Queue', 'IdentityLookupsQueue').attributes['Arn'] ?? '', '{');
      const QueueUrl = resourceOf(scene, 'AWS::SQS::Queue', 'IdentityLookupsDeadLettersQueue').physicalId;
      return { 5: poison, 40: () => scene.place.sqs.send(new PurgeQueueCommand({ QueueUrl })) };
    },
  },
  'table-throttled-for-half-an-hour': {
    minutes: 75,
    at: (scene) => {
      const table = resourceOf(scene, 'AWS::DynamoDB::GlobalTable', 'Dossiers').physicalId;
      const ends: (() => void)[] = [];
      const begin = async () => {
        for (const operation of ['TransactWriteItems', 'PutItem', 'Query', 'GetItem'])
          ends.push(scene.runtime.proxy.faults.add({ kind: 'throttle', table, operation, probability: 0.7 }));
      };
      const end = async () => {
        for (const one of ends) one();
      };
      // Some of these end as a 503, which is what a citizen would see; the recording does not mind.
      const filing = () => submitOne(scene).catch(() => undefined);
      const steps = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [11 + index, filing] as const));
      return { 10: begin, ...steps, 41: end };
    },
  },
};

const PATIENCE_MS = 5000;
const LOOK_MS = 20;

const recordOne = async (name: string, { minutes, at }: Script, assembly: string): Promise<void> => {
  const folder = scratchFolder('record');
  const runtime = await bootRuntime({
    assembly,
    dataDir: folder.path,
    province: PROVINCE,
    people: PEOPLE,
    maxWarm: 40,
    log: () => undefined,
  });
  const place = localPlace(runtime);
  const recorder = minuteRecorder(runtime, folder.path);
  // A message that fails again and again is never quiet: then the minute ends without.
  const quiet = async () => {
    const until = Date.now() + PATIENCE_MS;
    while (!(await runtime.idle()) && Date.now() < until) await setTimeout(LOOK_MS);
  };
  try {
    const steps = at({ runtime, place });
    const started = runtime.clock.now();
    for (let minute = 0; minute < minutes; minute += 1) {
      await steps[minute]?.();
      await quiet();
      await runtime.clock.advance(Math.max(0, started + (minute + 1) * 60_000 - runtime.clock.now()));
      await quiet();
      await recorder.minuteOver();
    }
    const before = readSeries(name);
    const file = resolve(import.meta.dirname, 'series', `${name}.json`);
    const { name: _, ...kept } = before;
    writeFileSync(file, formatJson({ ...kept, source: 'recorded', minutes, metrics: recorder.metrics() }));
    process.stdout.write(`${name}: ${minutes} minutes, ${Object.keys(recorder.metrics()).length} metrics\n`);
  } finally {
    recorder.close();
    place.close();
    await runtime.stop();
    folder.remove();
  }
};

const assembly = scratchFolder('assembly');
const chosen = process.argv.slice(2);
try {
  await synthesize(join(assembly.path, 'cdk.out'), PROVINCE);
  for (const [name, script] of Object.entries(scripts))
    if (chosen.length === 0 || chosen.includes(name)) await recordOne(name, script, join(assembly.path, 'cdk.out'));
} finally {
  assembly.remove();
}
process.exit(0);
