import { BadCommandLine, type Command, helpOf, readCommand } from './command.ts';

/** One line of an error: what AWS or the network says of it, never a stack. */
export const sayError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // A refused connection to several addresses has no words of its own, only its parts have.
  const [first] = error instanceof AggregateError ? error.errors : [];
  const words = error.message || (first instanceof Error ? first.message : '') || error.name;
  const kind = ['Error', 'AggregateError'].includes(error.name) || words.startsWith(error.name) ? '' : `${error.name}: `;
  return `${kind}${words.split('\n')[0]}`;
};

/**
 * Runs a command with the arguments of this process. It exits with what `act` resolves to: 0 when all is well, 1 when something was
 * found or could not be done; and with 2 when the command line is wrong, which it says in one line per fault.
 */
export const runCommand = async <Order>(command: Command<Order>, act: (order: Order) => Promise<number>): Promise<void> => {
  try {
    const order = readCommand(command, process.argv.slice(2));
    if (order === 'help') console.log(helpOf(command));
    else process.exitCode = await act(order);
  } catch (error) {
    console.error(error instanceof BadCommandLine ? error.message : sayError(error));
    process.exitCode = error instanceof BadCommandLine ? 2 : 1;
  }
};
