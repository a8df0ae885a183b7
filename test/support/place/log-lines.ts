import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestPlace } from './test-place.ts';

/** Every line that the functions and APIs of a place have logged so far. */
export const logLines = ({ dataDir }: Pick<TestPlace, 'dataDir'>): readonly string[] => {
  const folder = join(dataDir, 'logs');
  return readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean));
};
