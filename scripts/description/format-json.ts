/** Columns that a line may fill: the formatter's setting in biome.json, so that generated files need no exception. */
const WIDTH = 140;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const withoutUndefined = (value: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(value).filter(([, member]) => member !== undefined);

/** A list in one line; undefined where an object in it breaks the line. */
const oneLine = (value: unknown): string | undefined => {
  if (!isObject(value)) return JSON.stringify(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.map(oneLine);
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
};

/** `column` is where the value begins, `after` how many characters follow it on its line (a comma). */
const write = (value: unknown, indent: number, column: number, after: number): string => {
  if (!isObject(value)) return JSON.stringify(value);
  const inner = ' '.repeat(indent + 2);
  const outer = ' '.repeat(indent);
  if (Array.isArray(value)) {
    const line = oneLine(value);
    if (line !== undefined && column + line.length + after <= WIDTH) return line;
    const items = value.map((item, index) => inner + write(item, indent + 2, indent + 2, index < value.length - 1 ? 1 : 0));
    return `[\n${items.join(',\n')}\n${outer}]`;
  }
  const entries = withoutUndefined(value);
  if (entries.length === 0) return '{}';
  const members = entries.map(([name, member], index) => {
    const start = `${inner}${JSON.stringify(name)}: `;
    return start + write(member, indent + 2, start.length, index < entries.length - 1 ? 1 : 0);
  });
  return `{\n${members.join(',\n')}\n${outer}}`;
};

/** JSON as Biome formats it: the same value is the same text on every machine. Undefined members are left out. */
export const formatJson = (value: unknown): string => `${write(value, 0, 0, 0)}\n`;
