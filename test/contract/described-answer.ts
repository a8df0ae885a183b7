import * as z from 'zod';
import cell from '../../docs/openapi.json' with { type: 'json' };
import national from '../../docs/openapi-national.json' with { type: 'json' };

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const Responses = z.record(
  z.string(),
  z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).optional() }),
);
const Operation = z.object({ operationId: z.string(), responses: Responses });
const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const operations = new Map(
  [cell, national].flatMap((document) => {
    const { paths, components } = Description.parse(document);
    return Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId, responses }) => [operationId, { responses, schemas: components.schemas }] as const),
    );
  }),
);

/** Puts shared schemas where they are referred to. */
const resolved = (schema: unknown, schemas: Json): unknown => {
  if (Array.isArray(schema)) return schema.map((member) => resolved(member, schemas));
  if (!isRecord(schema)) return schema;
  if (typeof schema['$ref'] === 'string') return resolved(schemas[schema['$ref'].replace('#/components/schemas/', '')], schemas);
  return Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, resolved(member, schemas)]));
};

/** The same schema for one that takes no member beside those it names: an answer must not say what its description does not. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isRecord(schema)) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, closed(member)]));
  return isRecord(schema['properties']) && schema['additionalProperties'] === undefined
    ? { ...members, additionalProperties: false }
    : members;
};

const checks = new Map<unknown, z.ZodType>();

/** The checks of one described content, made once: a schema takes longer to read than an answer. */
const checksOf = (described: unknown, make: () => unknown): z.ZodType => {
  const known = checks.get(described);
  if (known) return known;
  const made = z.fromJSONSchema(z.record(z.string(), z.unknown()).parse(make()));
  checks.set(described, made);
  return made;
};

export type Answer = { readonly status: number; readonly contentType: string; readonly body: string };

/** What is wrong with an answer of `operation`, as its description sees it; nothing when it is described. */
export const faultsOfAnswer = (operation: string, { status, contentType, body }: Answer): readonly string[] => {
  const described = operations.get(operation);
  const response = described?.responses[status];
  if (!described || !response) return [`${operation} does not describe ${status}: ${body}`];
  const content = response.content ?? {};
  const [type = ''] = contentType.split(';');
  const media = content[type];
  if (!media) return [`${operation} ${status} describes ${Object.keys(content).join(', ') || 'no content'}, not ${type}: ${body}`];
  if (!media.schema || !type.endsWith('json')) return [];
  const result = checksOf(media, () => {
    const schema = resolved(media.schema, described.schemas);
    return type === 'application/json' ? closed(schema) : schema;
  }).safeParse(JSON.parse(body));
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${operation} ${status} /${path.join('/')}: ${message} in ${body}`);
};
