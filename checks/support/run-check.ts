import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChildren } from './child-process.ts';
import { openReport, type Report, StepFailed } from './report.ts';

export type Check = {
  readonly name: string;
  /** After so many minutes it has failed; whatever it started is ended. */
  readonly minutes: number;
  /** @param folder for everything that it writes; it is empty, and is kept only after a failure */
  readonly check: (report: Report, folder: string) => Promise<void>;
};

const INTERRUPTED = 130;

/**
 * Runs one of the checks as a program: bounds its time, ends its children however it ends (child-process.ts), prints the closing
 * line, and exits with 1 when anything failed.
 */
export const runCheck = async ({ name, minutes, check }: Check): Promise<never> => {
  const report = openReport((line) => process.stdout.write(`${line}\n`));
  const folder = mkdtempSync(join(tmpdir(), `mot-cua-${name}-`));
  const removeFolder = () => {
    endChildren();
    // A child that is just being ended may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  const end = (): never => {
    if (report.failed() > 0) report.tell(`what it wrote is in ${folder}`);
    else removeFolder();
    report.close();
    return process.exit(report.failed() > 0 ? 1 : 0);
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      report.fail(`${name} was told to end`, signal);
      // Nobody waits to look at what it wrote.
      removeFolder();
      report.close();
      process.exit(INTERRUPTED);
    });
  setTimeout(() => {
    report.fail(`${name} took longer than ${minutes} minutes`, 'what was running then is not known to be right or wrong');
    end();
  }, minutes * 60_000).unref();

  try {
    await check(report, folder);
  } catch (error) {
    if (!(error instanceof StepFailed)) report.fail(name, error);
  }
  return end();
};
