/** A JSON value, as states hand it on. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Largest input, result or output of a state, in bytes of UTF-8 (256 KiB, as in AWS). */
export const DATA_LIMIT_BYTES = 262_144;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonObject = (value: Json | undefined): value is { [key: string]: Json } => isRecord(value);

/** Parses JSON text; throws SyntaxError. */
export const parseJson = (text: string): Json => JSON.parse(text);

/** The value as it would arrive after a trip over the wire; what JSON cannot say becomes null. */
export const toJson = (value: unknown): Json => parseJson(JSON.stringify(value) ?? 'null');

export const bytesOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));
