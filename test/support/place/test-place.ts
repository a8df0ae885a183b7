import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, inject } from 'vitest';
import { type ApiClient, apiClient } from '../../../local/demo/api-client.ts';
import { localPlace } from '../../../local/demo/local-place.ts';
import type { Place } from '../../../local/demo/place.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { recall } from '../../../local/remembered.ts';
import { bootRuntime, type Runtime } from '../../../local/runtime.ts';
import { synthesize } from '../../../local/synthesize.ts';
import { PEOPLE, PROVINCE } from './cell.ts';
import { type Inspection, openInspection } from './inspection.ts';
import { scratchFolder } from './scratch.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import { withWitness } from './witness.ts';

/** The whole synthesized system, running in this process. */
export type TestPlace = {
  readonly runtime: Runtime;
  readonly place: Place;
  readonly surroundings: Surroundings;
  readonly inspection: Inspection;
  /** Folder of everything that the place keeps. */
  readonly dataDir: string;
  /** A client for the API with a token of this persona that is valid now, however far the clock was moved. */
  as(persona: string): Promise<ApiClient>;
  readonly anyone: ApiClient;
  /** Moves the clock once nothing is under way, and waits until nothing is under way again. */
  advance(ms: number): Promise<void>;
  /** The account at the payment gateway, with the secrets that sign. */
  readonly merchant: { readonly tmnCode: string; readonly secrets: readonly string[] };
  /** What the runtime said. */
  readonly remarks: readonly string[];
  stop(): Promise<void>;
};

/** Tokens live an hour; one with less than this left is replaced. */
const LEAST_LEFT_S = 120;

/** For a folder that is known already; its own ports count. */
const NO_PORTS = { province: 0, national: 0, issuer: 0, gateway: 0 };

/** One worker for each function: a journey then starts each of them once, where the runtime's own limit makes it start them anew. */
const ALL_WARM = 60;

type PlaceOptions = {
  /** @default one for each function */
  readonly maxWarm?: number;
  /** Whether a subscriber is added that is sent every event (witness.ts). */
  readonly witness?: boolean;
  /** Whether the calls of the functions can be seen and disturbed. */
  readonly disturbable?: boolean;
  /** Changes the copy of the assembly that a place with a witness boots, given its folder. */
  readonly change?: (assembly: string) => void;
  /** The procedures of its catalogue; its assembly is then synthesized with them. @default those of the repository */
  readonly procedures?: readonly { readonly id: string }[];
};

/** Synthesizing takes its time, in a place with procedures of its own. */
const BOOTED_WITHIN_MS = 240_000;

/** Synthesizes the cells with a catalogue of the test's own. @returns the assembly's folder */
const assemblyWith = async (dataDir: string, procedures: readonly { readonly id: string }[]): Promise<string> => {
  const folder = join(dataDir, 'procedures');
  mkdirSync(folder, { recursive: true });
  for (const procedure of procedures) writeFileSync(join(folder, `${procedure.id}.json`), JSON.stringify(procedure));
  const assembly = join(dataDir, 'own.cdk.out');
  await synthesize(assembly, PROVINCE, { procedures: folder });
  return assembly;
};

/** Boots the assembly of this run on a data folder, on free ports for a new folder and on its own ports for a known one. */
export const openPlace = async (dataDir: string, options: PlaceOptions = {}): Promise<TestPlace> => {
  const { maxWarm = ALL_WARM, witness = false, disturbable = false, change, procedures } = options;
  const synthesized = procedures ? await assemblyWith(dataDir, procedures) : inject('assembly');
  const assembly = witness ? withWitness(synthesized, join(dataDir, 'cdk.out')) : synthesized;
  if (witness) change?.(assembly);
  const remarks: string[] = [];
  const runtime = await bootRuntime({
    assembly,
    dataDir,
    province: PROVINCE,
    people: PEOPLE,
    maxWarm,
    disturbable,
    log: (line) => remarks.push(line),
  });
  try {
    return connect(runtime, dataDir, remarks);
  } catch (error) {
    await runtime.stop();
    throw error;
  }
};

const connect = (runtime: Runtime, dataDir: string, remarks: readonly string[]): TestPlace => {
  const place = localPlace(runtime);
  const surroundings = surroundingsOf(runtime);
  const inspection = openInspection(surroundings);
  const tokens = new Map<string, string>();

  const quiet = () =>
    waitFor(
      'quiet',
      () => undefined,
      async () => ((await runtime.idle()) ? true : undefined),
    );

  const tokenFor = async (persona: string): Promise<string> => {
    const kept = tokens.get(persona);
    if (kept && (decodeJwt(kept).exp ?? 0) > runtime.clock.now() / 1000 + LEAST_LEFT_S) return kept;
    const token = await runtime.identity.tokenFor(persona);
    tokens.set(persona, token);
    return token;
  };

  return {
    runtime,
    place: { ...place, tokenFor },
    surroundings,
    inspection,
    dataDir,
    as: async (persona) => apiClient(runtime.api, await tokenFor(persona)),
    anyone: apiClient(runtime.api),
    advance: async (ms) => {
      await quiet();
      await runtime.clock.advance(ms);
      await quiet();
    },
    merchant: recall(dataDir, NO_PORTS, []).merchant,
    remarks,
    stop: async () => {
      inspection.close();
      place.close();
      await runtime.stop();
    },
  };
};

/** One place for all tests of a file, booted before the first and gone with its data after the last. */
export const usePlace = (options: PlaceOptions = {}): (() => TestPlace) => {
  const folder = scratchFolder('place');
  let opened: TestPlace | undefined;
  beforeAll(async () => {
    opened = await openPlace(folder.path, options);
  }, BOOTED_WITHIN_MS);
  afterAll(async () => {
    await opened?.stop();
    folder.remove();
  });
  return () => {
    if (!opened) throw new Error('the place is not up yet');
    return opened;
  };
};
