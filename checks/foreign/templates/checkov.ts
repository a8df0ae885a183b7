import { basename } from 'node:path';
import { run } from '../../support/child-process.ts';
import type { PythonEnvironment } from '../../support/python.ts';
import { type Finding, isRecord, recordsOf, textOf } from './finding.ts';

const findingOf = (check: Record<string, unknown>): Finding => ({
  linter: 'checkov',
  id: textOf(check, 'check_id'),
  template: basename(textOf(check, 'file_path')),
  // Type and logical id.
  resource: textOf(check, 'resource').split('.').at(-1) ?? '',
  message: textOf(check, 'check_name'),
});

const WITHIN_S = 480;

/** checkov's rules for CloudFormation on the templates. It asks nothing of its maker's servers. */
export const checkov = async ({ program }: PythonEnvironment, templates: readonly string[]): Promise<Finding[]> => {
  const files = templates.flatMap((template) => ['--file', template]);
  const options = ['--framework', 'cloudformation', '--output', 'json', '--compact', '--quiet', '--skip-download'];
  const { code, stdout, stderr } = await run({ command: program('checkov'), args: [...options, ...files] }, WITHIN_S);
  if (code !== 0 && code !== 1) throw new Error(`checkov could not run (${code}): ${stderr.slice(-2000)}`);
  const report: unknown = JSON.parse(stdout);
  if (!isRecord(report) || !isRecord(report['summary']) || !isRecord(report['results']))
    throw new Error('checkov reports in another shape than expected');
  if (report['summary']['parsing_errors'] !== 0) throw new Error('checkov could not read every template');
  return recordsOf(report['results']['failed_checks'], 'the failed checks of checkov').map(findingOf);
};
