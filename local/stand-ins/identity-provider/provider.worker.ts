import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { installVirtualDate } from '../../virtual-date.ts';
import type { ProviderSettings } from './provider.ts';

/** What the main thread hands over; the issuer follows from the port. */
export type ProviderWorkerData = Omit<ProviderSettings, 'issuer'> & { readonly port: number; readonly clock: SharedArrayBuffer };

const data: ProviderWorkerData = workerData;
installVirtualDate(data.clock);
// Loaded after the Date is replaced, so that nothing in the library can hold the machine's.
const { makeProvider } = await import('./provider.ts');

const server = createServer();
server.listen(data.port, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the identity provider has no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  server.on('request', makeProvider({ ...data, issuer }).callback());
  parentPort?.postMessage({ issuer });
});
