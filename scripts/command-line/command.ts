import { parseArgs } from 'node:util';
import type * as z from 'zod';

/** A flag of a command. `value` names what follows it; without one it is a switch. */
type Flag = { readonly value?: string; readonly many?: boolean; readonly about: string };

/** A command that an operator types: what it is for, its flags, and the schema of what they give. */
export type Command<Order> = {
  /** The npm script. */
  readonly name: string;
  /** Some sentences of help. */
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** What may stand without a flag, for example `<persona>`. */
  readonly order: z.ZodType<Order>;
};

/** A command line that is wrong; the message has one line per fault, and says where help is. */
export class BadCommandLine extends Error {
  override readonly name = 'BadCommandLine';
}

const typed = (name: string, { value }: Flag): string => `--${name}${value ? ` ${value}` : ''}`;

/** The whole help of a command, as `--help` prints it. */
export const helpOf = ({ name, about, flags }: Pick<Command<unknown>, 'name' | 'about' | 'flags'>): string => {
  const all = { ...flags, help: { about: 'prints this' } };
  const width = Math.max(...Object.entries(all).map(([flag, one]) => typed(flag, one).length));
  const lines = Object.entries(all).map(([flag, one]) => `  ${typed(flag, one).padEnd(width)}  ${one.about}`);
  return [`npm run ${name} -- <flags>`, '', about, '', ...lines].join('\n');
};

const optionOf = ({ value, many = false }: Flag) => ({ type: value ? ('string' as const) : ('boolean' as const), multiple: many });

/** Node's own sentence about a flag that it does not know goes on with advice that does not help here. */
const firstSentence = (error: unknown): string => (error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));

/**
 * What the arguments ask for, or that help is wanted.
 * @throws BadCommandLine
 */
export const readCommand = <Order>(command: Command<Order>, args: readonly string[]): Order | 'help' => {
  const { name, flags, order } = command;
  const hint = `npm run ${name} -- --help tells what it takes`;
  const options = Object.fromEntries(Object.entries(flags).map(([flag, one]) => [flag, optionOf(one)]));
  let values: unknown;
  try {
    const parsed = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } }, strict: true });
    if (parsed.values['help']) return 'help';
    values = parsed.values;
  } catch (error) {
    throw new BadCommandLine(`${firstSentence(error)}\n${hint}`);
  }
  const read = order.safeParse(values);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => (path.length > 0 ? `--${path.join('.')} ${message}` : message));
  throw new BadCommandLine([...faults, hint].join('\n'));
};
