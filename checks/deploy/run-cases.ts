import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runToEnd } from '../support/child-process.ts';
import { DEPLOYED_FILE, type Deployed } from './cases/deployed.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { ROOT_KEY } from './emulator.ts';
import { type Neighbours, PEOPLE } from './neighbours.ts';

const project = resolve(import.meta.dirname, '../..');
const WITHIN_S = 480;

export type CasesOptions = {
  readonly folder: string;
  readonly province: string;
  readonly endpoint: string;
  /** PEM file of the emulator's own certificate. */
  readonly certificate: string;
};

/** Runs the end-to-end cases of test/e2e against the deployed cells. Returns vitest's own count. @throws Error when one fails */
export const runCases = async (
  { folder, province, endpoint, certificate }: CasesOptions,
  cells: DeployedCells,
  neighbours: Neighbours,
): Promise<string> => {
  const file = join(folder, 'deployed-cells.json');
  const deployed: Deployed = {
    ...{ province, people: PEOPLE, endpoint, key: ROOT_KEY, clients: neighbours.clients },
    ...{ api: cells.api, issuer: neighbours.identity.issuer, machine: cells.approvalMachine },
    tables: Object.fromEntries(cells.tables),
    queues: Object.fromEntries(cells.queues),
  };
  writeFileSync(file, JSON.stringify(deployed), { mode: 0o600 });
  const environment = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const printed = await runToEnd(
    {
      command: process.execPath,
      args: [join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'checks/deploy/cases/vitest.config.ts'],
      cwd: project,
      env: { ...environment, [DEPLOYED_FILE]: file, NODE_EXTRA_CA_CERTS: certificate, NO_COLOR: '1' },
    },
    WITHIN_S,
  );
  return /^ *Tests +(.*)$/m.exec(printed)?.[1] ?? printed.slice(-200);
};
