import * as z from 'zod';

/*
 * The JSON Schema vocabulary that forms of the catalogue use, as zod schemas. zod's own `fromJSONSchema` knows all of it and makes a
 * function 14 kB larger; a test holds the two against each other.
 */
const annotations = { $schema: z.string().optional(), title: z.string().optional(), description: z.string().optional() };

const Text = z.strictObject({
  ...annotations,
  type: z.literal('string'),
  pattern: z.string().optional(),
  format: z.literal('email').optional(),
  minLength: z.int().nonnegative().optional(),
  maxLength: z.int().nonnegative().optional(),
  enum: z.array(z.string()).min(1).optional(),
});
const Quantity = z.strictObject({
  ...annotations,
  type: z.enum(['number', 'integer']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const Flag = z.strictObject({ ...annotations, type: z.literal('boolean') });
const Members = z.strictObject({
  ...annotations,
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()),
});
const FormSchema = z.discriminatedUnion('type', [Text, Quantity, Flag, Members]);

const textSchema = ({ pattern, format, minLength, maxLength, enum: values }: z.infer<typeof Text>): z.ZodType => {
  if (values) return z.enum(values);
  let schema = z.string();
  if (pattern !== undefined) schema = schema.regex(new RegExp(pattern, 'u'));
  if (minLength !== undefined) schema = schema.min(minLength);
  if (maxLength !== undefined) schema = schema.max(maxLength);
  return format === 'email' ? schema.pipe(z.email()) : schema;
};

const quantitySchema = ({ type, minimum, maximum }: z.infer<typeof Quantity>): z.ZodType => {
  let schema = type === 'integer' ? z.int() : z.number();
  if (minimum !== undefined) schema = schema.min(minimum);
  if (maximum !== undefined) schema = schema.max(maximum);
  return schema;
};

const membersSchema = ({ properties, required = [] }: z.infer<typeof Members>): z.ZodType => {
  const unknown = required.filter((name) => !Object.hasOwn(properties, name));
  if (unknown.length > 0) throw new Error(`the form requires members that it does not have: ${unknown.join(', ')}`);
  return z.strictObject(
    Object.fromEntries(
      Object.entries(properties).map(([name, member]) => {
        const schema = formSchema(member);
        return [name, required.includes(name) ? schema : schema.optional()];
      }),
    ),
  );
};

/** The checks of a form's JSON Schema. @throws naming the keyword when it uses one that is not known here */
export const formSchema = (jsonSchema: unknown): z.ZodType => {
  const schema = FormSchema.parse(jsonSchema);
  switch (schema.type) {
    case 'string':
      return textSchema(schema);
    case 'number':
    case 'integer':
      return quantitySchema(schema);
    case 'boolean':
      return z.boolean();
    case 'object':
      return membersSchema(schema);
  }
};
