import { randomUUID } from 'node:crypto';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { localDay } from '../../functions/calendar/local-time.ts';
import {
  codePointerKey,
  eventKey,
  formKey,
  type ItemKey,
  metaKey,
  paymentKey,
  resultPointerKey,
  taskKey,
} from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import { bookPartition } from '../../functions/report/counted.ts';
import { executionName } from '../../functions/task/approval-machine.ts';
import { waitFor } from '../../local/demo/wait.ts';
import { verifyTable } from '../../scripts/verify/verify-table.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { dossierIn, type Journey, startJourney } from '../support/place/journey.ts';
import { usePlace } from '../support/place/test-place.ts';
import { runScript } from '../support/run-script.ts';

/** Longer than any queue's visibility timeout, and the receives after which a message is given up. */
const ROUND_MS = 121_000;
const MOST_RECEIVES = 5;
const RESTART_DELAY_MS = 31_000;

/** The commands of operators, each as a process of its own, against a place that is up. Tests move the clock only after the last restart. */
describe('the commands of operators', () => {
  const here = usePlace();
  const quiet = () => undefined;

  const script = (name: string, ...args: string[]) => {
    const { DYNAMODB = '', SQS = '', SFN = '' } = here().surroundings.endpoints;
    return runScript(name, args, { DYNAMODB, SQS, SFN });
  };
  const table = () => here().inspection.tableName('Dossiers');
  const machine = () => here().surroundings.machine;
  const verify = async (...args: string[]) => {
    const { code, out, err } = await script('verify', '--table', table(), ...args);
    return { code, lines: out.trimEnd().split('\n'), err };
  };
  const whole = () => verify('--machine', machine(), ...deadLetterQueues().flatMap((url) => ['--queue', url]));
  const deadLetterQueues = () =>
    Object.entries(here().surroundings.queues).flatMap(([name, { url }]) =>
      /DeadLetters$|UnpublishedEvents|MissedSweeps/.test(name) ? [url] : [],
    );

  const { read, write, remove } = {
    read: async (Key: ItemKey): Promise<Item> => {
      const { Item } = await here().inspection.tables.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
      if (!Item) throw new Error(`there is no ${Key.pk} ${Key.sk}`);
      return Item;
    },
    write: async (Item: Item): Promise<void> => {
      await here().inspection.tables.send(new PutCommand({ TableName: table(), Item }));
    },
    remove: async ({ pk, sk }: ItemKey): Promise<void> => {
      await here().inspection.tables.send(new DeleteCommand({ TableName: table(), Key: { pk, sk } }));
    },
  };

  describe('verify', () => {
    let returned: Journey;
    let processing: Journey;
    beforeAll(async () => {
      returned = await dossierIn(here(), 'returned');
      await dossierIn(here(), 'new');
      await dossierIn(here(), 'payment-requested');
      processing = await dossierIn(here(), 'processing');
      await startJourney(here());
      await here().advance(0);
    });

    it('finds nothing wrong with what the cell wrote, in the table, its executions and its queues', async () => {
      const { code, lines } = await whole();
      expect(lines).toEqual([expect.stringMatching(/^verified 5 dossiers, \d+ items, \d+ events: no faults$/)]);
      expect(code).toBe(0);
    });

    /** Each breaks the table and says what is named, and which items to put back. */
    const replace = async (key: ItemKey, values: Item): Promise<void> => write({ ...(await read(key)), ...values });
    const breaks: readonly (readonly [
      string,
      () => Promise<{ readonly of: Journey; readonly fault: RegExp; readonly keys: readonly ItemKey[] }>,
    ])[] = [
      [
        'an event is gone',
        async () => {
          const key = eventKey(returned.dossierId, 4);
          await remove(key);
          return { of: returned, fault: /: of \d+ events 4 is missing$/, keys: [key] };
        },
      ],
      [
        'META has another state',
        async () => {
          const key = metaKey(returned.dossierId);
          await replace(key, { state: 'stopped' });
          return { of: returned, fault: /: state is "stopped", its history says "returned"$/, keys: [key] };
        },
      ],
      [
        'META is garbage',
        async () => {
          const key = metaKey(returned.dossierId);
          await write({ ...key, garbage: [1, { two: 'three' }] });
          return { of: returned, fault: /: META cannot be read: plan/, keys: [key] };
        },
      ],
      [
        'META is gone',
        async () => {
          const key = metaKey(returned.dossierId);
          await remove(key);
          return { of: returned, fault: /: has no META, but \d+ items: /, keys: [key] };
        },
      ],
      [
        'a payment is booked that the history does not know',
        async () => {
          const first = await read(paymentKey(returned.dossierId, 1));
          const key = paymentKey(returned.dossierId, 2);
          await write({ ...first, ...key, attempt: 2, reference: `${returned.dossierId}02` });
          return { of: returned, fault: /: 2 bookings settle 1 fees: /, keys: [key] };
        },
      ],
      [
        'a token waits for a task that was never opened',
        async () => {
          const { dossierId } = processing;
          const key = { pk: metaKey(dossierId).pk, sk: `TOKEN#0009#${'x'.repeat(16)}` };
          await write({ ...key, dossierId, taskId: `${dossierId}.9`, token: 't', heldAt: new Date().toISOString() });
          return { of: processing, fault: /: a token waits for \S+\.9, which was never opened$/, keys: [key] };
        },
      ],
      [
        'a task was closed by hand',
        async () => {
          const key = taskKey(processing.dossierId, 1);
          await replace(key, { state: 'closed', answer: 'POSITIVE', closedAt: new Date().toISOString() });
          return { of: processing, fault: /: the tasks is /, keys: [key] };
        },
      ],
      [
        'a deadline is gone',
        async () => {
          const key = metaKey(processing.dossierId);
          const { deadlineKey: _key, deadlineAt: _at, deadlineKind: _kind, ...rest } = await read(key);
          await write(rest);
          return { of: processing, fault: /: the deadline is absent, its history says /, keys: [key] };
        },
      ],
      [
        'a code leads nowhere',
        async () => {
          const { code } = await read(metaKey(processing.dossierId));
          const key = codePointerKey(String(code));
          await remove(key);
          return { of: processing, fault: /: its code \S+ leads nowhere: its pointer is missing$/, keys: [key] };
        },
      ],
      [
        'the code of a result leads to another dossier',
        async () => {
          const { resultCode } = await read(metaKey(returned.dossierId));
          const key = resultPointerKey(String(resultCode));
          await replace(key, { dossierId: processing.dossierId });
          return { of: returned, fault: /: the code of its result is that of another dossier, /, keys: [key] };
        },
      ],
    ];

    it.each(breaks)('names the dossier when %s', async (_, act) => {
      // Read before anything is broken, so that it can be put back.
      const before = new Map<string, Item>();
      for (const { dossierId } of [returned, processing]) {
        const { stored } = await readDossierItems(here().inspection, dossierId);
        for (const sk of stored.keys()) before.set(`${metaKey(dossierId).pk} ${sk}`, await read({ pk: metaKey(dossierId).pk, sk }));
        const { code, resultCode } = await read(metaKey(dossierId));
        for (const key of [codePointerKey(String(code)), ...(resultCode ? [resultPointerKey(String(resultCode))] : [])])
          before.set(`${key.pk} ${key.sk}`, await read(key));
      }
      const { of, fault, keys } = await act();
      const broken = await verify();
      for (const key of keys) {
        const item = before.get(`${key.pk} ${key.sk}`);
        await (item ? write(item) : remove(key));
      }
      expect(broken.code).toBe(1);
      const named = broken.lines.filter((line) => line.startsWith(`DOSSIER ${of.dossierId}: `));
      expect(named).toContainEqual(expect.stringMatching(fault));
      expect(broken.lines.at(-1)).toMatch(/: \d+ faults?$/);
      expect((await verifyTable(here().inspection.tables, table())).faults).toEqual([]);
    });
  });

  it('restart-executions orders a new run of an execution that somebody stopped, once, and the dossier reaches its result', async () => {
    const journey = await dossierIn(here(), 'processing');
    const { dossierId } = journey;
    await here().advance(0);
    const runs = async () => (await readDossierItems(here().inspection, dossierId)).meta.run;
    const order = (...args: string[]) => script('restart-executions', '--table', table(), '--machine', machine(), ...args);
    const executionArn = `${machine().replace(':stateMachine:', ':execution:')}:${executionName(dossierId, 1)}`;
    await here().inspection.sfn.send(new StopExecutionCommand({ executionArn }));
    const lost = await verify('--machine', machine());
    expect([lost.code, lost.lines[0]]).toEqual([1, `DOSSIER ${dossierId}: it is processing, and no execution of its run 1 runs (ABORTED)`]);

    const nowhere = await script('restart-executions', '--table', table(), '--machine', `${machine()}x`, '--dry-run');
    expect(nowhere).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^StateMachineDoesNotExist: /) });
    const planned = await order('--dry-run');
    expect([planned.code, planned.out.split('\n')[0]]).toEqual([0, `DOSSIER ${dossierId}: would order run 2 (the one before: ABORTED)`]);
    expect(await runs()).toBe(1);
    const both = await Promise.all([order(), order('--dossier', dossierId)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ out }) => out.includes('ordered run 2'))).toHaveLength(1);
    await waitFor('run 2', quiet, async () => ((await verify('--machine', machine())).code === 0 ? true : undefined));
    expect((await order()).out).toMatch(/^ordered 0 runs; of \d+ dossiers \d+ run\n$/);

    // The restart that the cell itself had put off comes too late, and knows it.
    await here().advance(RESTART_DELAY_MS);
    expect(await runs()).toBe(2);
    await journey.answerAll();
    await journey.decide({ decision: 'GRANT' });
    await journey.returned();
    expect((await order('--dossier', dossierId)).out).toBe(
      `DOSSIER ${dossierId}: skipped: it is returned\nordered 0 runs; of 1 dossiers 0 run\n`,
    );
  });

  it('recount finds that the counters agree with the history, and counts what somebody has taken out', async () => {
    const { dossierId } = await dossierIn(here(), 'returned');
    await here().advance(0);
    const inOrder = await script('recount', '--table', table());
    expect([inOrder.code, inOrder.out]).toEqual([0, expect.stringContaining('nothing differs')]);

    const { acceptedAt = '' } = (await readDossierItems(here().inspection, dossierId)).meta;
    await remove({ pk: bookPartition('G01.042.001', localDay(new Date(acceptedAt))), sk: dossierId });
    const planned = await script('recount', '--table', table(), '--dry-run');
    expect([planned.code, planned.out.split('\n')[0]]).toEqual([1, `DOSSIER ${dossierId}: is not counted`]);
    expect((await script('recount', '--table', table())).code).toBe(0);
    expect((await script('recount', '--table', table())).out).toContain('nothing differs');
  });

  it('redrive brings back what was given up, once its cause is gone; until then verify names it', async () => {
    const journey = await startJourney(here());
    const { dossierId } = journey;
    await journey.upload();
    const form = await read(formKey(dossierId));
    await remove(formKey(dossierId));
    const citizen = await here().as('citizen-renter');
    await citizen.post(`/citizen/dossiers/${dossierId}/submission`);
    const poison = randomUUID();
    await here().inspection.sqs.send(
      new SendMessageCommand({ QueueUrl: here().inspection.queueUrl('IdentityLookups'), MessageBody: `poison ${poison}` }),
    );
    const dead = async () => (await here().inspection.deadLetters())['IdentityLookupsDeadLetters'] ?? 0;
    for (let receive = 1; receive <= MOST_RECEIVES; receive += 1) {
      // Both were received and failed; they are out of sight until their timeout.
      await waitFor(`receive ${receive}`, quiet, async () => {
        const { visible, inFlight } = await here().inspection.depth('IdentityLookups');
        return visible === 0 && inFlight === 2 ? true : undefined;
      });
      await here().runtime.clock.advance(ROUND_MS);
    }
    await waitFor('two dead letters', quiet, async () => ((await dead()) === 2 ? true : undefined));

    const queue = here().inspection.queueUrl('IdentityLookupsDeadLetters');
    const found = await whole();
    expect(found.code).toBe(1);
    expect(found.lines).toContain(`DOSSIER ${dossierId}: FORM#0001 is missing`);
    expect(found.lines).toContainEqual(
      expect.stringMatching(new RegExp(`^DOSSIER ${dossierId}: its lookups wait \\(message \\S+ in \\S+\\)$`)),
    );
    expect(found.lines).toContainEqual(expect.stringMatching(/^QUEUE \S+: a message that no consumer here understands \(message \S+\)$/));
    expect(found.lines.join()).not.toContain(poison);

    const looked = await script('redrive', '--from', queue, '--dry-run', '--group-by', 'dossier');
    expect(looked.out).toMatch(new RegExp(`^  ${dossierId}: 1 \\(would move 1\\), the oldest from `, 'm'));
    expect(looked.out).toMatch(/^ {2}none: 1 \(would move 1\)/m);
    expect(await dead()).toBe(2);

    await write(form);
    const moved = await script('redrive', '--from', queue, '--group-by', 'dossier', '--only', dossierId);
    expect([moved.code, moved.out.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      expect.stringMatching(/^moved 1 message from \S+ to \S+; 1 stay$/),
    ]);
    await journey.until('the registers', ({ lookups }) => lookups === 'done');
    expect(await dead()).toBe(1);
    const left = await whole();
    expect(left.lines.filter((line) => line.startsWith('DOSSIER'))).toEqual([]);
    expect(left.lines).toHaveLength(2);
  });
});
