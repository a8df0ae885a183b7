import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperatorAddresses } from './demo/operator-addresses.ts';
import type { Runtime } from './runtime.ts';

/** What other processes need of a runtime that is up: to get a token, and to run an operator's command. */
export type Running = {
  readonly pid: number;
  readonly issuer: string;
  readonly personas: Runtime['personas']['all'];
  readonly operators: OperatorAddresses;
};

const fileOf = (dataDir: string) => join(dataDir, 'running.json');

/** Leaves a note in the data folder while the runtime is up. */
export const announceRunning = (dataDir: string, runtime: Runtime, operators: OperatorAddresses): { forget(): void } => {
  const running: Running = { pid: process.pid, issuer: runtime.identity.issuer, personas: runtime.personas.all, operators };
  writeFileSync(fileOf(dataDir), JSON.stringify(running), { mode: 0o600 });
  return { forget: () => rmSync(fileOf(dataDir), { force: true }) };
};

/** @throws Error when no runtime has left a note there */
export const findRunning = (dataDir: string): Running => {
  if (!existsSync(fileOf(dataDir))) throw new Error(`no runtime is up on ${dataDir}: run npm start first, or give its folder with --data`);
  return JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
};
