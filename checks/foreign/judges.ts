import { join } from 'node:path';
import { type PythonEnvironment, pythonEnvironment } from '../support/python.ts';

/**
 * What is installed beside each other; apart, since they ask for different versions of libraries they share: `judges` (moto's engine and
 * the linters of templates), `api` (schemathesis) and `pdf` (pyHanko, PDFium, ZXing).
 */
export const judgesOf = async (name: 'judges' | 'api' | 'pdf', tell: (line: string) => void): Promise<PythonEnvironment> => {
  const requirements = join(import.meta.dirname, 'requirements');
  return pythonEnvironment(
    {
      name: `foreign-${name}`,
      requirements: join(requirements, `${name}.txt`),
      constraints: join(requirements, `${name}.constraints.txt`),
    },
    tell,
  );
};
