import { createHash } from 'node:crypto';

/** Where a resource stands in the assembly: what its generated names and ids are made from. */
export type Position = { readonly cell: string; readonly stack: string; readonly logicalId: string };

/** Hexadecimal characters that are the same for the same position, on every machine and at every boot. */
export const stableHex = ({ cell, stack, logicalId }: Position, length: number): string =>
  createHash('sha256')
    .update(JSON.stringify([cell, stack, logicalId]))
    .digest('hex')
    .slice(0, length);

export const stableUuid = (position: Position): string => {
  const hex = stableHex(position, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/**
 * The name that a resource without one of its own gets: `<stack>-<logical id>`, with the cell in front where the stack's name
 * lacks it, since all cells share one account here. What is too long is cut and closed with a hash.
 */
export const generatedName = (position: Position, longest: number): string => {
  const { cell, stack, logicalId } = position;
  const own = cell === '' || stack === cell || stack.startsWith(`${cell}-`);
  const name = (own ? `${stack}-${logicalId}` : `${cell}-${stack}-${logicalId}`).replaceAll('/', '-');
  return name.length <= longest ? name : `${name.slice(0, longest - 9)}-${stableHex(position, 8)}`;
};
