import { describe, expect, it } from 'vitest';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { at, type DeadlineBench, deadlineBench, minuteAfter } from './deadline-bench.ts';

const change =
  (sk: string, values: Item) =>
  (item: Item): Item =>
    item['sk'] === sk ? { ...item, ...values } : item;
const drop = (sk: string) => (item: Item) => (item['sk'] === sk ? undefined : item);
const deadlineAt = (kind: string, moment: string) =>
  change('META', { deadlineKind: kind, deadlineAt: moment, deadlineKey: moment.slice(0, 13) });
const withoutDeadline = ({ deadlineKind: _, deadlineAt: __, deadlineKey: ___, ...item }: Item): Item => item;

const drafted = async (): Promise<readonly [DeadlineBench, string]> => {
  const cell = deadlineBench();
  const dossierId = await cell.dossierIn('processing');
  await cell.sweepAt(minuteAfter(at.percent70));
  await cell.sweepAt(minuteAfter(at.apology));
  return [cell, dossierId];
};

describe('the checker of the table names', () => {
  it.each<[string, (item: Item) => Item | undefined, string]>([
    ['a deadline that is gone', withoutDeadline, 'the deadline is absent'],
    ['one that was told already', deadlineAt('escalation-70', at.percent70), 'the deadline is escalation-70'],
    ['one that leaves the next one out', deadlineAt('processing', at.due), 'its history says escalation-90'],
    ['one at another time', deadlineAt('escalation-90', '2026-12-02T04:16:00.000Z'), 'its history says escalation-90'],
    ['one of another state', deadlineAt('supplement', '2026-12-02T04:00:00.000Z'), 'the deadline is supplement'],
    ['a due time that nobody put off', change('META', { dueAt: '2026-12-09T02:00:00.000Z' }), 'dueAt is'],
    ['an extension that nobody signed', change('META', { extension: 'IN_TIME' }), 'extension is'],
    ['a draft that META does not know', change('META', { apology: undefined }), 'apology is'],
    ['a draft that is not there', drop('EXTENSION'), 'EXTENSION is missing'],
    ['a draft in no inbox', change('EXTENSION', { inboxKey: undefined, inboxAt: undefined }), 'EXTENSION'],
    ['a task that ends at another time', change('TASK#0001', { dueAt: at.percent90, inboxAt: at.percent90 }), 'the end of'],
  ])('%s', async (_name, spoil, expected) => {
    const [cell, dossierId] = await drafted();
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
    expect(faultsInMemory(cell.ledger, dossierId, spoil).join('\n')).toContain(expected);
  });

  it('tasks that an extension has left behind', async () => {
    const [cell, dossierId] = await drafted();
    await cell.extend(dossierId);
    expect(faultsInMemory(cell.ledger, dossierId, change('TASK#0002', { dueAt: at.due, inboxAt: at.due })).join('\n')).toContain(
      'the end of',
    );
    expect(faultsInMemory(cell.ledger, dossierId, deadlineAt('processing', at.due)).join('\n')).toContain('the deadline is processing');
  });

  it('a deadline of a dossier that has ended', async () => {
    const cell = deadlineBench();
    const dossierId = await cell.dossierIn('processing');
    await cell.conclude(dossierId);
    expect(faultsInMemory(cell.ledger, dossierId, deadlineAt('processing', at.due)).join('\n')).toContain('deadline');
  });
});
