import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** CPU of one synthesis each, children (the bundler) included, in milliseconds. */
export type SynthesisTimes = { readonly one: readonly number[]; readonly all: readonly number[] };

const project = resolve(import.meta.dirname, '../..');

/** `12m3.45s` of the shell's `times`, in milliseconds. */
const millisecondsOf = (minutesAndSeconds: string): number => {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(minutesAndSeconds) ?? [];
  if (minutes === undefined || seconds === undefined) throw new Error(`the shell says "${minutesAndSeconds}"`);
  return Math.round((Number(minutes) * 60 + Number(seconds)) * 1000);
};

/**
 * CPU, in milliseconds, of synthesizing these provinces and the national cell in a process of its own, as `npm run synth` does.
 * (One thread collects garbage: with several on few cores, what they wait for each other counts as work, and differs with the load.)
 */
const synthesisMs = (province: string): number => {
  const outdir = mkdtempSync(join(tmpdir(), 'mot-cua-synthesis-'));
  try {
    // The second line of `times` is what the shell's children used, and theirs.
    const printed = execFileSync('sh', ['-c', '"$0" --single-threaded-gc infra/app.ts 2>/dev/null && times', process.execPath], {
      cwd: project,
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ province }) },
      encoding: 'utf8',
    });
    const [user = '', system = ''] = printed.trim().split('\n').at(-1)?.split(' ') ?? [];
    return millisecondsOf(user) + millisecondsOf(system);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/**
 * Measures the synthesis of one province cell against that of all 34, each with the national cell, in fresh processes and in turns
 * (so that what disturbs the machine disturbs both).
 */
export const measureSynthesis = (rounds: number): SynthesisTimes => {
  const times: { one: number[]; all: number[] } = { one: [], all: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.one.push(synthesisMs('42'));
    times.all.push(synthesisMs('all'));
  }
  return times;
};
