/** Longer than any code, key or reference. */
const LONGEST = 100;

/**
 * A stored text as it may be told. Codes, states, keys and references are told; what does not look like one (blanks, letters of no
 * code, a personal number) may have been put there by mistake and be a person's, so that only its length is.
 */
export const plain = (value: unknown): string => {
  const text = String(value);
  const isCode = /^[\x21-\x7e]*$/.test(text) && text.length <= LONGEST && !/^\d{9,12}$/.test(text);
  return isCode ? text : `(${text.length} characters that are no code)`;
};
