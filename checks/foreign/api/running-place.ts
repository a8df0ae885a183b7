import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { permanentResidence } from '../../../local/demo/permanent-residence.ts';
import { openInspection } from '../../../test/support/place/inspection.ts';
import { outsidePlace } from '../../../test/support/place/outside-place.ts';
import type { ServeOptions } from '../../../test/support/place/serve-place.ts';
import { Surroundings } from '../../../test/support/place/surroundings.ts';
import { withWitness } from '../../../test/support/place/witness.ts';
import { startServer } from '../../support/child-process.ts';
import type { Setting } from '../setting.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const BOOTS_WITHIN_MS = 300_000;
const STOPS_WITHIN_MS = 60_000;

/** The local runtime in a process of its own, with a subscriber that is sent every event, after the demonstration has made one dossier. */
export const startPlace = async ({ assembly, folder }: Setting) => {
  const dataDir = folder('api');
  mkdirSync(dataDir);
  const options: ServeOptions = { assembly: withWitness(await assembly(), join(dataDir, 'cdk.out')), dataDir };
  const server = startServer(
    {
      command: process.execPath,
      args: ['--import', './checks/support/ends-with-parent.ts', 'test/support/place/serve-place.ts', JSON.stringify(options)],
      cwd: PROJECT,
    },
    join(dataDir, 'runtime.log'),
  );
  const late = setTimeout(() => void server.stop(0), BOOTS_WITHIN_MS);
  const surroundings = Surroundings.parse(JSON.parse(await server.firstLine.finally(() => clearTimeout(late))));
  const place = outsidePlace(dataDir)(surroundings);
  const inspection = openInspection(surroundings);
  const stop = async (): Promise<void> => {
    inspection.close();
    place.close();
    await server.stop(STOPS_WITHIN_MS);
  };
  try {
    const { dossierId } = await permanentResidence(place, () => undefined);
    return { api: surroundings.api, nationalApi: surroundings.nationalApi, dossierId, tokenFor: place.tokenFor, inspection, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

export type RunningPlace = Awaited<ReturnType<typeof startPlace>>;
