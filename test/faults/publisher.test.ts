import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../functions/ledger/cloud-event.ts';
import { LOCAL_REGION } from '../../local/assembly/place.ts';
import { waitFor } from '../../local/demo/wait.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { statusesOf } from '../support/place/approval-executions.ts';
import { PROVINCE } from '../support/place/cell.ts';
import { useDeliveryHooks } from '../support/place/delivery-hooks.ts';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { expectPublished, expectReturnedOnce } from '../support/place/expect-whole.ts';
import { dossierIn, type Journey } from '../support/place/journey.ts';
import { takeTasks } from '../support/place/take-tasks.ts';
import { usePlace } from '../support/place/test-place.ts';
import { readWitness } from '../support/place/witness.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SYSTEM_QUEUES = ['LandTasks', 'CommuneTasks', 'PoliceTasks'];
const LONGEST_PAUSE_MS = 1_000;
const PATIENCE_MS = 60_000;
const project = resolve(import.meta.dirname, '../..');

describe('a publisher', () => {
  const here = usePlace({ witness: true });
  const hooks = useDeliveryHooks(here);
  const now = () => here().runtime.clock.now();

  /** As an operator does, in a process of its own with the credentials and addresses of the place. */
  const republish = async (from: number, to: number, ...more: readonly string[]): Promise<string> => {
    const topic = here().runtime.resources.find(({ type, cell }) => type === 'AWS::SNS::Topic' && cell === `Province${PROVINCE}`);
    const window = ['--from', new Date(from).toISOString(), '--to', new Date(to).toISOString()];
    const order = ['--table', here().inspection.tableName('Dossiers'), '--topic', topic?.physicalId ?? '', '--cell', PROVINCE, ...window];
    const child = spawn('npm', ['run', '-s', 'republish', '--', ...order, ...more], {
      cwd: project,
      env: {
        ...process.env,
        ...here().runtime.endpoints,
        AWS_REGION: LOCAL_REGION,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        said[name] += chunk.toString('utf8');
      });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`republish ended with ${code}: ${said.stderr}`);
    return said.stdout;
  };

  /** Streams tell times in whole seconds of the machine: what was written before a jump must lie in another second than it. */
  const jump = async (ms: number): Promise<void> => {
    const second = Math.floor(Date.now() / 1000);
    await waitFor(
      'the next second',
      () => undefined,
      async () => (Math.floor(Date.now() / 1000) > second ? true : undefined),
    );
    await here().runtime.clock.advance(ms);
  };
  const submitUnheard = async ({ dossierId }: Journey) =>
    (await here().as('citizen-renter')).post(`/citizen/dossiers/${dossierId}/submission`);
  const tasksInQueues = async ({ dossierId }: Journey) => {
    const tasks = await Promise.all(SYSTEM_QUEUES.map((queue) => takeTasks(here(), queue)));
    return tasks.flat().filter(({ subject }) => subject === dossierId);
  };
  const executions = ({ dossierId }: Journey) => statusesOf(here(), dossierId);
  const finish = async (journey: Journey) => {
    await journey.answerAll();
    await journey.decide({ decision: 'GRANT' });
    await journey.returned();
  };

  it('that cannot be called for 25 hours loses what the stream forgets, and npm run republish brings it back', async () => {
    const [submitted, paid, answered, young] = await Promise.all([
      dossierIn(here(), 'draft'),
      dossierIn(here(), 'payment-requested'),
      dossierIn(here(), 'processing'),
      dossierIn(here(), 'draft'),
    ]);
    for (const journey of [submitted, young]) await journey.upload();
    await here().advance(0);
    const taken: CloudEvent[] = [];
    const take = async () => {
      const events = await readWitness(here().inspection);
      taken.push(...events);
      return events;
    };
    await take();
    const down = now();
    const end = hooks.before('DossierPublishEvents', async () => {
      throw new Error('the function is disabled');
    });
    await submitUnheard(submitted);
    await paid.pay();
    const [task] = await answered.tasks();
    await answered.answer(task ?? {}, 'POSITIVE');
    await jump(24.5 * HOUR_MS);
    await submitUnheard(young);
    await jump(0.5 * HOUR_MS);
    end();
    await here().runtime.clock.advance(2 * MINUTE_MS);
    await here().advance(0);

    const heard = await take();
    expect(heard.map(({ subject }) => subject)).toContain(young.dossierId);
    const lost = [submitted, paid, answered].map(({ dossierId }) => dossierId);
    const forgotten = ['dossier.submitted', 'payment.booked', 'dossier.processing-started', 'task.opened', 'task.answered'];
    expect(heard.filter(({ subject, type }) => lost.includes(subject) && forgotten.some((name) => type.includes(`.${name}.`)))).toEqual([]);
    expect(await young.read()).toMatchObject({ lookups: 'done' });
    expect(await submitted.read()).toMatchObject({ lookups: 'waiting' });
    expect([await tasksInQueues(paid), await executions(paid)]).toEqual([[], []]);

    expect(await republish(down - MINUTE_MS, now(), '--dry-run')).toMatch(/^would publish \d+ events/);
    await here().advance(0);
    expect(await take()).toEqual([]);
    expect(await republish(down - MINUTE_MS, now())).toMatch(/^published \d+ events/);
    await here().advance(0);
    expect(await submitted.read()).toMatchObject({ lookups: 'done' });
    expect((await tasksInQueues(paid)).map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => 'vn.motcua.task.opened.v1'));
    expect(await executions(paid)).toEqual(['RUNNING']);

    for (const journey of [submitted, young]) {
      await journey.accept();
      await journey.pay();
    }
    const all = [submitted, paid, answered, young];
    await Promise.all(all.map(finish));
    await here().advance(0);
    for (const journey of all) {
      await expectReturnedOnce(here().inspection, journey.dossierId);
      expect(await executions(journey)).toEqual(['SUCCEEDED']);
    }
    await expectPublished(
      here().inspection,
      all.map(({ dossierId }) => dossierId),
      PROVINCE,
      taken,
    );
    expect(await here().inspection.deadLetters()).toEqual({});
  });

  it('whose every call fails gives its events up one by one, and npm run republish brings them back', async () => {
    const journey = await dossierIn(here(), 'payment-requested');
    await here().advance(0);
    const down = now();
    const mend = hooks.fail('DossierPublishEvents');
    await journey.pay();
    const { events } = await readDossierItems(here().inspection, journey.dossierId);
    const unheard = events.filter(({ at }) => Date.parse(at) >= down).length;
    const patience = performance.now() + PATIENCE_MS;
    const given = async () => (await here().inspection.depth('DossierUnpublishedEvents')).visible;
    while ((await given()) < unheard && performance.now() < patience) await here().runtime.clock.advance(LONGEST_PAUSE_MS);
    expect(await here().inspection.deadLetters()).toEqual({ DossierUnpublishedEvents: unheard });
    mend();
    await here().advance(25 * HOUR_MS);
    expect(await executions(journey)).toEqual([]);

    await republish(down - MINUTE_MS, now());
    await here().advance(0);
    // As the runbook has it: what was republished need not lie there any longer.
    await here().inspection.sqs.send(new PurgeQueueCommand({ QueueUrl: here().inspection.queueUrl('DossierUnpublishedEvents') }));
    expect(await tasksInQueues(journey)).toHaveLength(3);
    await finish(journey);
    await here().advance(0);
    await expectReturnedOnce(here().inspection, journey.dossierId);
    expect(await executions(journey)).toEqual(['SUCCEEDED']);
    expect(await here().inspection.deadLetters()).toEqual({});
  });

  it('leaves a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
