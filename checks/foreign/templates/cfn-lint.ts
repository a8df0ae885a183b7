import { basename } from 'node:path';
import { run } from '../../support/child-process.ts';
import type { PythonEnvironment } from '../../support/python.ts';
import { type Finding, isRecord, recordsOf, textOf } from './finding.ts';

const findingOf = (match: Record<string, unknown>): Finding => {
  const { Rule: rule, Location: location } = match;
  if (!isRecord(rule) || !isRecord(location) || !Array.isArray(location['Path']))
    throw new Error('cfn-lint reports in another shape than expected');
  const [section, resource] = location['Path'];
  return {
    linter: 'cfn-lint',
    id: textOf(rule, 'Id'),
    template: basename(textOf(match, 'Filename')),
    resource: section === 'Resources' ? String(resource) : String(section),
    message: textOf(match, 'Message'),
  };
};

const WITHIN_S = 480;

/** cfn-lint on the templates: errors and warnings. */
export const cfnLint = async ({ program }: PythonEnvironment, templates: readonly string[]): Promise<Finding[]> => {
  const { code, stdout, stderr } = await run({ command: program('cfn-lint'), args: ['--format', 'json', ...templates] }, WITHIN_S);
  // 0: nothing found; otherwise a sum of 2 (errors), 4 (warnings).
  if (code === undefined || code > 6 || code % 2 === 1) throw new Error(`cfn-lint could not run (${code}): ${stderr.slice(-2000)}`);
  return recordsOf(JSON.parse(stdout || '[]'), 'the report of cfn-lint').map(findingOf);
};
