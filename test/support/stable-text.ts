const inOrder = (_name: string, value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
};

/** The same text for the same content: members in the order of their names, which a table's maps do not keep. */
export const stableText = (value: unknown): string => JSON.stringify(value, inOrder);
