import { readFileSync } from 'node:fs';
import {
  type App,
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type PolicyValidationStack,
  Validations,
} from 'aws-cdk-lib';

/**
 * A template's text without the code of its province, which stands in names, tags and exports, and in logical ids that name a
 * resource of another stack (`Province42StateDossiers` and a digest of its path), some of them one after the other.
 */
const withoutCode = (text: string, { stackConstructPath }: PolicyValidationStack): string => {
  const [, code] = /^Province(\d{2})\//.exec(stackConstructPath) ?? [];
  if (code === undefined) return text;
  const named = new RegExp(`Province${code}([A-Za-z]*?)(?:[0-9A-F]{8}){0,2}(?=Province|\\b)`, 'g');
  return text.replaceAll(named, 'Province#$1').replaceAll(new RegExp(`\\b${code}\\b`, 'g'), '#');
};

/** One of each set of stacks whose templates differ by their province's code only, for the same account and region. */
export const distinctTemplates = (stacks: readonly PolicyValidationStack[]): readonly PolicyValidationStack[] => {
  const distinct = new Map<string, PolicyValidationStack>();
  for (const stack of stacks) {
    const key = [stack.accountId, stack.region, withoutCode(readFileSync(stack.templatePath, 'utf8'), stack)].join('\n');
    if (!distinct.has(key)) distinct.set(key, stack);
  }
  return [...distinct.values()];
};

/**
 * The CDK's own validation of templates (its rules and CloudFormation's schemas), of each template that is not like another one: 34
 * provinces are three templates, unless cells.json gives one something of its own.
 */
class ValidateDistinctTemplates extends CloudFormationValidatePlugin {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return super.validate({ ...context, stackTemplates: [...distinctTemplates(context.stackTemplates)] });
  }
}

/** One for the process: its engine takes half a second to start. */
const plugin = new ValidateDistinctTemplates();

/** Validates every distinct template at synthesis. */
export const validateTemplates = (app: App): void => Validations.of(app).addPlugins(plugin);
