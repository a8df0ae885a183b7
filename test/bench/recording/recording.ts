import type { TableShape } from '../../../local/dynamodb/units.ts';
import type { Runtime } from '../../../local/runtime.ts';
import { NOTHING, sumOf, type Use } from './use.ts';

/** One request of the journey, and everything used from it to the next, its consequences included. */
export type Exchange = { readonly route: string; readonly use: Use };

export type Recording = {
  readonly exchanges: readonly Exchange[];
  readonly dossierId: string;
  /** Shapes of all tables of both cells, by name. */
  readonly tables: ReadonlyMap<string, TableShape>;
  /** Physical name of the province cell's table of dossiers. */
  readonly dossiersTable: string;
  readonly resources: Runtime['resources'];
};

/** Looks at a dossier that anyone may take as often as he likes: its owner at its state, and whoever is shown the result at its code. */
const isLook = ({ route }: Exchange): boolean => route === 'GET /citizen/dossiers/{id}' || route.startsWith('GET /public/');

/** The owner's look at the state of a dossier. */
const isStatusRead = ({ route }: Exchange): boolean => route === 'GET /citizen/dossiers/{id}';

/** What agencies do with their queues goes on between requests, whatever the request was. */
const besideRequests = ({ queueMessages, services }: Use): Pick<Use, 'queueMessages' | 'services'> => ({ queueMessages, services });

/** What every dossier uses: the journey without the looks that are only looks. */
export const ownUse = ({ exchanges }: Pick<Recording, 'exchanges'>): Use =>
  sumOf(exchanges.map((exchange) => (isLook(exchange) ? { ...NOTHING, ...besideRequests(exchange.use) } : exchange.use)));

/** What one status read uses: the last one, with the whole history to show. */
export const statusReadUse = ({ exchanges }: Pick<Recording, 'exchanges'>): Use => {
  const last = exchanges.findLast(isStatusRead);
  if (!last) throw new Error('the journey has no status read');
  return { ...last.use, queueMessages: 0, services: {} };
};

/** Requests of the write path, as the demo's budget counts them: those that write, and the gateway's notification. */
export const writePathRequests = ({ api }: Pick<Use, 'api'>): number =>
  Object.entries(api).reduce((sum, [route, count]) => (/^POST |\/vnpay\/notification$/.test(route) ? sum + count : sum), 0);
