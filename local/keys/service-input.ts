import { AwsError } from '../aws-json.ts';

/** The input of one operation, as its JSON body gives it. */
export type ServiceInput = Readonly<Record<string, unknown>>;

const invalid = (message: string) => new AwsError('ValidationException', message);

export const optionalText = (input: ServiceInput, name: string): string | undefined => {
  const value = input[name];
  if (value !== undefined && value !== null && typeof value !== 'string') throw invalid(`${name} must be a string`);
  return value ?? undefined;
};

export const text = (input: ServiceInput, name: string): string => {
  const value = optionalText(input, name);
  if (!value) throw invalid(`${name} is required`);
  return value;
};

/** Base64 on the wire. */
export const bytes = (input: ServiceInput, name: string): Buffer => Buffer.from(text(input, name), 'base64');

export const optionalWholeNumber = (input: ServiceInput, name: string): number | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(`${name} must be a whole number`);
  return value;
};

export const texts = (input: ServiceInput, name: string): string[] => {
  const value = input[name];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) throw invalid(`${name} must be a list of strings`);
  return value;
};

/** Refuses the parameters that would change the answer and are not implemented. */
export const refuseParameters = (operation: string, input: ServiceInput, names: readonly string[]): void => {
  const given = names.filter((name) => input[name] !== undefined && input[name] !== null && input[name] !== false);
  if (given.length > 0) throw invalid(`the local runtime does not implement ${given.join(', ')} of ${operation}`);
};

/** Answers by operation name; any other is refused by its name. */
export const serveOperations =
  (service: string, operations: Readonly<Record<string, (input: ServiceInput) => unknown>>) =>
  async (operation: string, input: ServiceInput): Promise<unknown> => {
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!run) throw new AwsError('UnknownOperationException', `the local runtime does not implement ${service}.${operation}`);
    return run(input);
  };
