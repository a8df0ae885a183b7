import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ports of the local place. They are kept over a restart: addresses stand in tokens, in pay links and in open pages. */
export type Ports = {
  readonly province: number;
  readonly national: number;
  readonly issuer: number;
  readonly gateway: number;
  /** The object store's: it stands in links to upload and to read. Any free one when absent. */
  readonly storage?: number;
};

/** What a data folder remembers beside the engines' own files. Secrets are made once and never leave the machine. */
export type Remembered = {
  readonly ports: Ports;
  /** The province whose cell has its state here. */
  readonly province?: string;
  /** Milliseconds that virtual time is ahead of the machine. */
  readonly clockOffset: number;
  readonly ownerKey: string;
  readonly merchant: { readonly tmnCode: string; readonly secrets: readonly string[] };
  /** Secret by client id: agency systems and cells. */
  readonly clients: Readonly<Record<string, string>>;
  /** Which population has been loaded into the registries, if any. */
  readonly population?: string;
};

const fileOf = (dataDir: string) => join(dataDir, 'place.json');

/** Letters and digits only: such a secret needs no escaping anywhere. */
const secret = (bytes: number): string => randomBytes(bytes).toString('hex');

const fresh = (ports: Ports, clients: readonly string[]): Remembered => ({
  ports,
  clockOffset: 0,
  ownerKey: randomBytes(32).toString('base64'),
  merchant: { tmnCode: 'LOCALDEM', secrets: [secret(16)] },
  clients: Object.fromEntries(clients.map((client) => [client, secret(24)])),
});

/** Writes whole or not at all: a kill between two writes leaves the old file. */
export const remember = (dataDir: string, remembered: Remembered): void => {
  const file = fileOf(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify(remembered, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/** What the folder knows; for a new folder, fresh secrets and the given ports. */
export const recall = (dataDir: string, ports: Ports, clients: readonly string[]): Remembered => {
  mkdirSync(dataDir, { recursive: true });
  const file = fileOf(dataDir);
  if (existsSync(file)) {
    const known: Remembered = JSON.parse(readFileSync(file, 'utf8'));
    const missing = clients.filter((client) => known.clients[client] === undefined);
    return { ...known, clients: { ...known.clients, ...Object.fromEntries(missing.map((client) => [client, secret(24)])) } };
  }
  const made = fresh(ports, clients);
  remember(dataDir, made);
  return made;
};
