import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../scripts/command-line/command.ts';
import { redriveCommand } from '../../../scripts/redrive/command-line.ts';
import type { Redriven } from '../../../scripts/redrive/redrive.ts';
import { tellRedriven } from '../../../scripts/redrive/tell-redriven.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const nothing: Redriven = { moved: 0, groups: [], failed: [], notRemoved: [], unmovable: [], complete: true, end: 'all', outOfSight: 0 };

const told = (done: Partial<Redriven>, ...flags: string[]) => {
  const order = readCommand(redriveCommand, ['--from', 'LookupsDeadLetters', ...flags]);
  if (order === 'help') throw new Error('help was not asked for');
  return tellRedriven({ ...nothing, ...done }, { order, from: 'LookupsDeadLetters', to: 'Lookups', now });
};
const group = (name: string, letters: number, moved: number, oldest: string) => ({ group: name, letters, moved, oldest });

describe('what an operator is told of a redrive', () => {
  it('is each group with its oldest, and what stays', () => {
    const groups = [group('a', 3, 2, '2026-11-21T11:00:00.000Z'), group('b', 1, 0, '2026-11-23T11:59:30.000Z')];
    expect(told({ moved: 2, groups })).toEqual({
      out: [
        '  a: 3 (moved 2), the oldest from 2026-11-21T11:00:00.000Z, 2 d ago',
        '  b: 1 (moved 0), the oldest from 2026-11-23T11:59:30.000Z, 30 s ago',
        'moved 2 messages from LookupsDeadLetters to Lookups; 2 stay',
      ],
      err: [],
    });
    expect(told({ moved: 2, groups }, '--dry-run').out.at(-1)).toBe('would move 2 messages from LookupsDeadLetters to Lookups; 4 there');
    expect(told({ moved: 5, groups, complete: false, end: 'enough' }, '--max', '5').out.at(-1)).toMatch(/; more stay: --max is 5$/);
  });

  it('is that not all were looked at, and what is out of sight', () => {
    const { out, err } = told({ moved: 1, complete: false, end: 'interrupted', outOfSight: 2 });
    expect(out.at(-1)).toMatch(/; more may stay: it was interrupted$/);
    expect(err).toEqual([
      '2 messages could not be shown again, and will be in sight within two minutes',
      'not every message was looked at: run it again',
    ]);
  });

  it('is the window to republish where places in the stream lie in the queue', () => {
    const stream = (from: string, to: string) => ({ kind: 'stream' as const, from, to, records: 3 });
    const { err } = told({
      unmovable: [stream('2026-11-23T02:00:10Z', '2026-11-23T02:00:20Z'), stream('2026-11-23T01:00:00Z', '2026-11-23T01:30:00Z')],
    });
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(
      /^2 messages for places .* where 6 events could not be published.*npm run republish .*--from 2026-11-23T00:55:00Z --to 2026-11-23T02:05:00Z/,
    );
  });

  it('is to delete messages of missed sweeps', () => {
    expect(told({ unmovable: [{ kind: 'sweep' }] }).err).toEqual([
      expect.stringMatching(/^1 message of missed sweeps .* delete the messages/),
    ]);
  });

  it('is every letter that did not move', () => {
    expect(told({ failed: ['m1 could not be sent'], notRemoved: ['m2 was sent'] }).err).toEqual(['m1 could not be sent', 'm2 was sent']);
  });
});
