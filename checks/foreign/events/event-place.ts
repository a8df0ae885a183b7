import { join } from 'node:path';
import { apiClient } from '../../../local/demo/api-client.ts';
import { localPlace } from '../../../local/demo/local-place.ts';
import { recall } from '../../../local/remembered.ts';
import { bootRuntime } from '../../../local/runtime.ts';
import { PEOPLE } from '../../../test/support/place/cell.ts';
import { openInspection } from '../../../test/support/place/inspection.ts';
import { surroundingsOf } from '../../../test/support/place/surroundings.ts';
import { withWitness } from '../../../test/support/place/witness.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { PROVINCE } from '../setting.ts';

const PATIENCE_MS = 300_000;
const NO_PORTS = { province: 0, national: 0, issuer: 0, gateway: 0 };

/** The local runtime in this process, with a subscriber that is sent every event, and a clock that can be moved. */
export const openEventPlace = async (assembly: string, dataDir: string) => {
  const runtime = await bootRuntime({
    assembly: withWitness(assembly, join(dataDir, 'cdk.out')),
    dataDir,
    province: PROVINCE,
    people: PEOPLE,
    maxWarm: 40,
    log: () => undefined,
  });
  const place = localPlace(runtime);
  const inspection = openInspection(surroundingsOf(runtime));
  const quiet = () => waitUntil('nothing to be under way', PATIENCE_MS, async () => ((await runtime.idle()) ? true : undefined));
  return {
    runtime,
    place,
    inspection,
    machine: surroundingsOf(runtime).machine,
    anyone: apiClient(runtime.api),
    // A new token each time: the clock is moved by days, and a token lives an hour.
    as: async (persona: string) => apiClient(runtime.api, await runtime.identity.tokenFor(persona)),
    merchant: recall(dataDir, NO_PORTS, []).merchant,
    quiet,
    /** Moves the clock once nothing is under way, and waits until nothing is under way again. */
    advance: async (ms: number): Promise<void> => {
      await quiet();
      await runtime.clock.advance(ms);
      await quiet();
    },
    stop: async (): Promise<void> => {
      inspection.close();
      place.close();
      await runtime.stop();
    },
  };
};

export type EventPlace = Awaited<ReturnType<typeof openEventPlace>>;
