import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isRecord } from '../templates/finding.ts';

export const DESCRIPTION = resolve(import.meta.dirname, '../../../docs/openapi.json');

export type Operation = { readonly method: string; readonly path: string; readonly secured: boolean };

/** The operations of the published description. */
export const readOperations = (): Operation[] => {
  const description: unknown = JSON.parse(readFileSync(DESCRIPTION, 'utf8'));
  const paths = isRecord(description) ? description['paths'] : undefined;
  if (!isRecord(paths)) throw new Error(`${DESCRIPTION} has no paths`);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(isRecord(item) ? item : {})
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        secured: isRecord(operation) && Array.isArray(operation['security']) && operation['security'].length > 0,
      })),
  );
};
