import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../scripts/republish/command-line.ts';

const given = {
  table: 'dossiers',
  topic: 'arn:aws:sns:ap-southeast-1:000000000000:events',
  cell: '42',
  from: '2026-11-23T09:00:00+07:00',
  to: '2026-11-23T03:00:00Z',
};
const order = (more: Partial<Record<keyof typeof given, string | undefined>> = {}, ...flags: string[]) =>
  readOrder([...Object.entries({ ...given, ...more }).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])), ...flags]);

describe('the command line of republish', () => {
  it('takes times of any offset and compares them in UTC', () => {
    expect(order()).toEqual({
      table: given.table,
      topic: given.topic,
      cell: '42',
      dryRun: false,
      window: { from: '2026-11-23T02:00:00.000Z', to: '2026-11-23T03:00:00.000Z' },
    });
    expect(order({}, '--dry-run')).toMatchObject({ dryRun: true });
  });

  it.each<[string, Parameters<typeof order>[0], string]>([
    ['no table', { table: undefined }, '--table is missing'],
    ['no topic', { topic: undefined }, '--topic is missing'],
    ['a queue for a topic', { topic: 'arn:aws:sqs:ap-southeast-1:000000000000:events' }, '--topic must be the ARN of a topic'],
    ['no cell', { cell: undefined }, '--cell is missing'],
    ['a name for a cell', { cell: 'Hà Tĩnh' }, '--cell must be'],
    ['a cell that is no province', { cell: '99' }, '--cell must be the two digits of a province'],
    ['a table of another cell', { table: 'Province01-State-Dossiers187B20A3-1X' }, '--table is of cell 01, by its name'],
    ['a topic of another cell', { topic: `${given.topic.replace('events', 'Province48-State-DossierEvents')}` }, '--topic is of cell 48'],
    ['a day for a time', { from: '2026-11-23' }, '--from must be a time'],
    ['a time without an offset', { to: '2026-11-23T10:00:00' }, '--to must be a time'],
    ['an end before the beginning', { to: '2026-11-23T01:59:59Z' }, '--to must be later'],
    ['an empty window', { to: given.from }, '--to must be later'],
  ])('refuses %s', (_, more, fault) => {
    expect(() => order(more)).toThrow(fault);
    expect(() => order(more)).toThrow('npm run republish -- --help');
  });

  it('takes a table and a topic whose names say that they are of the cell', () => {
    const named = {
      table: 'Province42-State-Dossiers187B20A3-1X',
      topic: given.topic.replace('events', 'Province42-State-DossierEvents9F'),
    };
    expect(order(named)).toMatchObject(named);
  });

  it('refuses a flag that it does not know', () => {
    expect(() => order({}, '--force')).toThrow('--force');
  });
});
