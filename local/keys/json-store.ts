import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject } from '../assembly/json.ts';

/**
 * Named records in one JSON file that only its owner may read. Every change replaces the file as a whole, so a kill leaves the
 * old or the new one.
 */
export const openJsonStore = <T>(file: string) => {
  const records = new Map<string, T>();
  if (existsSync(file)) {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isObject(stored)) throw new Error(`${file} does not hold a JSON object`);
    // The file is written below and by nobody else.
    for (const [name, record] of Object.entries(stored)) records.set(name, record as T);
  }
  const write = () => {
    mkdirSync(dirname(file), { recursive: true });
    const next = `${file}.next`;
    const handle = openSync(next, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(Object.fromEntries(records), undefined, 1));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, file);
  };
  return {
    get: (name: string): T | undefined => records.get(name),
    values: (): T[] => [...records.values()],
    set: (name: string, record: T): void => {
      records.set(name, record);
      write();
    },
  };
};
