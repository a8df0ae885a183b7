import * as z from 'zod';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Registries, Registry } from './registry.ts';
import type { RecordAddress, RegistryRecord, RegistryRecords } from './registry-records.ts';

/** As many records as one call takes. */
const MOST_RECORDS = 500;

export const LoadRegistryInput = z.strictObject({
  registry: z.string(),
  records: z.array(z.object({ key: z.string().min(1).max(64), data: z.record(z.string(), z.unknown()) })).max(MOST_RECORDS),
});
export type LoadRegistryInput = z.infer<typeof LoadRegistryInput>;

export type LoadRegistryDeps = {
  readonly registries: Registries;
  readonly records: Pick<RegistryRecords, 'save'>;
  readonly ownerIndex: OwnerIndex;
  readonly clock: Clock;
};

/** A record that was not taken, by its place in the call: a reason never repeats its data. */
export type RefusedRecord = { readonly index: number; readonly reason: string };

export type LoadRegistryOutcome =
  | { readonly kind: 'loaded'; readonly loaded: number; readonly refused: readonly RefusedRecord[] }
  | { readonly kind: 'unknown-registry' };

const schemas = new WeakMap<Registry, z.ZodType>();

const schemaOf = (registry: Registry): z.ZodType => {
  const known = schemas.get(registry);
  if (known) return known;
  const schema = z.fromJSONSchema(registry.schema);
  schemas.set(registry, schema);
  return schema;
};

/** Where in a record the schema found its first fault; paths are names of fields, so they give nothing away. */
const faultIn = (registry: Registry, { key, data }: LoadRegistryInput['records'][number]): string | undefined => {
  const result = schemaOf(registry).safeParse(data);
  if (!result.success) return `schema: /${result.error.issues[0]?.path.join('/') ?? ''}`;
  return data[registry.key.field] === key ? undefined : `key: /${registry.key.field} differs`;
};

/** Takes records into a registry; each replaces what was there under its key. Records that do not fit are refused one by one. */
export const loadRegistry =
  ({ registries, records, ownerIndex, clock }: LoadRegistryDeps) =>
  async (input: LoadRegistryInput): Promise<LoadRegistryOutcome> => {
    const registry = registries.find(input.registry);
    if (!registry) return { kind: 'unknown-registry' };
    const asOf = clock.now().toISOString();
    const refused: RefusedRecord[] = [];
    const taken = new Map<string, RecordAddress & RegistryRecord>();
    for (const [index, record] of input.records.entries()) {
      const keyHash = await ownerIndex.current(record.key);
      const reason = taken.has(keyHash) ? 'key: twice in this call' : faultIn(registry, record);
      if (reason) refused.push({ index, reason });
      else taken.set(keyHash, { registry: registry.id, keyHash, data: record.data, asOf });
    }
    await records.save([...taken.values()]);
    return { kind: 'loaded', loaded: taken.size, refused };
  };
