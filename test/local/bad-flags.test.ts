import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');
const run = (program: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`local/${program}.ts`, ...args], { cwd: project, encoding: 'utf8' });
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
};

describe('a command line that is wrong', () => {
  it.each<[string, string[], string]>([
    ['start', ['--force'], "Unknown option '--force'"],
    ['start', ['--province', '77'], '--province 77 is none: it is one of 01 '],
    ['start', ['--people', 'many'], '--people must be a whole number from 1 on, not many'],
    ['start', ['--people', '0'], '--people must be a whole number'],
    ['start', ['--data'], "Option '--data <value>' argument missing"],
    ['start', ['word'], "Unexpected argument 'word'"],
    ['demo', ['--data', 'x'], "Unknown option '--data'"],
    ['demo', ['--province', 'Huế'], '--province Huế is none'],
    ['token', ['--persona', 'x'], "Unknown option '--persona'"],
    ['token', ['officer', 'chief'], 'one persona at a time'],
  ])('%s %j is refused in one line, before anything is done', (program, args, fault) => {
    const { status, stdout, lines } = run(program, args);
    expect([status, stdout, lines.length]).toEqual([2, '', 1]);
    expect(lines[0]).toContain(fault);
  });

  it.each(['start', 'demo', 'token'])('%s --help says how it is called', (program) => {
    const { status, stdout } = run(program, ['--help']);
    expect([status, stdout.startsWith('npm '), stdout.split('\n').length]).toEqual([0, true, 2]);
  });
});
