import { decodeJwt } from 'jose';
import { afterAll, beforeAll, inject } from 'vitest';
import { type ApiClient, apiClient } from '../../../local/demo/api-client.ts';
import { localPlace } from '../../../local/demo/local-place.ts';
import type { Place } from '../../../local/demo/place.ts';
import { recall } from '../../../local/remembered.ts';
import { bootRuntime, type Runtime } from '../../../local/runtime.ts';
import { PEOPLE, PROVINCE } from './cell.ts';
import { type Inspection, openInspection } from './inspection.ts';
import { scratchFolder } from './scratch.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';

/** The whole synthesized system, running in this process. */
export type TestPlace = {
  readonly runtime: Runtime;
  readonly place: Place;
  readonly surroundings: Surroundings;
  readonly inspection: Inspection;
  /** A client for the API with a token of this persona that is valid now, however far the clock was moved. */
  as(persona: string): Promise<ApiClient>;
  readonly anyone: ApiClient;
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

/** Boots the assembly of this run on a data folder, on free ports for a new folder and on its own ports for a known one. */
export const openPlace = async (dataDir: string): Promise<TestPlace> => {
  const remarks: string[] = [];
  const runtime = await bootRuntime({
    assembly: inject('assembly'),
    dataDir,
    province: PROVINCE,
    people: PEOPLE,
    log: (line) => remarks.push(line),
  });
  const place = localPlace(runtime);
  const surroundings = surroundingsOf(runtime);
  const inspection = openInspection(surroundings);
  const tokens = new Map<string, string>();

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
    as: async (persona) => apiClient(runtime.api, await tokenFor(persona)),
    anyone: apiClient(runtime.api),
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
export const usePlace = (): (() => TestPlace) => {
  const folder = scratchFolder('place');
  let opened: TestPlace | undefined;
  beforeAll(async () => {
    opened = await openPlace(folder.path);
  });
  afterAll(async () => {
    await opened?.stop();
    folder.remove();
  });
  return () => {
    if (!opened) throw new Error('the place is not up yet');
    return opened;
  };
};
