import type { Adapter, AdapterPayload } from 'oidc-provider';

type Stored = { readonly payload: AdapterPayload; readonly expiresAt: number };

/** How many writes may pass between two sweeps of expired records. */
const SWEEP_EVERY = 500;

const records = new Map<string, Stored>();
let writes = 0;

const sweep = () => {
  const now = Date.now();
  for (const [key, { expiresAt }] of records) if (expiresAt <= now) records.delete(key);
};

const live = (key: string): AdapterPayload | undefined => {
  const stored = records.get(key);
  return stored && stored.expiresAt > Date.now() ? stored.payload : undefined;
};

/**
 * Keeps sign-ins that are under way (sessions, interactions, codes, grants) in memory: access tokens are JWTs and need no
 * record, so a restart only asks people to sign in again.
 */
export class SignInRecords implements Adapter {
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<undefined> {
    writes += 1;
    if (writes % SWEEP_EVERY === 0) sweep();
    records.set(this.#key(id), { payload, expiresAt: expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000 });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return live(this.#key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#all().find((payload) => payload.uid === uid);
  }

  async findByUserCode(): Promise<undefined> {
    throw new Error('the device flow is not offered here');
  }

  async consume(id: string): Promise<undefined> {
    const payload = live(this.#key(id));
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<undefined> {
    records.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<undefined> {
    // Only this model's: an interaction that is under way carries the old grant's id and must outlive its revocation.
    for (const [key, { payload }] of records) if (key.startsWith(this.#key('')) && payload.grantId === grantId) records.delete(key);
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }

  #all(): AdapterPayload[] {
    const prefix = this.#key('');
    const found = [...records.keys()].map((key) => (key.startsWith(prefix) ? live(key) : undefined));
    return found.filter((payload) => payload !== undefined);
  }
}
