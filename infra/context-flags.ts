import { parseArgs } from 'node:util';

/**
 * The context that `npm run synth -- -c province=01` gives, as the CDK's command line would: it hands its own over otherwise.
 * @throws for an argument that is none
 */
export const contextOf = (args: readonly string[]): Readonly<Record<string, string>> => {
  const { values } = parseArgs({ args: [...args], options: { context: { type: 'string', short: 'c', multiple: true } } });
  return Object.fromEntries(
    (values.context ?? []).map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
      if (!name || value === undefined) throw new Error(`-c ${text} must be like -c province=01`);
      return [name, value];
    }),
  );
};
