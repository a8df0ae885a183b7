import { describe, expect, it } from 'vitest';
import { type RedriveOrder, redrive } from '../../../scripts/redrive/redrive.ts';
import { deadLetters } from '../../support/dead-letter-bodies.ts';
import { countedUlid } from '../../support/fixed.ts';
import { letterOf, memoryLetters, memoryTarget } from '../../support/memory-letters.ts';

const one = deadLetters(countedUlid(1));
const other = deadLetters(countedUlid(2));
const order = (more: Partial<RedriveOrder> = {}): RedriveOrder => ({ groupBy: 'type', max: 100, dryRun: false, ...more });
const types = { submitted: one.submitted.type, concluded: one.concluded.type };

const letters = () =>
  memoryLetters(
    [one.submitted, other.submitted, one.concluded, one.poison].map((body, index) => letterOf(body, { sentAt: new Date(index * 1_000) })),
  );

describe('redriving dead letters', () => {
  it('sends each as it was, attributes included, and takes it away after that', async () => {
    const attributes = { type: { type: 'String', text: 'x' }, bytes: { type: 'Binary', bytes: Uint8Array.of(1, 2) } };
    const queue = memoryLetters([letterOf('a', { attributes }), letterOf('b')]);
    const target = memoryTarget();
    const done = await redrive({ queue, target }, order());
    expect(target.sent).toEqual([
      { body: 'a', attributes },
      { body: 'b', attributes: {} },
    ]);
    expect([done.moved, done.complete, queue.left()]).toEqual([2, true, []]);
  });

  it('unwraps what SNS could not deliver, so that its consumer gets what it expects', async () => {
    const target = memoryTarget();
    const inner = JSON.stringify(one.submitted);
    const queue = memoryLetters([letterOf({ Type: 'Notification', Message: inner })]);
    await redrive({ queue, target }, order());
    expect(target.sent.map(({ body }) => body)).toEqual([inner]);
  });

  it('moves one group alone, and leaves the others in sight', async () => {
    const queue = letters();
    const done = await redrive({ queue, target: memoryTarget() }, order({ only: types.submitted }));
    expect([done.moved, queue.left(), queue.held()]).toEqual([2, ['m3', 'm4'], []]);
    expect(done.groups).toEqual([
      { group: types.submitted, letters: 2, moved: 2, oldest: '1970-01-01T00:00:00.000Z' },
      { group: 'unknown', letters: 1, moved: 0, oldest: '1970-01-01T00:00:03.000Z' },
      { group: types.concluded, letters: 1, moved: 0, oldest: '1970-01-01T00:00:02.000Z' },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['type', one.submitted.type, ['m1', 'm2']],
    ['dossier', countedUlid(1), ['m1', 'm3']],
    ['dossier', 'none', ['m4']],
    ['reason', 'given up by its consumer', ['m1', 'm2', 'm3', 'm4']],
    ['body.data.code', 'x', ['m1', 'm2']],
    ['body.data.code', 'none', ['m3', 'm4']],
    ['body.data', 'none', ['m1', 'm2', 'm3', 'm4']],
  ])('groups by %s: %s', async (groupBy, only, expected) => {
    const queue = letters();
    await redrive({ queue, target: memoryTarget() }, order({ groupBy, only }));
    expect(queue.removed).toEqual(expected);
  });

  it('moves no more than it was told, and says that more stay', async () => {
    const queue = letters();
    const done = await redrive({ queue, target: memoryTarget() }, order({ max: 2 }));
    expect([done.moved, done.complete, queue.removed, queue.held()]).toEqual([2, false, ['m1', 'm2'], []]);
    expect(await redrive({ queue: letters(), target: memoryTarget() }, order({ max: 4 }))).toMatchObject({ moved: 4, complete: true });
  });

  it('moves nothing in a dry run, and counts what it would move', async () => {
    const queue = letters();
    const target = memoryTarget();
    const done = await redrive({ queue, target }, order({ dryRun: true, max: 3 }));
    expect([done.moved, done.complete, target.sent, queue.left().length, queue.held()]).toEqual([3, true, [], 4, []]);
    expect(done.groups.reduce((sum, { letters: count }) => sum + count, 0)).toBe(4);
  });

  it('keeps what could not be sent, and goes on with the rest', async () => {
    const queue = letters();
    const target = memoryTarget((body) => body.includes('concluded'));
    const done = await redrive({ queue, target }, order());
    expect([done.moved, done.failed, queue.left(), queue.held()]).toEqual([
      3,
      ['m3 could not be sent: Error: the message is too long'],
      ['m3'],
      [],
    ]);
  });

  it('leaves twice, never lost, what was sent and could not be taken away', async () => {
    const queue = letters();
    const target = memoryTarget();
    queue.failToRemove((id) => id === 'm2');
    const done = await redrive({ queue, target }, order());
    expect([target.sent.length, queue.left(), queue.held()]).toEqual([4, ['m2'], []]);
    expect(done.notRemoved).toEqual(['m2 was sent, but not taken away: Error: the queue does not answer']);
    queue.failToRemove(() => false);
    await redrive({ queue, target }, order());
    expect([target.sent.length, queue.left()]).toEqual([5, []]);
  });

  it('moves nothing that no redrive helps, and says what it is', async () => {
    const queue = memoryLetters([one.stream, one.sweep, one.submitted].map((body) => letterOf(body)));
    const target = memoryTarget();
    const done = await redrive({ queue, target }, order());
    expect([done.moved, queue.left()]).toEqual([1, ['m1', 'm2']]);
    expect(done.unmovable).toEqual([
      { kind: 'stream', from: '2026-11-23T02:00:00Z', to: '2026-11-23T02:10:00Z', records: 7 },
      { kind: 'sweep' },
    ]);
  });

  it('ends after the letter at hand when it is interrupted, and shows the others again', async () => {
    const queue = letters();
    const controller = new AbortController();
    const target = memoryTarget((body) => {
      if (body.includes('submitted')) controller.abort();
      return false;
    });
    const done = await redrive({ queue, target }, order(), controller.signal);
    expect([done.moved, done.end, done.complete, done.outOfSight]).toEqual([1, 'interrupted', false, 0]);
    expect([queue.removed, queue.held()]).toEqual([['m1'], []]);
  });
});
