import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCheck } from './check.ts';
import { openReport, StepFailed } from './report.ts';

/*
 * npm run check:deploy
 * Deploys the templates of one province and of the national cell with the CDK's command line to an emulator of AWS that nobody
 * here wrote, and drives the end-to-end journeys against it; then once more with every role's policies enforced (README.md).
 */
const OVERALL_MS = 20 * 60_000;
const PROVINCE = '42';

const print = (line: string) => process.stdout.write(`${line}\n`);
const report = openReport(print);
const folder = mkdtempSync(join(tmpdir(), 'mot-cua-deploy-'));
const virtualEnvironment = resolve(import.meta.dirname, '../../.venv/deploy');

// Children are ended when the process exits (child-process.ts), however that comes about.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
setTimeout(() => {
  print(`FAILED  the check took longer than ${OVERALL_MS / 60_000} minutes`);
  process.exit(1);
}, OVERALL_MS).unref();

let keep = false;
try {
  await runCheck({ folder, virtualEnvironment, province: PROVINCE, report });
} catch (error) {
  keep = true;
  if (!(error instanceof StepFailed)) print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  print(`The emulator's log and state are in ${folder}`);
} finally {
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
const { failed } = report.close();
process.exit(failed > 0 || keep ? 1 : 0);
