import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '../../local/clock.ts';
import { openIdentityProvider } from '../../local/stand-ins/identity-provider/identity-provider.ts';
import { openPaymentGateway, type PaymentGateway } from '../../local/stand-ins/payment-gateway/payment-gateway.ts';
import { choosePersonas } from '../../local/stand-ins/population/personas.ts';
import { generatePopulation } from '../../local/stand-ins/population/population.ts';

/** Enough for all personas, and loaded in seconds. */
export const PEOPLE = 1000;

/** Letters and digits only: such a secret needs no escaping anywhere. */
const secret = (bytes: number): string => randomBytes(bytes).toString('hex');

/**
 * Who is outside the cells: the issuer of tokens, the people, and, once the cell has an address, the payment gateway. Their clock
 * is the machine's, as the emulator's is.
 */
export const openNeighbours = async (folder: string, province: string, systems: readonly string[]) => {
  mkdirSync(folder, { recursive: true });
  const clock = new VirtualClock();
  const population = generatePopulation({ seed: 'mot-cua', provinceCode: province, people: PEOPLE });
  const personas = choosePersonas(population);
  const cell = `cell-${province}`;
  const clients = Object.fromEntries([...systems, cell].map((clientId) => [clientId, secret(24)]));
  const identity = await openIdentityProvider({
    port: 0,
    clock,
    dataDir: folder,
    personas: personas.all,
    agencyClients: Object.entries(clients).map(([clientId, known]) => ({ clientId, secret: known })),
    redirectUris: [],
  });
  const merchant = { tmnCode: 'CHECKDEP', secrets: [secret(16)] };
  const ownerKeys = JSON.stringify({ current: { version: '1', key: randomBytes(32).toString('base64') } });
  let gateway: PaymentGateway | undefined;
  return {
    identity,
    population,
    personas,
    /** Secret of each system and of the cell, at the issuer. */
    clients,
    merchant,
    /** Values that an operator would put into the secrets of the cells, by name. */
    secrets: new Map([
      [`motcua/${province}/owner-index-keys`, ownerKeys],
      ['motcua/national/owner-index-keys', ownerKeys],
      [`motcua/${province}/merchant`, JSON.stringify(merchant)],
      [`motcua/${province}/national-client`, JSON.stringify({ clientId: cell, clientSecret: clients[cell] })],
    ]),
    /** Opens the gateway for the cell at `api`. Returns the address of its pay page. */
    openGateway: async (api: string): Promise<string> => {
      const dataDir = join(folder, 'gateway');
      mkdirSync(dataDir, { recursive: true });
      gateway = await openPaymentGateway({
        port: 0,
        clock,
        dataDir,
        ...merchant,
        notificationUrl: `${api}/public/payments/vnpay/notification`,
      });
      return gateway.payUrl;
    },
    stop: async (): Promise<void> => {
      await gateway?.stop();
      await identity.stop();
      clock.stop();
    },
  };
};

export type Neighbours = Awaited<ReturnType<typeof openNeighbours>>;
