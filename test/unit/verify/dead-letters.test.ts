import { describe, expect, it } from 'vitest';
import { deadLetterFaults } from '../../../scripts/verify/dead-letter-faults.ts';
import { explain } from '../../../scripts/verify/explain.ts';
import { deadLetters, recordedScan } from '../../support/dead-letter-bodies.ts';
import { countedUlid } from '../../support/fixed.ts';
import { letterOf, memoryLetters } from '../../support/memory-letters.ts';
import { storedDossier, type Way } from '../../support/stored-dossier.ts';
import { memoryTable } from './memory-table.ts';

const dossierId = countedUlid(1);
const letters = deadLetters(dossierId);
type Name = keyof typeof letters;

const judged = async (name: Name, way: Way, change: (table: ReturnType<typeof memoryTable>) => void = () => undefined) => {
  const table = memoryTable(...(await storedDossier(way)));
  change(table);
  return explain(letterOf(letters[name]), table);
};

describe('a dead letter', () => {
  it.each<[Name, Way, Way]>([
    ['submitted', 'draft', 'new'],
    ['lookups', 'draft', 'payment-requested'],
    ['concluded', 'processed', 'returned'],
    ['reminder', 'processed', 'returned'],
    ['started', 'decided', 'processed'],
    ['answered', 'decided', 'processed'],
    ['deadlinePassed', 'processing', 'returned'],
    ['restartDue', 'processing', 'processed'],
    ['executionEnded', 'processing', 'returned'],
    ['taskOpened', 'processing', 'decided'],
  ])('of %s stands for something undone while the dossier is %s, and for nothing when it is %s', async (name, undone, done) => {
    // A draft has no lookups yet: waiting ones stand in a dossier that was just submitted.
    const waiting = undone === 'draft';
    const before = await judged(name, waiting ? 'new' : undone, (table) => {
      if (waiting) table.change(`DOSSIER#${dossierId} META`, { lookups: 'waiting' });
    });
    expect([before.explained, before.dossierId]).toEqual([false, dossierId]);
    expect(await judged(name, done)).toMatchObject({ explained: true, dossierId });
  });

  it('of a run is explained by a newer one', async () => {
    for (const name of ['started', 'restartDue', 'executionEnded'] as const)
      expect(await judged(name, 'processing', (table) => table.change(`DOSSIER#${dossierId} META`, { run: 2 }))).toMatchObject({
        explained: true,
        why: 'run 2 came after run 1',
      });
    expect(await judged('restarted', 'processing', (table) => table.change(`DOSSIER#${dossierId} META`, { run: 2 }))).toMatchObject({
      explained: false,
    });
  });

  it('of a scan is explained by the verdict that was recorded', async () => {
    expect(await judged('scan', 'new')).toMatchObject({ explained: false });
    expect(await judged('scan', 'new', (table) => table.put(recordedScan(dossierId)))).toMatchObject({ explained: true });
  });

  it('of a missed sweep is explained once its hour was swept', async () => {
    const swept = (bucket: string) => judged('sweep', 'draft', (table) => table.put({ pk: 'SWEEP', sk: 'DEADLINES', bucket }));
    expect([(await swept('2026-11-23T02')).explained, (await swept('2026-11-23T03')).explained]).toEqual([false, true]);
    expect(await judged('sweep', 'draft')).toMatchObject({ explained: false });
  });

  it('about nothing of the cell is explained', async () => {
    const execution = { ...letters.executionEnded, detail: { name: 'by-hand', status: 'FAILED' } };
    expect(await explain(letterOf(execution), memoryTable())).toMatchObject({ explained: true });
  });

  it.each<[Name, string]>([
    ['stream', 'npm run republish'],
    ['poison', 'no consumer here understands'],
    ['reissued', 'has no consumer that is known here'],
  ])('of %s is never explained', async (name, why) => {
    const said = await judged(name, 'returned');
    expect([said.explained, said.why.includes(why)]).toEqual([false, true]);
  });

  it.each<[string, (table: ReturnType<typeof memoryTable>) => void]>([
    ['there is no such dossier', (table) => table.remove(`DOSSIER#${dossierId} META`)],
    ['its META cannot be read', (table) => table.change(`DOSSIER#${dossierId} META`, { state: 7 })],
  ])('is not explained when %s', async (why, change) => {
    const said = await judged('submitted', 'returned', change);
    expect([said.explained, said.why.includes(why)]).toEqual([false, true]);
  });
});

describe('a dead letter queue', () => {
  it('is told letter by letter, and left as it is', async () => {
    const queue = memoryLetters([letters.submitted, letters.concluded, letters.poison].map((body) => letterOf(body)));
    const table = memoryTable(...(await storedDossier('processed')));
    expect(await deadLetterFaults('Deliveries', queue, table)).toEqual({
      letters: 3,
      explained: 1,
      faults: [
        { dossierId, fault: 'its result was not delivered (message m2 in Deliveries)' },
        { fault: 'QUEUE Deliveries: a message that no consumer here understands (message m3)' },
      ],
    });
    expect([queue.left().length, queue.held()]).toEqual([3, []]);
  });

  it('is not clean while messages in it cannot be looked at', async () => {
    const table = memoryTable(...(await storedDossier('returned')));
    const { faults } = await deadLetterFaults('Deliveries', memoryLetters([]), table, { hidden: { held: 2, delayed: 1 } });
    expect(faults).toEqual([
      { fault: 'QUEUE Deliveries: 2 messages are held by somebody who looks, or looked, at them: look again in two minutes' },
      { fault: 'QUEUE Deliveries: 1 messages are delayed and cannot be looked at yet' },
    ]);
  });

  it('is not clean where the looking came to no end, or left messages out of sight', async () => {
    const table = memoryTable(...(await storedDossier('returned')));
    const queue = memoryLetters([letterOf(letters.concluded)]);
    queue.failToRelease(() => true);
    const signal = AbortSignal.abort();
    expect((await deadLetterFaults('Deliveries', queue, table)).faults).toEqual([
      { fault: 'QUEUE Deliveries: 1 messages could not be shown again; they come back within two minutes' },
    ]);
    expect((await deadLetterFaults('Deliveries', queue, table, { signal })).faults).toEqual([
      { fault: 'QUEUE Deliveries: the looking was interrupted; some messages were not looked at' },
    ]);
  });
});
