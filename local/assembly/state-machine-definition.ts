import type { DeployedResource } from './deployed-resource.ts';
import { objectOf, stringOf } from './json.ts';

/**
 * The definition of a state machine as text, with its placeholders `${Name}` replaced.
 * @throws Error when a placeholder has no substitution, or when the definition lies in S3
 */
export const stateMachineDefinition = ({ logicalId, properties }: DeployedResource): string => {
  const { DefinitionString: text, Definition: definition, DefinitionSubstitutions: given } = properties;
  if (text === undefined && definition === undefined) throw new Error(`${logicalId}: only DefinitionString and Definition are read`);
  const substitutions = objectOf(given, `DefinitionSubstitutions of ${logicalId}`);
  const source = text === undefined ? JSON.stringify(definition) : stringOf(text, `DefinitionString of ${logicalId}`);
  return source.replaceAll(/\$\{([\w.:-]+)\}/g, (_placeholder, name: string) => {
    if (!Object.hasOwn(substitutions, name)) throw new Error(`${logicalId}: placeholder \${${name}} has no substitution`);
    // The text is JSON and a placeholder stands inside one of its strings.
    return JSON.stringify(String(substitutions[name])).slice(1, -1);
  });
};
