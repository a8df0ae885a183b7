import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

/** What tells a procedure from others; the rest is read when it is first asked for (functions/procedure/catalogue.ts). */
const ProcedureFile = z.looseObject({ id: z.string(), version: z.iso.date() });

/**
 * Every procedure file of a folder, in the order of their names: a procedure is one JSON file, and nothing lists them.
 * @throws naming the folder that has none, or the file that is no procedure
 */
export const readProcedures = (folder: string): z.infer<typeof ProcedureFile>[] => {
  const files = globSync('*.json', { cwd: folder }).sort();
  if (files.length === 0) throw new Error(`there is no procedure in ${folder}`);
  return files.map((file) => {
    const path = resolve(folder, file);
    const { data, error } = ProcedureFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (error) throw new Error(`${path} is no procedure: ${z.prettifyError(error)}`);
    return data;
  });
};

/** The procedures of this repository. A deployed function has in their place what was bundled with it (infra/bundle/bundled-code.ts). */
export default readProcedures(resolve(import.meta.dirname, 'procedures'));
