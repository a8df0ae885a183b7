import { isObject, type JsonObject } from './json.ts';

/** Values of CfnParameters: by stage name, or `*` for every stage that declares the name; then by parameter name. */
export type ParameterValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

const EVERY_STAGE = '*';

/**
 * The values given for one stage; those of the stage itself win over those of every stage.
 * @throws Error naming parameters given for this stage by name that none of its stacks declares (a typo would leave the default in force).
 */
export const parametersFor = (stage: string, declared: ReadonlySet<string>, values: ParameterValues): Readonly<Record<string, string>> => {
  const own = values[stage] ?? {};
  const unknown = Object.keys(own).filter((name) => !declared.has(name));
  if (unknown.length > 0) throw new Error(`stage ${stage} has no parameter ${unknown.join(', ')}`);
  return { ...values[EVERY_STAGE], ...own };
};

/**
 * The value of one declared parameter: the given one, else the default; lists are split at commas.
 * Calls `refuse` when there is none or when the declaration does not allow it.
 */
export const parameterValue = (
  name: string,
  declaration: JsonObject,
  given: string | undefined,
  refuse: (problem: string) => undefined,
): string | readonly string[] | undefined => {
  const type = String(declaration['Type']);
  const value = given ?? (declaration['Default'] === undefined ? undefined : String(declaration['Default']));
  if (value === undefined) return refuse(`parameter ${name} has no value and no default`);
  const list = type === 'CommaDelimitedList' || type.startsWith('List<');
  const entries = list ? value.split(',').map((entry) => entry.trim()) : [value];
  for (const entry of entries) {
    const fault = faultOf(entry, type, declaration);
    if (fault) return refuse(`parameter ${name} ${fault}`);
  }
  return list ? entries : value;
};

/** Parameters whose value CloudFormation reads from Systems Manager: nothing may use one here. */
export const isSsmParameter = (declaration: JsonObject): boolean => String(declaration['Type']).startsWith('AWS::SSM::');

const faultOf = (value: string, type: string, declaration: JsonObject): string | undefined => {
  const { AllowedValues: allowed, AllowedPattern: pattern, MinLength: min, MaxLength: max } = declaration;
  if ((type === 'Number' || type === 'List<Number>') && !Number.isFinite(Number(value))) return `is not a number: ${value}`;
  if (Array.isArray(allowed) && !allowed.map(String).includes(value)) return `must be one of ${allowed.join(', ')}, not ${value}`;
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(value)) return `does not match ${pattern}`;
  if (min !== undefined && value.length < Number(min)) return `is shorter than ${Number(min)}`;
  if (max !== undefined && value.length > Number(max)) return `is longer than ${Number(max)}`;
  return undefined;
};

/** Names of all parameters that these templates declare. */
export const declaredParameters = (templates: readonly { readonly parameters: JsonObject }[]): ReadonlySet<string> =>
  new Set(templates.flatMap(({ parameters }) => Object.keys(parameters).filter((name) => isObject(parameters[name]))));
