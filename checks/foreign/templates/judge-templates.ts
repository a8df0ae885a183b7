import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Setting } from '../setting.ts';
import { cfnLint } from './cfn-lint.ts';
import { checkov } from './checkov.ts';
import { type Explanation, explained } from './explained.ts';
import type { Finding } from './finding.ts';

const explains = ({ linter, id, resource }: Explanation, finding: Finding): boolean =>
  linter === finding.linter && id === finding.id && (resource === 'everywhere' || finding.resource.startsWith(resource));

const listed = (findings: readonly Finding[]): string | undefined =>
  findings.length === 0
    ? undefined
    : findings.map(({ id, template, resource, message }) => `${id} ${template} ${resource}: ${message}`).join('\n');

const LINTERS = { 'cfn-lint': cfnLint, checkov } as const;

/** cfn-lint and checkov on every template of a province's and the nation's cell: clean, or each finding explained by name. */
export const judgeTemplates = async ({ report, judges, assembly }: Setting): Promise<void> => {
  const environment = await judges('judges');
  const templates = globSync(join(await assembly(), '**/*.template.json')).sort();
  await report.judge('templates: both cells were synthesized', () =>
    ['Province', 'National'].every((cell) => templates.some((path) => path.includes(`assembly-${cell}`)))
      ? undefined
      : `only ${templates.join(', ')}`,
  );
  const found: Finding[] = [];
  const lint = (name: keyof typeof LINTERS) =>
    report.judge(`templates: ${name} finds nothing that is not explained`, async () => {
      const findings = await LINTERS[name](environment, templates);
      found.push(...findings);
      return listed(findings.filter((finding) => !explained.some((explanation) => explains(explanation, finding))));
    });
  await Promise.all([lint('cfn-lint'), lint('checkov')]);
  for (const explanation of explained) {
    await report.judge(`templates: ${explanation.id} (${explanation.resource}) is still found`, () =>
      found.some((finding) => explains(explanation, finding)) ? undefined : 'nothing is explained by it any more: take it out',
    );
  }
  report.tell(`${found.length} findings in ${templates.length} templates, explained by ${explained.length} reasons`);
};
