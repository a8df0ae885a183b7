import type { InvokeFunction } from './invoke.ts';
import type { Population } from './stand-ins/population/person.ts';
import { type RegistryRecord, recordsFor } from './stand-ins/population/registry-records.ts';

/** The loader of the national cell takes this many records a call. */
const CALL_RECORDS = 500;
/** Calls under way at once: as many as a function has environments here. */
const CALLS_AT_ONCE = 2;

type Call = { readonly registry: string; readonly records: readonly RegistryRecord[] };

function* callsFor(population: Population): Generator<Call> {
  for (const registry of ['population', 'residence', 'land'] as const) {
    const records = [...recordsFor(population, registry)];
    for (let start = 0; start < records.length; start += CALL_RECORDS)
      yield { registry, records: records.slice(start, start + CALL_RECORDS) };
  }
}

const refusedIn = (payload: unknown): readonly unknown[] =>
  typeof payload === 'object' && payload !== null && 'refused' in payload && Array.isArray(payload.refused) ? payload.refused : [];

/**
 * Loads a synthetic population through the national cell's own loader; a record that is there already is replaced by itself.
 * @throws when the loader fails or refuses a record
 */
export const seedPopulation = async (population: Population, loaderArn: string, invoke: InvokeFunction): Promise<number> => {
  const calls = callsFor(population);
  let loaded = 0;
  const work = async () => {
    for (const call of calls) {
      const result = await invoke(loaderArn, call);
      if (!result.ok) throw new Error(`the registry ${call.registry} was not loaded: ${result.errorType}: ${result.errorMessage}`);
      const [first] = refusedIn(result.payload);
      if (first) throw new Error(`the registry ${call.registry} refused a record: ${JSON.stringify(first)}`);
      loaded += call.records.length;
    }
  };
  // Both take their next call from the same generator.
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return loaded;
};
