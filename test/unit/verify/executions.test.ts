import { describe, expect, it } from 'vitest';
import { executionFaults } from '../../../scripts/verify/execution-faults.ts';
import { verify } from '../../../scripts/verify/verify.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';
import { storedDossier, type Way } from '../../support/stored-dossier.ts';
import { memoryTable } from './memory-table.ts';

const dossierId = countedUlid(1);

/** Faults of a dossier of which the list says `listed` and the execution itself says `status`. */
const judged = async (way: Way, listed: readonly string[], status: Readonly<Record<string, string>>) => {
  const table = memoryTable(...(await storedDossier(way)));
  const asked: string[] = [];
  const remarks: string[] = [];
  const statusOf = async (name: string) => {
    asked.push(name);
    return status[name];
  };
  const executions = executionFaults({ table, machine: { statusOf }, running: new Set(listed) }, remarks);
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
});
