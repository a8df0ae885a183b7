import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCounting } from './demo/figures.ts';
import { localPlace } from './demo/local-place.ts';
import { permanentResidence } from './demo/permanent-residence.ts';
import { knownProvince, readFlags } from './read-flags.ts';
import { bootRuntime } from './runtime.ts';
import { synthesize } from './synthesize.ts';

/*
 * npm run -s demo [-- --json]
 * The whole journey in a throw-away folder on free ports. With --json the last line on stdout is one JSON object; the rest goes to
 * stderr. Exits 0 when the result is returned and verified, else 1 with the reason.
 */
const { values } = readFlags('npm run -s demo -- [--json] [--province NN]', {
  json: { type: 'boolean', default: false },
  province: { type: 'string', default: '42' },
});
const province = knownProvince(values.province);
const tell = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const started = performance.now();
const dataDir = mkdtempSync(join(tmpdir(), 'mot-cua-demo-'));

try {
  const assembly = join(dataDir, 'cdk.out');
  tell('Synthesizing the CDK app …');
  await synthesize(assembly, province);
  tell('Booting its template …');
  const runtime = await bootRuntime({ assembly, dataDir, province, log: tell });
  try {
    const place = localPlace(runtime);
    const counting = startCounting(runtime);
    const result = await permanentResidence(place, tell, counting.stepDone);
    const { writeUnitsByStep, ...figures } = counting.figures(result);
    place.close();
    tell(
      `write units by step: ${Object.entries(writeUnitsByStep)
        .map(([step, units]) => `${step} ${units}`)
        .join(', ')}`,
    );
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const line = JSON.stringify({ ...figures, seconds });
    if (values.json) process.stdout.write(`${line}\n`);
    else tell(line);
    if (!result.resultVerified || result.status !== 10)
      throw new Error(`the dossier ended with status ${result.status}, result verified: ${result.resultVerified}`);
  } finally {
    await runtime.stop();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
