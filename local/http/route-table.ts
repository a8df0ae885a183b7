/** A route that a request selects, with the values of its path parameters (decoded). */
export type RouteMatch<T> = { readonly route: T; readonly parameters: Readonly<Record<string, string>> };

export type RouteTable<T> = {
  /** @param path still encoded, without the query */
  match(method: string, path: string): RouteMatch<T> | undefined;
};

type Segment = { readonly kind: 'greedy' | 'parameter' | 'literal'; readonly text: string };

type Entry<T> = { readonly route: T; readonly method: string; readonly segments: readonly Segment[] };

/** The later in this list, the more specific. */
const KINDS = ['greedy', 'parameter', 'literal'];

/**
 * Selects routes as an HTTP API does: the most specific path first (literal before parameter before greedy), at equal paths
 * the method before ANY, and `$default` when nothing else matches.
 * @throws Error naming a route key that cannot be read, or two routes that match the same requests
 */
export const buildRouteTable = <T extends { readonly routeKey: string }>(routes: readonly T[]): RouteTable<T> => {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const entries = routes.filter((route) => route !== fallback).map(readEntry);
  entries.sort(moreSpecificFirst);
  refuseTwins(entries);
  return {
    match: (method, path) => {
      const parts = path.split('/').slice(1);
      for (const { route, method: wanted, segments } of entries) {
        const parameters = wanted === 'ANY' || wanted === method ? matchSegments(segments, parts) : undefined;
        if (parameters) return { route, parameters };
      }
      return fallback && { route: fallback, parameters: {} };
    },
  };
};

const readEntry = <T extends { readonly routeKey: string }>(route: T): Entry<T> => {
  const parsed = /^([A-Z]+) \/(.*)$/.exec(route.routeKey);
  if (!parsed) throw new Error(`route key ${route.routeKey} cannot be read`);
  const segments = (parsed[2] ?? '').split('/').map((part): Segment => {
    const name = /^\{([^{}+]+)(\+?)\}$/.exec(part);
    if (!name) return { kind: 'literal', text: part };
    return { kind: name[2] ? 'greedy' : 'parameter', text: name[1] ?? '' };
  });
  if (segments.slice(0, -1).some(({ kind }) => kind === 'greedy')) throw new Error(`route key ${route.routeKey}: {name+} must stand last`);
  return { route, method: parsed[1] ?? '', segments };
};

const moreSpecificFirst = (left: Entry<unknown>, right: Entry<unknown>): number => {
  for (const [index, segment] of left.segments.entries()) {
    const other = right.segments[index];
    if (!other) return -1;
    if (other.kind !== segment.kind) return KINDS.indexOf(other.kind) - KINDS.indexOf(segment.kind);
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
};

const refuseTwins = (entries: readonly Entry<{ readonly routeKey: string }>[]): void => {
  const seen = new Map<string, string>();
  for (const { route, method, segments } of entries) {
    const shape = `${method} ${segments.map(({ kind, text }) => (kind === 'literal' ? text : `{${kind}}`)).join('/')}`;
    const twin = seen.get(shape);
    if (twin) throw new Error(`routes ${twin} and ${route.routeKey} match the same requests`);
    seen.set(shape, route.routeKey);
  }
};

const matchSegments = (segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined => {
  const greedy = segments.at(-1)?.kind === 'greedy';
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, { kind, text }] of segments.entries()) {
    const value = kind === 'greedy' ? parts.slice(index).join('/') : (parts[index] ?? '');
    if (kind === 'literal' ? decoded(value) !== text : value === '') return undefined;
    if (kind !== 'literal') parameters[text] = decoded(value);
  }
  return parameters;
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
