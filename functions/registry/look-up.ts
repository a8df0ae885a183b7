import * as z from 'zod';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { LookupRequest, RegistryAnswer } from '../platform/national-cell.ts';
import type { LookupRecord, LookupRecords } from './lookup-records.ts';
import { fieldsFor, type Registries, type Registry } from './registry.ts';
import type { RegistryRecord, RegistryRecords } from './registry-records.ts';

export type LookUpDeps = {
  readonly registries: Registries;
  readonly records: Pick<RegistryRecords, 'find'>;
  readonly lookups: LookupRecords;
  readonly ownerIndex: OwnerIndex;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type LookUpOutcome =
  | { readonly kind: 'answered'; readonly answers: readonly RegistryAnswer[] }
  | { readonly kind: 'not-covered'; readonly registry: string }
  | { readonly kind: 'unknown-registry'; readonly registry: string };

type Asked = LookupRequest['requests'][number];

/** A request with what the purpose lets it read; `fields` is empty when it is not covered. */
type Weighed = { readonly asked: Asked; readonly registry: Registry | undefined; readonly fields: readonly string[] };

/** Fields of the purpose that were asked for; none when one of them is not covered, or the key is another person's. */
const coveredFields = (registry: Registry, { purpose, subject }: LookupRequest, asked: Asked): readonly string[] => {
  const covered = fieldsFor(registry, purpose);
  if (registry.key.of === 'subject' && asked.key !== subject.pin) return [];
  const wanted = asked.fields ?? covered;
  return wanted.every((field) => covered.includes(field)) ? wanted : [];
};

/** What leaves of a record: its own fields as they are, derived ones worked out for the subject. */
const answerFields = (
  { derived }: Registry,
  data: RegistryRecord['data'],
  fields: readonly string[],
  { pin }: LookupRequest['subject'],
): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const rule = Object.hasOwn(derived, field) ? derived[field] : undefined;
      if (rule) return [[field, z.array(z.unknown()).parse(data[rule.of]).includes(pin)]];
      return Object.hasOwn(data, field) ? [[field, data[field]]] : [];
    }),
  );

/**
 * Answers a cell's questions to registries with the fields that the purpose covers. All requests are answered or none: one that
 * is not covered refuses the call. What was asked is recorded under the subject before anything leaves, refusals too.
 */
export const lookUp = ({ registries, records, lookups, ownerIndex, clock, ids }: LookUpDeps) => {
  /** The record of each request under the newest key version that has one. */
  const findAll = async (weighed: readonly Weighed[]): Promise<(RegistryRecord | undefined)[]> => {
    const hashes = await Promise.all(weighed.map(({ asked }) => ownerIndex.all(asked.key)));
    const found = await records.find(
      weighed.flatMap(({ asked }, index) => (hashes[index] ?? []).map((keyHash) => ({ registry: asked.registry, keyHash }))),
    );
    let next = 0;
    return hashes.map(({ length }) => {
      const ofKey = found.slice(next, next + length);
      next += length;
      return ofKey.find((record) => record !== undefined);
    });
  };

  return async (request: LookupRequest, by: string): Promise<LookUpOutcome> => {
    const at = clock.now().toISOString();
    const weighed = request.requests.map((asked): Weighed => {
      const registry = registries.find(asked.registry);
      return { asked, registry, fields: registry ? coveredFields(registry, request, asked) : [] };
    });
    const ownerKey = await ownerIndex.current(request.subject.pin);
    const { purpose, legalBasis, dossierId, dossierCode } = request;
    const recordOf = ({ asked: { registry } }: Weighed, outcome: LookupRecord['outcome'], fields: readonly string[]): LookupRecord => ({
      ...{ ownerKey, id: ids.ulid(), at, by, registry, purpose, legalBasis, dossierId, dossierCode },
      outcome,
      fields: [...fields],
    });

    const refused = weighed.find(({ fields }) => fields.length === 0);
    if (refused) {
      await lookups.append(weighed.map((one) => recordOf(one, 'refused', [])));
      return { kind: refused.registry ? 'not-covered' : 'unknown-registry', registry: refused.asked.registry };
    }

    const found = await findAll(weighed);
    await lookups.append(weighed.map((one, index) => (found[index] ? recordOf(one, 'found', one.fields) : recordOf(one, 'not-found', []))));
    const answers = weighed.map(({ asked, registry, fields }, index): RegistryAnswer => {
      const record = found[index];
      if (!record || !registry) return { registry: asked.registry, status: 'not-found', asOf: at };
      const data = answerFields(registry, record.data, fields, request.subject);
      return { registry: registry.id, status: 'found', data, asOf: record.asOf };
    });
    return { kind: 'answered', answers };
  };
};
