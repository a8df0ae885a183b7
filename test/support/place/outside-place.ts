import { SQSClient } from '@aws-sdk/client-sqs';
import { LOCAL_REGION } from '../../../local/assembly/place.ts';
import type { Place } from '../../../local/demo/place.ts';
import { recall } from '../../../local/remembered.ts';
import { signInAs, signInSystem } from '../../../local/stand-ins/identity-provider/token-client.ts';
import { choosePersonas } from '../../../local/stand-ins/population/personas.ts';
import { generatePopulation } from '../../../local/stand-ins/population/population.ts';
import { PEOPLE, PROVINCE } from './cell.ts';
import type { Surroundings } from './surroundings.ts';

/** The runtime's own seed: the same people on both sides of the process boundary. */
const personas = choosePersonas(generatePopulation({ seed: 'mot-cua', provinceCode: PROVINCE, people: PEOPLE }));

/** A place that runs in another process. Tokens are kept over its lives: they must stay valid. */
export const outsidePlace = (dataDir: string) => {
  const tokens = new Map<string, string>();

  const signIn = (issuer: string, id: string): Promise<string> => {
    const persona = personas.all.find((one) => one.id === id);
    if (persona) return signInAs(issuer, persona);
    const { clients } = recall(dataDir, { province: 0, national: 0, issuer: 0, gateway: 0 }, []);
    return signInSystem(issuer, { clientId: id, secret: clients[id] ?? '' });
  };

  /** As it is in its present life. Close it before the next. */
  return ({ api, issuer, endpoints, queues }: Surroundings): Place & { close(): void } => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const sqs = new SQSClient({ region: LOCAL_REGION, endpoint: endpoints['SQS'] ?? '', credentials });
    return {
      api,
      sqs,
      tokenFor: async (persona) => {
        const token = tokens.get(persona) ?? (await signIn(issuer, persona));
        tokens.set(persona, token);
        return token;
      },
      queueOf: (system) => {
        const queue = queues[`${system[0]?.toUpperCase()}${system.slice(1)}Tasks`];
        if (!queue) throw new Error(`there is no queue of the system ${system}`);
        return queue.url;
      },
      contactOf: (persona) => {
        const citizen = personas.citizens.find(({ id }) => id === persona);
        if (!citizen) throw new Error(`there is no citizen ${persona}`);
        return { phone: citizen.phone, email: citizen.email, dwelling: citizen.dwelling };
      },
      close: () => sqs.destroy(),
    };
  };
};
