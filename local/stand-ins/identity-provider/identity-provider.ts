import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { VirtualClock } from '../../clock.ts';
import type { About, AgencyClient, Persona } from './persona.ts';
import type { ProviderWorkerData } from './provider.worker.ts';
import { loadSigningKeys } from './signing-keys.ts';
import { signInAs, signInSystem } from './token-client.ts';

export type IdentityProviderOptions = {
  /** Port on 127.0.0.1; 0 takes a free one. The issuer's address follows from it. */
  readonly port: number;
  readonly clock: VirtualClock;
  /** Folder that survives a restart; the keys lie in its `identity-provider.json`. */
  readonly dataDir: string;
  readonly personas: readonly Persona[];
  readonly agencyClients: readonly AgencyClient[];
  /** Where the portal's pages take their codes. */
  readonly redirectUris: readonly string[];
};

export type IdentityProvider = {
  readonly issuer: string;
  /** Everyone that `tokenFor` knows, with the audience of the token. */
  readonly personas: readonly { readonly id: string; readonly audience: 'citizen' | 'staff' | 'agency'; readonly about: About }[];
  /** Signs in over HTTP, by the full flow, and returns an access token that is valid for an hour of virtual time. */
  tokenFor(personaId: string): Promise<string>;
  stop(): Promise<void>;
};

const issuerFrom = (message: unknown): string => {
  if (typeof message === 'object' && message !== null && 'issuer' in message && typeof message.issuer === 'string') return message.issuer;
  throw new Error('the identity provider did not start');
};

/**
 * Starts the identity provider in a thread of its own, whose Date is the virtual one, so that tokens are issued and expire by the
 * clock that everything else lives by.
 */
export const openIdentityProvider = async (options: IdentityProviderOptions): Promise<IdentityProvider> => {
  const { port, clock, dataDir, personas, agencyClients, redirectUris } = options;
  const keys = loadSigningKeys(join(dataDir, 'identity-provider.json'));
  const workerData: ProviderWorkerData = { port, clock: clock.shared, keys, personas, agencyClients, redirectUris };
  const worker = new Worker(new URL('./provider.worker.ts', import.meta.url), { workerData, execArgv: [] });
  // once() rejects on 'error': a taken port fails the start. Afterwards an error of the thread ends the process, as it should.
  const [message] = await once(worker, 'message');
  const issuer = issuerFrom(message);

  return {
    issuer,
    personas: [
      ...personas.map(({ id, audience, about }) => ({ id, audience, about })),
      ...agencyClients.map(({ clientId }) => ({
        id: clientId,
        audience: 'agency' as const,
        about: { vi: `hệ thống ${clientId}`, en: `system ${clientId}` },
      })),
    ],
    tokenFor: async (personaId) => {
      const persona = personas.find(({ id }) => id === personaId);
      if (persona) return signInAs(issuer, persona);
      const system = agencyClients.find(({ clientId }) => clientId === personaId);
      if (system) return signInSystem(issuer, system);
      throw new Error(`there is no persona ${personaId}`);
    },
    stop: async () => {
      await worker.terminate();
    },
  };
};
