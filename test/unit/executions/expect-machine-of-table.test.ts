import { describe, expect, it } from 'vitest';
import { expectMachineOfTable } from '../../../scripts/executions/expect-machine-of-table.ts';
import { countedUlid } from '../../support/fixed.ts';
import { storedDossier } from '../../support/stored-dossier.ts';
import { memoryTable } from '../verify/memory-table.ts';

const calls = (cell: string) => `{"FunctionName":"arn:aws:lambda:ap-southeast-1:1:function:Province${cell}-Service-TaskHoldTaskToken-1X"}`;
const own = `${countedUlid(1)}-1`;
const foreign = [`${countedUlid(8)}-1`, `${countedUlid(9)}-2`, 'by-hand'];

const judged = async (definition: string, executions: readonly string[], name = 'Province42-State-Dossiers187B20A3-1X') =>
  expectMachineOfTable({ definition, executions }, { name, table: memoryTable(...(await storedDossier('processing'))) });

describe('a state machine', () => {
  it('is that of the table when its functions are the same cell’s, and when it ran one of the table’s dossiers', async () => {
    expect(await judged(calls('42'), [])).toBeUndefined();
    expect(await judged('{}', [...foreign, own], 'dossiers')).toBeUndefined();
  });

  it('is refused when its functions are another cell’s', async () => {
    await expect(judged(calls('01'), [])).rejects.toThrow('the state machine is of cell 01, the table of cell 42');
  });

  it('is refused when the table has none of the dossiers that it ran', async () => {
    await expect(judged('{}', foreign, 'dossiers')).rejects.toThrow('the state machine is of another cell');
  });

  it('is remarked on where nothing tells', async () => {
    expect(await judged('{}', ['by-hand'], 'dossiers')).toMatch(/^nothing was run by the state machine yet/);
  });
});
