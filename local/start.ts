import { join, resolve } from 'node:path';
import { holdFolder } from './data-folder.ts';
import { startCounting } from './demo/figures.ts';
import { localPlace } from './demo/local-place.ts';
import { operatorAddresses } from './demo/operator-addresses.ts';
import { permanentResidence } from './demo/permanent-residence.ts';
import { knownCount, knownProvince, readFlags } from './read-flags.ts';
import { announceRunning } from './running.ts';
import { bootRuntime } from './runtime.ts';
import { synthesize } from './synthesize.ts';

/*
 * npm start [-- --no-demo] [--json] [--data DIR] [--province NN] [--people N]
 * Synthesizes, boots, drives one dossier, stays up until Ctrl-C. With --json everything but the last line goes to stderr.
 */
const { values } = readFlags('npm start -- [--no-demo] [--json] [--data DIR] [--province NN] [--people N]', {
  'no-demo': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: '.data' },
  province: { type: 'string', default: '42' },
  people: { type: 'string', default: '10000' },
});
const province = knownProvince(values.province);
const people = knownCount('people', values.people);
const tell = (line: string) => {
  if (values.json) process.stderr.write(`${line}\n`);
  else process.stdout.write(`${line}\n`);
};
const dataDir = resolve(values.data);
const assembly = join(dataDir, 'cdk.out');

const boot = async () => {
  // Before anything is written: a runtime that is up on this folder runs what lies in it.
  holdFolder(dataDir);
  tell('Synthesizing the CDK app …');
  await synthesize(assembly, province);
  tell('Booting its template …');
  const ports = { province: 4200, national: 4201, issuer: 4202, gateway: 4203 };
  return bootRuntime({ assembly, dataDir, province, people, ports, log: tell });
};
const runtime = await boot().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  tell('Stopping; the state stays in the data folder.');
  running.forget();
  await runtime.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
const operators = operatorAddresses(runtime, province);
const running = announceRunning(dataDir, runtime, operators);

if (!values['no-demo']) {
  const place = localPlace(runtime);
  const counting = startCounting(runtime);
  tell('');
  const { writeUnitsByStep, ...figures } = counting.figures(await permanentResidence(place, tell, counting.stepDone));
  place.close();
  tell('');
  for (const [name, value] of Object.entries(figures)) tell(`  ${name.padEnd(17)} ${value}`);
  tell(
    `  write units by step: ${Object.entries(writeUnitsByStep)
      .map(([step, units]) => `${step} ${units}`)
      .join(', ')}`,
  );
  tell('');
}

const description = {
  ready: true,
  api: runtime.api,
  openapi: `${runtime.api}/public/openapi`,
  gateway: runtime.gateway.payUrl,
  data: dataDir,
  operators,
  personas: runtime.identity.personas.map(({ id }) => id),
};
if (values.json) process.stdout.write(`${JSON.stringify(description)}\n`);
else {
  tell(`API       ${description.api}`);
  tell(`OpenAPI   ${description.openapi}`);
  tell(`Gateway   ${description.gateway}`);
  tell(`Data      ${description.data}`);
  tell(`Operators ${join(dataDir, 'running.json')} holds what verify, redrive and the others are given (local/README.md)`);
  tell('Personas  (npm run -s token -- <persona> prints a bearer token)');
  for (const { id, about } of runtime.identity.personas) tell(`  ${id.padEnd(18)} ${about.en}`);
  tell('Ctrl-C stops; the state survives.');
}
