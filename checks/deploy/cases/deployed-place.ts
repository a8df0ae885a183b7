import { apiClient } from '../../../local/demo/api-client.ts';
import type { Place } from '../../../local/demo/place.ts';
import { signInAs, signInSystem } from '../../../local/stand-ins/identity-provider/token-client.ts';
import { choosePersonas } from '../../../local/stand-ins/population/personas.ts';
import { generatePopulation } from '../../../local/stand-ins/population/population.ts';
import type { CasePlace } from '../../../test/support/place/case-place.ts';
import { openInspection } from '../../../test/support/place/inspection.ts';
import type { Deployed } from './deployed.ts';

const SERVICES = ['DYNAMODB', 'SQS', 'SFN'];

/** Deployed cells as a place for the end-to-end cases. Call `close` when done: the clients keep connections open. */
export const deployedPlace = (deployed: Deployed): CasePlace & { close(): void } => {
  const { api, issuer, endpoint, province, people, machine, clients } = deployed;
  const personas = choosePersonas(generatePopulation({ seed: 'mot-cua', provinceCode: province, people }));
  const endpoints = Object.fromEntries(SERVICES.map((service) => [service, endpoint]));
  const inspection = openInspection({ endpoints, tables: deployed.tables, queues: {} }, deployed.key);
  const tokens = new Map<string, Promise<string>>();

  const signIn = (id: string): Promise<string> => {
    const persona = personas.all.find((one) => one.id === id);
    return persona ? signInAs(issuer, persona) : signInSystem(issuer, { clientId: id, secret: clients[id] ?? '' });
  };
  // The cases take minutes, and a token lives an hour.
  const tokenFor = (id: string): Promise<string> => {
    const token = tokens.get(id) ?? signIn(id);
    tokens.set(id, token);
    return token;
  };
  const place: Place = {
    api,
    tokenFor,
    sqs: inspection.sqs,
    queueOf: (system) => {
      const url = deployed.queues[system];
      if (!url) throw new Error(`there is no queue of the system ${system}`);
      return url;
    },
    contactOf: (id) => {
      const citizen = personas.citizens.find((one) => one.id === id);
      if (!citizen) throw new Error(`there is no citizen ${id}`);
      return { phone: citizen.phone, email: citizen.email, dwelling: citizen.dwelling };
    },
  };
  return {
    place,
    as: async (persona) => apiClient(api, await tokenFor(persona)),
    anyone: apiClient(api),
    inspection,
    surroundings: { api, machine },
    // Known gap map-histories.
    historiesLackIterations: true,
    close: () => inspection.close(),
  };
};
