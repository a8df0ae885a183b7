import { expect } from 'vitest';
import { verifyTable } from '../../../scripts/verify/verify-table.ts';
import type { TestPlace } from './test-place.ts';

/** Expects that nothing in the whole table of dossiers contradicts itself, once nothing is under way. */
export const expectTableWhole = async ({ advance, inspection }: Pick<TestPlace, 'advance' | 'inspection'>): Promise<void> => {
  await advance(0);
  const { dossiers, faults } = await verifyTable(inspection.tables, inspection.tableName('Dossiers'));
  expect(faults).toEqual([]);
  expect(dossiers).toBeGreaterThan(0);
};
