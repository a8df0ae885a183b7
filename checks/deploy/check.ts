import { join } from 'node:path';
import { synthesize } from '../../local/synthesize.ts';
import { runToEnd } from '../support/child-process.ts';
import { type PythonEnvironment, pythonEnvironment } from '../support/python.ts';
import type { Report } from '../support/report.ts';
import { everyFunctionWasCalled, loggedFailures, noDeadLetters } from './aftermath.ts';
import { type AwsCalls, awsCalls } from './aws-call.ts';
import { cdkCommand, type Parameters } from './cdk.ts';
import { type DeployedCells, deployedCells } from './deployed-cells.ts';
import { type Emulator, freePort, startEmulator } from './emulator.ts';
import { allJourneys } from './journeys/all-journeys.ts';
import { knownGaps, rejectedResources } from './known-gaps.ts';
import { mendPolicies } from './mend-policies.ts';
import { missingRights } from './missing-rights.ts';
import { type Neighbours, openNeighbours } from './neighbours.ts';
import { loadPopulation, setSecrets } from './operator.ts';
import { runCases } from './run-cases.ts';
import { resetStreamPositions } from './stream-positions.ts';
import { copyWithout, stillRejected } from './supported-assembly.ts';
import { noRightTooMany } from './unused-rights.ts';
import { tableIsWhole } from './whole-table.ts';

export type CheckOptions = {
  /** For everything that the check writes; empty at the start. */
  readonly folder: string;
  readonly province: string;
  readonly report: Report;
};

/** Systems with a queue of their own, and with a client at the issuer. */
const SYSTEMS = ['land', 'commune', 'police'];
const VERSIONS_S = 120;

/** What is outside the template: an emulator that runs, and who is around the cells. */
type Scene = { readonly calls: AwsCalls; readonly endpoint: string; readonly neighbours: Neighbours; readonly report: Report };

const deploy = async ({ folder, province, report }: CheckOptions, scene: Scene, emulator: Emulator): Promise<DeployedCells> => {
  const { calls, endpoint, neighbours } = scene;
  const { step, tell } = report;
  const assembly = join(folder, 'cdk.out');
  const supported = join(folder, 'cdk.supported.out');
  await step('the app synthesizes', () => synthesize(assembly, province));
  await step('what the emulator rejects is left out, and nothing else', async () => {
    await stillRejected(calls, rejectedResources);
    const left = copyWithout(rejectedResources, assembly, supported);
    if (left.length === 0) throw new Error('nothing was to be left out: take the rejected resources off the known gaps');
    tell(`left out: ${left.join(', ')}`);
  });

  const cdk = cdkCommand(emulator, join(folder, 'cdk'));
  tell(`CDK command line ${cdk.version}`);
  const { issuer } = neighbours.identity;
  const service = `Province${province}-Service`;
  const issuers: Parameters = {
    [service]: { CitizenIssuer: issuer, StaffIssuer: issuer, AgencyIssuer: issuer, AgencyTokenEndpoint: `${issuer}/token` },
    'National-Service': { AgencyIssuer: issuer },
  };
  await step('cdk bootstrap', () => cdk.bootstrap());
  const first = await step('cdk deploy', async () => deployedCells(calls, endpoint, province, await cdk.deploy(supported, issuers)));
  const cells = await step('cdk deploy again, with the addresses that the first deployment gave', async () => {
    const PaymentPage = await neighbours.openGateway(first.api);
    const addresses = { ApiAddress: first.api, NationalApi: first.nationalApi, PaymentPage };
    const outputs = await cdk.deploy(supported, { ...issuers, [service]: { ...issuers[service], ...addresses } });
    return deployedCells(calls, endpoint, province, outputs);
  });
  tell(`${cells.resources.length} resources in ${new Set(cells.resources.map(({ stack }) => stack)).size} stacks`);
  return cells;
};

/** One pass through everything the deployed cells can do, and a look at what it left behind. */
const pass = async (phase: string, { calls, endpoint, neighbours, report }: Scene, cells: DeployedCells): Promise<void> => {
  const { step, tell } = report;
  const since = Date.now();
  await step(`${phase}: the registers are loaded`, async () => tell(`${await loadPopulation(calls, cells, neighbours)} records`));
  try {
    await allJourneys(phase, endpoint, cells, neighbours, calls, report);
  } catch (error) {
    for (const line of await loggedFailures(calls, cells, since)) tell(line);
    throw error;
  }
  await step(`${phase}: every function was called`, async () => tell(`${await everyFunctionWasCalled(calls, cells, since)} functions`));
  await step(`${phase}: no function logged a failure`, async () => {
    const failures = await loggedFailures(calls, cells, since);
    if (failures.length > 0) throw new Error(failures.join('\n'));
  });
  await step(`${phase}: nothing is in a dead letter queue`, async () =>
    tell(`${await noDeadLetters(calls, endpoint, cells)} queues are empty`),
  );
};

const wanted = {
  name: 'deploy',
  requirements: join(import.meta.dirname, 'requirements.txt'),
  constraints: join(import.meta.dirname, 'constraints.txt'),
};

const emulatorVersion = async ({ program }: PythonEnvironment): Promise<string> => {
  const freeze = ['-m', 'pip', 'list', '--disable-pip-version-check', '--format=freeze'];
  const installed = await runToEnd({ command: program('python'), args: freeze }, VERSIONS_S);
  return /^ministack==.*$/m.exec(installed)?.[0] ?? 'an emulator that is not installed';
};

/** @throws StepFailed at the first step that fails; whatever was started is ended either way */
export const checkDeployment = async (options: CheckOptions): Promise<void> => {
  const { folder, province, report } = options;
  const { step, tell } = report;
  const environment = await step('the virtual environment', () => pythonEnvironment(wanted, tell));
  tell(`Node ${process.versions.node}, ${await emulatorVersion(environment)}`);
  for (const { name, emulator, therefore } of Object.values(knownGaps)) tell(`known gap: ${name}: it ${emulator}; ${therefore}`);

  const place = { python: environment.program('python'), folder: join(folder, 'emulator'), port: await freePort() };
  let emulator = await step('the emulator starts', () => startEmulator({ ...place, enforcePolicies: false }));
  const neighbours = await openNeighbours(join(folder, 'neighbours'), province, SYSTEMS);
  try {
    const { endpoint } = emulator;
    const scene: Scene = { calls: awsCalls(endpoint), endpoint, neighbours, report };
    const cells = await deploy(options, scene, emulator);
    await step('the operator sets the secrets', () => setSecrets(scene.calls, neighbours.secrets));
    await pass('open', scene, cells);

    await step('the emulator restarts with its state and enforces policies', async () => {
      const mended = await mendPolicies(scene.calls, cells, neighbours.secrets.keys());
      tell(`policies changed for known gaps: ${[...mended].map((entry) => entry.join(' ')).join(', ')}`);
      await emulator.stop();
      if (resetStreamPositions(place.folder) === 0) throw new Error('no stream had been read: the known gap stream-positions is gone');
      emulator = await startEmulator({ ...place, enforcePolicies: true });
    });
    await pass('enforced', scene, cells);
    const { certificate } = emulator;
    await step("enforced: the cases of the end-to-end tests pass against the cell's address", async () =>
      tell(await runCases({ folder, province, endpoint, certificate }, cells, neighbours)),
    );
    await step('the whole table agrees with itself', async () => tell(await tableIsWhole(endpoint, cells)));
    await step('enforced: no role has a right that nothing needed, but for known reasons', async () =>
      tell(`${await noRightTooMany(scene.calls, cells)} rights were not needed, each for a known reason`),
    );
    await missingRights(scene, cells);
  } finally {
    await neighbours.stop();
    await emulator.stop();
  }
};
