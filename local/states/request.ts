import { AwsError } from '../aws-json.ts';
import { DATA_LIMIT_BYTES, type Json, parseJson } from './json.ts';

/** The members of an API call. */
export type Request = Readonly<Record<string, unknown>>;

export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);

export const optionalText = (request: Request, member: string, longest = Number.POSITIVE_INFINITY): string | undefined => {
  const value = request[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw validationError(`${member} must be a string`);
  if (value.length > longest) throw validationError(`${member} must have at most ${longest} characters`);
  return value;
};

export const requiredText = (request: Request, member: string, longest?: number): string => {
  const value = optionalText(request, member, longest);
  if (value === undefined || value === '') throw validationError(`${member} is missing`);
  return value;
};

/** `maxResults`; 0 or nothing means `usual`. */
export const pageSize = (request: Request, usual = 100, most = 1000): number => {
  const value = request['maxResults'];
  if (value === undefined || value === null || value === 0) return usual;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most) return value;
  throw validationError(`maxResults must be a whole number from 0 to ${most}`);
};

/** JSON text within the data limit; `invalid` makes the error for text that is not JSON. */
export const jsonText = (text: string, member: string, invalid: () => AwsError): { readonly text: string; readonly value: Json } => {
  if (Buffer.byteLength(text) > DATA_LIMIT_BYTES) throw validationError(`${member} must have at most ${DATA_LIMIT_BYTES} bytes`);
  try {
    return { text, value: parseJson(text) };
  } catch {
    throw invalid();
  }
};

/** A page's place in a list, opaque to the caller. */
export const pageToken = {
  encode: (place: Readonly<Record<string, Json>>): string => Buffer.from(JSON.stringify(place)).toString('base64url'),
  /** The number kept under `key` of a token made for `purpose`. */
  decode: (token: string, purpose: string, key: string): number => {
    try {
      const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
      if (typeof place === 'object' && place !== null && 'for' in place && place.for === purpose && key in place) {
        const value: unknown = Reflect.get(place, key);
        if (typeof value === 'number' && Number.isInteger(value)) return value;
      }
    } catch {
      // Falls through to the one error there is for every unusable token.
    }
    throw new AwsError('InvalidToken', 'nextToken was not given out for this call');
  },
};

/** Times go over the wire as seconds. */
export const wireTime = (at: number): number => at / 1000;
