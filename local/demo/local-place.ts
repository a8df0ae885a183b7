import { SQSClient } from '@aws-sdk/client-sqs';
import { LOCAL_REGION } from '../assembly/place.ts';
import type { Runtime } from '../runtime.ts';
import type { Place } from './place.ts';

/** The local runtime as a place for journeys. Call `close` when done: the queue client keeps connections open. */
export const localPlace = (runtime: Runtime): Place & { close(): void } => {
  const sqs = new SQSClient({
    region: LOCAL_REGION,
    endpoint: runtime.endpoints['AWS_ENDPOINT_URL_SQS'],
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    api: runtime.api,
    tokenFor: (persona) => runtime.identity.tokenFor(persona),
    sqs,
    queueOf: (system) => {
      const prefix = `${system}Tasks`.toLowerCase();
      const queue = runtime.resources.find(
        ({ type, stack, logicalId }) =>
          type === 'AWS::SQS::Queue' && stack.endsWith('Agencies') && logicalId.toLowerCase().startsWith(`${prefix}queue`),
      );
      if (!queue) throw new Error(`there is no queue of the system ${system}`);
      return queue.physicalId;
    },
    contactOf: (persona) => {
      const citizen = runtime.personas.citizens.find(({ id }) => id === persona);
      if (!citizen) throw new Error(`there is no citizen ${persona}`);
      return { phone: citizen.phone, email: citizen.email, dwelling: citizen.dwelling };
    },
    close: () => sqs.destroy(),
  };
};
