import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** CloudWatch Logs counts this for each event beside its UTF-8 bytes. */
const EVENT_OVERHEAD_BYTES = 26;

/** A group's file is set aside as `<name>.old.log` (the one before is dropped) when it grows past this. */
const LARGEST_FILE_BYTES = 8 * 1024 * 1024;

/** The log groups of the local place: one file each. */
export type LogGroups = {
  /** Appends one log event. */
  write(group: string, line: string): void;
  /** Bytes written since the start, as CloudWatch Logs would count their ingestion. */
  bytes(): number;
  bytesByGroup(): Readonly<Record<string, number>>;
  stop(): void;
};

type OpenFile = { readonly descriptor: number; size: number };

/** @param directory where the files lie; made when absent */
export const openLogGroups = (directory: string, largestFileBytes = LARGEST_FILE_BYTES): LogGroups => {
  mkdirSync(directory, { recursive: true });
  const files = new Map<string, OpenFile>();
  const counted = new Map<string, number>();

  const pathOf = (group: string, suffix: string) => join(directory, `${group.replace(/^\//, '').replaceAll(/[^\w.-]/g, '_')}${suffix}`);

  const open = (group: string): OpenFile => {
    const descriptor = openSync(pathOf(group, '.log'), 'a');
    const file = { descriptor, size: fstatSync(descriptor).size };
    files.set(group, file);
    return file;
  };

  const fileOf = (group: string): OpenFile => {
    const file = files.get(group) ?? open(group);
    if (file.size < largestFileBytes) return file;
    closeSync(file.descriptor);
    renameSync(pathOf(group, '.log'), pathOf(group, '.old.log'));
    return open(group);
  };

  return {
    write: (group, line) => {
      counted.set(group, (counted.get(group) ?? 0) + Buffer.byteLength(line) + EVENT_OVERHEAD_BYTES);
      const file = fileOf(group);
      file.size += writeSync(file.descriptor, `${line}\n`);
    },
    bytes: () => [...counted.values()].reduce((sum, bytes) => sum + bytes, 0),
    bytesByGroup: () => Object.fromEntries(counted),
    stop: () => {
      for (const { descriptor } of files.values()) closeSync(descriptor);
      files.clear();
    },
  };
};
