import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HttpContract } from '../../functions/platform/http-contract.ts';

const functionsFolder = resolve(import.meta.dirname, '../../functions');

// biome-ignore lint/suspicious/noExplicitAny: a contract of any path, query, headers and body
type AnyContract = HttpContract<any, any, any, any>;

const isContract = (value: unknown): value is AnyContract =>
  typeof value === 'object' && value !== null && 'operation' in value && 'answers' in value && 'problems' in value;

/** Every HTTP contract of the product, by operation. @throws when two contracts describe one operation */
export const findContracts = async (): Promise<ReadonlyMap<string, AnyContract>> => {
  const files = readdirSync(functionsFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.contract.ts'))
    .sort();
  const contracts = new Map<string, AnyContract>();
  for (const file of files) {
    const module: Record<string, unknown> = await import(resolve(functionsFolder, file));
    for (const contract of Object.values(module).filter(isContract)) {
      if (contracts.has(contract.operation)) throw new Error(`${contract.operation} has two contracts; one is in ${file}`);
      contracts.set(contract.operation, contract);
    }
  }
  return contracts;
};
