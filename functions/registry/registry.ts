import * as z from 'zod';

const Text = z.object({ vi: z.string(), en: z.string() });

/** The parts of a record's JSON Schema that the configuration refers to. */
const Members = z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()) });

/**
 * A field that is worked out when the register answers, so that what it comes from need not leave. `contains-subject`: whether the
 * list `of` names the person asked about, true or false.
 */
const DerivedField = z.object({ rule: z.literal('contains-subject'), of: z.string() });

/** What one purpose may read of a registry, with the law that says so. */
const Purpose = z.object({
  purpose: z.string(),
  fields: z.array(z.string()).min(1),
  legalBasis: z.array(z.string()).min(1),
  confidence: z.enum(['high', 'medium', 'low', 'unknown']),
  source: z.string(),
});

/** A register behind the sharing gateway (catalogue/registries): data, not code. */
export const Registry = z
  .object({
    id: z.string().regex(/^[a-z][a-z-]{1,31}$/),
    version: z.iso.date(),
    name: Text,
    /** The agency that keeps the register; `code` is absent where it is not known to us. */
    owner: z.object({ code: z.string().optional(), name: Text }),
    /** The field that identifies a record, and whether that is the person asked about or a thing (a parcel). */
    key: z.object({ field: z.string(), of: z.enum(['subject', 'thing']) }),
    /** JSON Schema of a record's data. */
    schema: z.record(z.string(), z.unknown()),
    /** Fields that no record has and a purpose may cover all the same, by name. */
    derived: z.record(z.string(), DerivedField).default({}),
    purposes: z.array(Purpose),
  })
  .refine(({ key, schema }) => Members.parse(schema).required.includes(key.field), 'the key must be a required field of the schema')
  .refine(
    ({ derived, schema }) => Object.values(derived).every(({ of }) => Members.parse(schema).required.includes(of)),
    'a derived field may only come from a required field of the schema',
  )
  .refine(
    ({ derived, schema }) => Object.keys(derived).every((name) => !Object.hasOwn(Members.parse(schema).properties, name)),
    'a derived field may not have the name of a field of the schema',
  )
  .refine(
    ({ purposes, derived, schema }) =>
      purposes.every(({ fields }) =>
        fields.every((field) => Object.hasOwn(Members.parse(schema).properties, field) || Object.hasOwn(derived, field)),
      ),
    'a purpose may only cover fields of the schema and derived ones',
  );
export type Registry = z.infer<typeof Registry>;

/** The registries that a function knows. */
export type Registries = { find(id: string): Registry | undefined };

export const registriesOf = (entries: readonly unknown[]): Registries => {
  const registries = new Map(entries.map((entry) => Registry.parse(entry)).map((registry) => [registry.id, registry]));
  return { find: (id) => registries.get(id) };
};

/** The fields that `purpose` may read here; none when the registry knows no such purpose. */
export const fieldsFor = ({ purposes }: Registry, purpose: string): readonly string[] =>
  purposes.find((one) => one.purpose === purpose)?.fields ?? [];
