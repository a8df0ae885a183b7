/** What a linter found in a synthesized template. */
export type Finding = {
  readonly linter: 'cfn-lint' | 'checkov';
  readonly id: string;
  /** File name of the template. */
  readonly template: string;
  /** Logical id of the resource. */
  readonly resource: string;
  readonly message: string;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (record: Record<string, unknown>, name: string): string => {
  const value = record[name];
  if (typeof value !== 'string') throw new Error(`a linter's report has no text ${name} where one was expected`);
  return value;
};

export const recordsOf = (value: unknown, what: string): Record<string, unknown>[] => {
  if (Array.isArray(value) && value.every(isRecord)) return value;
  throw new Error(`${what} is not the list that was expected`);
};
