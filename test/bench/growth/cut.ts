/** A text cut where its values differ from copy to copy: `literals[i]` comes before the value of `slots[i]`, the last one ends it. */
export type Cut = { readonly literals: readonly string[]; readonly slots: readonly number[] };

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/**
 * Makes the cutter for the values that a pattern has in its slots. Where one value contains another, the longer one is found; what is
 * no value stays literal.
 * @throws when two slots have the same value, or one is empty: a copy could not tell them apart
 */
export const cutter = (values: readonly string[]): ((text: string) => Cut) => {
  if (values.includes('') || new Set(values).size !== values.length)
    throw new Error('the values of a pattern must differ and not be empty');
  if (values.length === 0) return (text) => ({ literals: [text], slots: [] });
  const longestFirst = [...values].sort((left, right) => right.length - left.length);
  const pattern = new RegExp(`(${longestFirst.map(escaped).join('|')})`);
  return (text) => {
    const parts = text.split(pattern);
    return {
      literals: parts.filter((_, index) => index % 2 === 0),
      slots: parts.flatMap((part, index) => (index % 2 === 1 ? [values.indexOf(part)] : [])),
    };
  };
};

/** The text with other values in its slots. */
export const fill = ({ literals, slots }: Cut, values: readonly string[]): string => {
  let text = literals[0] ?? '';
  for (const [index, slot] of slots.entries()) text += `${values[slot]}${literals[index + 1]}`;
  return text;
};
