import { SQSClient } from '@aws-sdk/client-sqs';
import type { Place } from '../../local/demo/place.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { REGION, ROOT_KEY } from './emulator.ts';
import type { Neighbours } from './neighbours.ts';

/** The emulator as a place for journeys. Call `close` when done: the queue client keeps connections open. */
export const emulatorPlace = (endpoint: string, cells: DeployedCells, neighbours: Neighbours): Place & { close(): void } => {
  const sqs = new SQSClient({ region: REGION, endpoint, credentials: ROOT_KEY });
  return {
    api: cells.api,
    tokenFor: (persona) => neighbours.identity.tokenFor(persona),
    sqs,
    queueOf: (system) => {
      const url = cells.queues.get(system);
      if (!url) throw new Error(`there is no queue of the system ${system}`);
      return url;
    },
    contactOf: (persona) => {
      const citizen = neighbours.personas.citizens.find(({ id }) => id === persona);
      if (!citizen) throw new Error(`there is no citizen ${persona}`);
      return { phone: citizen.phone, email: citizen.email, dwelling: citizen.dwelling };
    },
    close: () => sqs.destroy(),
  };
};
