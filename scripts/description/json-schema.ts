import * as z from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Formats that say enough by themselves: zod adds a pattern of several hundred characters to each. */
const selfExplaining = ['date', 'date-time', 'uri'];

/**
 * The JSON Schema of what goes in (`input`: defaults may be left out) or comes out, without the dialect's address. What comes
 * out may get new members in a later version, so nothing says that there are no others.
 */
export const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    override: ({ jsonSchema: made }) => {
      if (made.format && selfExplaining.includes(made.format)) delete made.pattern;
      if (io === 'output' && made.additionalProperties === false) delete made.additionalProperties;
      delete made.propertyNames;
    },
  });
  return rest;
};
