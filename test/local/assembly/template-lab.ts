import type { Cell } from '../../../local/assembly/resolve-cell.ts';
import { openCell } from '../../../local/assembly/resolve-cell.ts';
import { parseTemplate } from '../../../local/assembly/template.ts';

/** Resolves templates as the stacks `Cell-A`, `Cell-B`, … of one stage. */
export const resolveTemplates = (
  templates: readonly Record<string, unknown>[],
  parameters: Record<string, string> = {},
  region?: string,
): Cell =>
  openCell(
    {
      name: 'Cell',
      stacks: templates.map((template, index) => ({
        name: `Cell-${'ABC'[index]}`,
        template: parseTemplate(template),
        region,
        assets: new Map(),
      })),
    },
    { parameters: { '*': parameters }, endpoints: { sqs: 'http://sqs', httpApi: (logicalId) => `http://${logicalId}` } },
  );

/** What `value` becomes as the value of an SSM parameter in a template with these other sections. */
export const resolved = (value: unknown, sections: Record<string, unknown> = {}, parameters: Record<string, string> = {}): unknown => {
  const { Resources: others = {}, ...rest } = sections;
  const resources = { ...Object(others), It: { Type: 'AWS::SSM::Parameter', Properties: { Value: value } } };
  const cell = resolveTemplates([{ ...rest, Resources: resources }], parameters);
  return cell.resources.find(({ logicalId }) => logicalId === 'It')?.properties['Value'];
};
