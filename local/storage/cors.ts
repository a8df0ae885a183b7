/** One rule of a bucket's CorsConfiguration. `*` in an origin or a header stands for any characters. */
export type CorsRule = {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: number | undefined;
};

const matches = (pattern: string, text: string): boolean => {
  const [before = '', after] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  return after === undefined
    ? lower === before
    : lower.length >= before.length + after.length && lower.startsWith(before) && lower.endsWith(after);
};

/**
 * The headers that let a browser read the answer; none when no rule allows the request.
 * @param method of a preflight: the one that it asks for
 * @param asked header names that a preflight asks for, lower case
 */
export const corsHeaders = (
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  asked: readonly string[] = [],
): Record<string, string> => {
  const rule = rules.find(
    ({ origins, methods, headers }) =>
      origins.some((pattern) => matches(pattern, origin)) &&
      methods.includes(method) &&
      asked.every((name) => headers.some((pattern) => matches(pattern, name))),
  );
  if (!rule) return {};
  return {
    'access-control-allow-origin': rule.origins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.methods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    ...(rule.exposed.length > 0 && { 'access-control-expose-headers': rule.exposed.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
  };
};
