import { expect } from 'vitest';
import { readDossierItems } from '../dossier-items.ts';
import type { Inspection } from './inspection.ts';

/** Facts that a dossier's history may hold several times: one answer for each of the three consulted agencies. */
const expected: Readonly<Record<string, number>> = { 'task.answered': 3 };

/** Expects every fact of a returned dossier's history once, where nobody meant it twice. */
export const expectNothingTwice = async (inspection: Inspection, dossierId: string): Promise<void> => {
  const { events } = await readDossierItems(inspection, dossierId);
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  expect([...counts].filter(([type, count]) => count !== (expected[type] ?? 1))).toEqual([]);
};
