/** Bytes of a value as DynamoDB counts them ("Item sizes and formats", Amazon DynamoDB Developer Guide). */
const valueBytes = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).replace(/\.|0+$/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return 3 + value.reduce((sum: number, member) => sum + 1 + valueBytes(member), 0);
  if (value && typeof value === 'object') return 3 + itemBytes(value) + Object.keys(value).length;
  return 1;
};

/** Bytes of an item: its attribute names and values. One write unit takes 1,024 of them. */
export const itemBytes = (item: object): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + (value === undefined ? 0 : Buffer.byteLength(name) + valueBytes(value)), 0);
