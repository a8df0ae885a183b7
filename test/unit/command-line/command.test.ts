import { describe, expect, it } from 'vitest';
import { BadCommandLine, type Command, helpOf, readCommand } from '../../../scripts/command-line/command.ts';
import { sayError } from '../../../scripts/command-line/run-command.ts';
import { recountCommand } from '../../../scripts/recount/command-line.ts';
import { redriveCommand } from '../../../scripts/redrive/command-line.ts';
import { republishCommand } from '../../../scripts/republish/command-line.ts';
import { restartExecutionsCommand } from '../../../scripts/restart-executions/command-line.ts';
import { verifyCommand } from '../../../scripts/verify/command-line.ts';

const commands: readonly Command<unknown>[] = [verifyCommand, recountCommand, redriveCommand, restartExecutionsCommand, republishCommand];
const machine = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approval';

const refusal = (command: Command<unknown>, args: readonly string[]): string => {
  try {
    readCommand(command, args);
  } catch (error) {
    if (error instanceof BadCommandLine) return error.message;
    throw error;
  }
  throw new Error('it was taken');
};

describe.each(commands.map((command) => [command.name, command] as const))('npm run %s', (name, command) => {
  it('has help that names every flag, whatever else is said', () => {
    expect(readCommand(command, ['--help'])).toBe('help');
    const help = helpOf(command);
    for (const flag of [...Object.keys(command.flags), 'help']) expect(help).toContain(`  --${flag}`);
    expect(help.split('\n')[0]).toBe(`npm run ${name} -- <flags>`);
  });

  it('refuses a flag that it does not know, one without its value, and a word on its own, in two lines', () => {
    const [valued = ''] = Object.keys(command.flags);
    for (const args of [['--force'], [`--${valued}`], ['word'], []]) {
      const lines = refusal(command, args).split('\n');
      expect(lines.at(-1)).toBe(`npm run ${name} -- --help tells what it takes`);
      expect(lines.join()).not.toContain('    at ');
    }
    expect(refusal(command, ['--force']).split('\n')[0]).toBe("Unknown option '--force'");
  });
});

describe('the flags', () => {
  it.each<[string, Command<unknown>, string[], string]>([
    ['a count of none', redriveCommand, ['--from', 'q', '--max', '0'], '--max must be a whole number'],
    ['a negative count', redriveCommand, ['--from', 'q', '--max=-1'], '--max must be a whole number'],
    ['an unheard grouping', redriveCommand, ['--from', 'q', '--group-by', 'colour'], '--group-by must be type'],
    ['no table', verifyCommand, ['--sample', '5'], '--table is missing'],
    ['an empty table', verifyCommand, ['--table', ' '], '--table must be'],
    ['a name for a machine', verifyCommand, ['--table', 't', '--machine', 'approval'], '--machine must be the ARN'],
    ['no machine', restartExecutionsCommand, ['--table', 't'], '--machine is missing'],
    ['no dossier', restartExecutionsCommand, ['--table', 't', '--machine', machine, '--dossier', '7'], '--dossier must be a ULID'],
  ])('refuse %s', (_, command, args, fault) => {
    expect(refusal(command, args).split('\n')[0]).toContain(fault);
  });

  it('have values where they are not given', () => {
    expect(readCommand(redriveCommand, ['--from', 'q'])).toEqual({ from: 'q', max: 100, dryRun: false, groupBy: 'type', json: false });
    expect(readCommand(verifyCommand, ['--table', 't', '--queue', 'a', '--queue', 'b', '--sample', '9'])).toEqual({
      table: 't',
      queues: ['a', 'b'],
      prefixes: [],
      sample: 9,
      json: false,
    });
    expect(readCommand(restartExecutionsCommand, ['--table', 't', '--machine', machine])).toEqual({
      table: 't',
      machine,
      max: 100,
      stuck: false,
      dryRun: false,
      json: false,
    });
  });
});

describe('an error on the way', () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });

  it.each<[string, unknown, string]>([
    ['of AWS', named('ResourceNotFoundException', 'no such table'), 'ResourceNotFoundException: no such table'],
    ['of ours', new Error('there is no queue x'), 'there is no queue x'],
    ['of the network', new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:1')]), 'connect ECONNREFUSED 127.0.0.1:1'],
    ['with many lines', new Error('one\ntwo'), 'one'],
    ['that is none', 'thrown text', 'thrown text'],
  ])('%s is one line', (_, error, line) => {
    expect(sayError(error)).toBe(line);
  });
});
