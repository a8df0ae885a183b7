import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isObject } from '../dynamodb/json-fields.ts';
import type { StreamPosition } from '../dynamodb/streams.ts';

/** How far each event source mapping has come in its stream, in one file that survives kill -9. */
type StreamPositions = {
  read(mapping: string): StreamPosition | undefined;
  write(mapping: string, position: StreamPosition): void;
};

const parse = (file: string): Record<string, unknown> => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  const value: unknown = JSON.parse(text);
  return isObject(value) ? { ...value } : {};
};

/**
 * Several mappings share a file: each write takes what is there, adds its own and puts the whole in place by a rename, in one
 * turn of the event loop.
 */
export const openStreamPositions = (file: string): StreamPositions => ({
  read(mapping) {
    const value = parse(file)[mapping];
    if (!isObject(value)) return undefined;
    const { stream, shard, sequence } = value;
    return typeof stream === 'string' && typeof shard === 'string' && typeof sequence === 'string'
      ? { stream, shard, sequence }
      : undefined;
  },
  write(mapping, position) {
    writeFileSync(`${file}.new`, JSON.stringify({ ...parse(file), [mapping]: position }, undefined, 1));
    renameSync(`${file}.new`, file);
  },
});
