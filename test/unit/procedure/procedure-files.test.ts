import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProcedures } from '../../../catalogue/procedures.ts';

describe('a folder of procedures', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mot-cua-procedures-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));

  it('gives every procedure that lies there, by the names of the files, with all that it says', () => {
    file('b.json', { id: 'second', version: '2026-01-01', fees: [] });
    file('a.json', { id: 'first', version: '2026-01-01' });
    file('notes.txt', 'no procedure');
    expect(readProcedures(folder)).toEqual([
      { id: 'first', version: '2026-01-01' },
      { id: 'second', version: '2026-01-01', fees: [] },
    ]);
  });

  it('is refused when nothing lies there', () => {
    expect(() => readProcedures(folder)).toThrow(`there is no procedure in ${folder}`);
  });

  it('is refused with the name of a file that is no procedure', () => {
    file('odd.json', { id: 'odd', version: 'newest' });
    expect(() => readProcedures(folder)).toThrow(/odd\.json is no procedure:[\s\S]*version/);
  });
});
