/**
 * The province whose stacks gave a resource its name (`Province42-State-Dossiers…`), or whose functions a text names; undefined where
 * the name tells nothing, or tells of several.
 */
export const cellOfName = (text: string): string | undefined => {
  const cells = new Set([...text.matchAll(/\bProvince(\d{2})-/g)].map(([, cell]) => cell));
  return cells.size === 1 ? [...cells][0] : undefined;
};
