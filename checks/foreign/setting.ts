import { join } from 'node:path';
import { synthesize } from '../../local/synthesize.ts';
import type { PythonEnvironment } from '../support/python.ts';
import type { Report } from '../support/report.ts';
import { judgesOf } from './judges.ts';

export const PROVINCE = '42';

/** What the parts of the check share; each thing is made when the first part asks for it. */
export type Setting = {
  readonly report: Report;
  /** A folder of this name for a part's own files. */
  folder(name: string): string;
  /** The virtual environment of some judges. */
  judges(name: 'judges' | 'api' | 'pdf'): Promise<PythonEnvironment>;
  /** Folder of the cloud assembly of a province's and the nation's cell. */
  assembly(): Promise<string>;
};

export const openSetting = (report: Report, folder: string): Setting => {
  const environments = new Map<string, Promise<PythonEnvironment>>();
  let assembly: Promise<string> | undefined;
  return {
    report,
    folder: (name) => join(folder, name),
    judges: (name) => {
      const made = environments.get(name) ?? report.step(`the Python environment ${name}`, () => judgesOf(name, report.tell));
      environments.set(name, made);
      return made;
    },
    assembly: () => {
      assembly ??= report.step('the app synthesizes', async () => {
        const out = join(folder, 'cdk.out');
        await synthesize(out, PROVINCE);
        return out;
      });
      return assembly;
    },
  };
};
