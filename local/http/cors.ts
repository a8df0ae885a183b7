import { type JsonObject, stringsOf } from '../assembly/json.ts';

/** `CorsConfiguration` of an HTTP API. */
export type CorsConfig = {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly credentials: boolean;
};

export const readCors = (configuration: JsonObject): CorsConfig => ({
  origins: stringsOf(configuration['AllowOrigins'], 'AllowOrigins'),
  methods: stringsOf(configuration['AllowMethods'], 'AllowMethods'),
  headers: stringsOf(configuration['AllowHeaders'], 'AllowHeaders'),
  exposed: stringsOf(configuration['ExposeHeaders'], 'ExposeHeaders'),
  maxAgeSeconds: configuration['MaxAge'] === undefined ? undefined : Number(configuration['MaxAge']),
  credentials: configuration['AllowCredentials'] === true,
});

/** The headers that every answer to this origin carries; none when the origin is not allowed. */
export const corsHeaders = (cors: CorsConfig, origin: string | undefined): Record<string, string> => {
  if (origin === undefined) return {};
  const allowed = cors.origins.find((candidate) => candidate === '*' || candidate === origin || matchesWildcard(candidate, origin));
  if (allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed === '*' ? '*' : origin,
    ...(allowed !== '*' && { vary: 'Origin' }),
    ...(cors.exposed.length > 0 && { 'access-control-expose-headers': cors.exposed.join(',') }),
    ...(cors.credentials && { 'access-control-allow-credentials': 'true' }),
  };
};

/** The headers that answer a preflight request; none when its origin is not allowed. */
export const preflightHeaders = (cors: CorsConfig, origin: string | undefined): Record<string, string> => {
  const common = corsHeaders(cors, origin);
  if (!common['access-control-allow-origin']) return {};
  return {
    ...common,
    ...(cors.methods.length > 0 && { 'access-control-allow-methods': cors.methods.join(',') }),
    ...(cors.headers.length > 0 && { 'access-control-allow-headers': cors.headers.join(',') }),
    ...(cors.maxAgeSeconds !== undefined && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
};

/** `https://*` and `https://*.example.org`. */
const matchesWildcard = (pattern: string, origin: string): boolean => {
  const [before, after, ...more] = pattern.split('*');
  return after !== undefined && more.length === 0 && origin.startsWith(before ?? '') && origin.endsWith(after);
};
