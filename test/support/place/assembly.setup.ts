import type { TestProject } from 'vitest/node';
import { synthesize } from '../../../local/synthesize.ts';
import { PROVINCE } from './cell.ts';
import { scratchFolder } from './scratch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the cloud assembly that this run's places boot. */
    readonly assembly: string;
  }
}

/** Synthesizes the app once for all places of a run; gives what removes it again. */
export default async (project: TestProject): Promise<() => void> => {
  const folder = scratchFolder('assembly');
  await synthesize(folder.path, PROVINCE);
  project.provide('assembly', folder.path);
  return () => folder.remove();
};
