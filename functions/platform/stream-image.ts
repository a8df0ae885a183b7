import * as z from 'zod';

/** A value as DynamoDB streams write it: one member that names its type. */
type StreamValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly StreamValue[] }
  | { readonly M: Readonly<Record<string, StreamValue>> };

const StreamValue: z.ZodType<StreamValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ L: z.array(StreamValue) }),
    z.strictObject({ M: z.record(z.string(), StreamValue) }),
  ]),
);

/** The image of an item in a stream record: history events have text, numbers, lists and maps only; sets and bytes are refused. */
export const StreamImage = z.record(z.string(), StreamValue);

const plain = (value: StreamValue): unknown => {
  if ('S' in value) return value.S;
  if ('N' in value) return Number(value.N);
  if ('BOOL' in value) return value.BOOL;
  if ('L' in value) return value.L.map(plain);
  if ('M' in value) return plainImage(value.M);
  return null;
};

/** The item as the document client would give it. */
export const plainImage = (image: z.infer<typeof StreamImage>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plain(value)]));
