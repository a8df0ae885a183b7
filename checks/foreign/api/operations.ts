import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isRecord } from '../templates/finding.ts';

const docs = resolve(import.meta.dirname, '../../../docs');

/** The published description of each cell's API. */
export const DESCRIPTIONS = { province: resolve(docs, 'openapi.json'), national: resolve(docs, 'openapi-national.json') } as const;

/** Paths of the operations of a description, with how many operations there are. */
export const operationsOf = (description: unknown): { readonly paths: readonly string[]; readonly count: number } => {
  const paths = isRecord(description) ? description['paths'] : undefined;
  if (!isRecord(paths)) throw new Error('the description has no paths');
  return {
    paths: Object.keys(paths).sort(),
    count: Object.values(paths).reduce<number>((sum, item) => sum + (isRecord(item) ? Object.keys(item).length : 0), 0),
  };
};

export const readDescription = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
