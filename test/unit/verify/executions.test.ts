import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { executionFaults } from '../../../scripts/verify/execution-faults.ts';
import { verify } from '../../../scripts/verify/verify.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';
import { storedDossier, type Way } from '../../support/stored-dossier.ts';
import { type MemoryTable, memoryTable } from './memory-table.ts';

const dossierId = countedUlid(1);

/** Long after everything that happens to the dossiers below. */
const later = new Date('2026-11-24T02:00:00.000Z');
const token = (n: number) => ({
  pk: `DOSSIER#${dossierId}`,
  sk: tokenSortKey(n),
  dossierId,
  taskId: `${dossierId}.${n}`,
  token: `token-${n}`,
  heldAt: '2026-11-23T02:12:00.000Z',
});
const tokenSortKey = (n: number): string => `TOKEN#000${n}#${createHash('sha256').update(`token-${n}`).digest('base64url').slice(0, 16)}`;

/** Faults of a dossier of which the list says `listed` and the execution itself says `status`. */
const judged = async (
  way: Way,
  listed: readonly string[],
  status: Readonly<Record<string, string>>,
  { now = new Date('2026-11-23T02:20:00.000Z'), change = () => undefined }: { now?: Date; change?: (table: MemoryTable) => void } = {},
) => {
  const table = memoryTable(...(await storedDossier(way)));
  change(table);
  const asked: string[] = [];
  const remarks: string[] = [];
  const statusOf = async (name: string) => {
    asked.push(name);
    return status[name];
  };
  const executions = executionFaults({ table, machine: { statusOf }, running: new Set(listed), now }, remarks);
  const { faults } = await verify(table, { pause: noPause, beside: executions.ofDossiers });
  return { faults: [...faults, ...(await executions.ofStrangers())], remarks, asked };
};
const first = `${dossierId}-1`;

describe('dossiers and their executions', () => {
  it('agree: nobody is asked anything', async () => {
    expect(await judged('processing', [first], { [first]: 'RUNNING' })).toEqual({ faults: [], remarks: [], asked: [] });
    expect(await judged('returned', [], { [first]: 'SUCCEEDED' })).toEqual({ faults: [], remarks: [], asked: [] });
    expect(await judged('draft', [], {})).toEqual({ faults: [], remarks: [], asked: [] });
  });

  it.each(['ABORTED', 'FAILED', 'TIMED_OUT', 'SUCCEEDED'])(
    'are told when the execution of a dossier with the agencies is %s',
    async (status) => {
      const { faults } = await judged('processing', [], { [first]: status });
      expect(faults).toEqual([{ dossierId, fault: `it is processing, and no execution of its run 1 runs (${status})` }]);
    },
  );

  it('are told when it was never started', async () => {
    const { faults } = await judged('processing', [], {});
    expect(faults).toEqual([{ dossierId, fault: 'it is processing, and no execution of its run 1 runs (there is none)' }]);
  });

  it('are told when one runs for a dossier that is at its end', async () => {
    const { faults } = await judged('returned', [first], { [first]: 'RUNNING' });
    expect(faults).toEqual([{ dossierId, fault: 'it is returned, and the execution of its run 1 still runs' }]);
  });

  it('are a remark where only the list is late', async () => {
    const late = [`DOSSIER ${dossierId}: the list of executions was late about run 1`];
    expect(await judged('processing', [], { [first]: 'RUNNING' })).toMatchObject({ faults: [], remarks: late });
    expect(await judged('returned', [first], { [first]: 'SUCCEEDED' })).toMatchObject({ faults: [], remarks: late });
  });

  it('are told of executions that no dossier answers for, unless those have ended meanwhile', async () => {
    const strangers = ['by-hand', `${countedUlid(9)}-1`, `${dossierId}-4`];
    const running = Object.fromEntries([first, ...strangers].map((name) => [name, 'RUNNING']));
    expect((await judged('processing', [first, ...strangers], running)).faults).toEqual([
      { fault: 'EXECUTION by-hand: runs for no dossier' },
      { fault: `EXECUTION ${countedUlid(9)}-1: runs for no dossier` },
      { dossierId, fault: 'run 4 still runs, though run 1 was ordered' },
    ]);
    expect((await judged('processing', [first, ...strangers], { [first]: 'RUNNING' })).faults).toEqual([]);
  });

  describe('that wait with a token', () => {
    const runs = { [first]: 'RUNNING' };
    const hold =
      (...numbers: number[]) =>
      ({ put }: MemoryTable) => {
        for (const n of numbers) put(token(n));
      };
    const lost = (n: number) => [{ dossierId, fault: `its execution runs, but no token is held for ${dossierId}.${n}` }];

    it('are in order while the table holds one for every open task', async () => {
      expect((await judged('processing', [first], runs, { now: later, change: hold(1, 2, 3) })).faults).toEqual([]);
    });

    it('are told when the token of an open task is lost', async () => {
      expect((await judged('processing', [first], runs, { now: later, change: hold(1, 3) })).faults).toEqual(lost(2));
    });

    it('are told when the dossier is decided and the execution still waits for an answer that it was not told of', async () => {
      const { faults } = await judged('decided', [first], runs, { now: later });
      expect(faults).toEqual([{ dossierId, fault: 'it was decided at 2026-11-23T02:24:00.000Z, and its execution still runs' }]);
    });

    it('are given 15 minutes for it', async () => {
      const [started, decided] = ['2026-11-23T02:26:00.000Z', '2026-11-23T02:39:00.000Z'].map((at) => new Date(at));
      expect((await judged('processing', [first], runs, { now: started })).faults).toEqual([]);
      expect((await judged('decided', [first], runs, { now: decided })).faults).toEqual([]);
      expect((await judged('processing', [first], runs, { now: new Date(Number(started) + 60_001) })).faults).toEqual(lost(1));
      expect((await judged('decided', [first], runs, { now: new Date(Number(decided) + 1) })).faults).toHaveLength(1);
    });

    it('are no fault where the execution has ended, or the dossier went on, before it is read again', async () => {
      expect((await judged('decided', [first], { [first]: 'SUCCEEDED' }, { now: later })).faults).toEqual([]);
      const change = (table: MemoryTable) => table.beforeReread(() => hold(1, 2, 3)(table));
      expect((await judged('processing', [first], runs, { now: later, change })).faults).toEqual([]);
    });
  });
});
