import { ResultPayload } from './result.ts';
import type { ResultKey } from './result-key.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** Signs a result: JWS compact (RFC 7515), ES256. */
export const signResult = async (key: ResultKey, payload: ResultPayload): Promise<{ readonly jws: string; readonly kid: string }> => {
  const { kid, alg } = await key.publicKey();
  const signingInput = `${encode({ alg, kid, typ: 'motcua-result+jws' })}.${encode(ResultPayload.parse(payload))}`;
  const signature = await key.sign(Buffer.from(signingInput, 'ascii'));
  return { jws: `${signingInput}.${Buffer.from(signature).toString('base64url')}`, kid };
};

/** The payload of a result that this cell itself has signed and kept; its signature is not looked at. */
export const payloadOf = (jws: string): ResultPayload => {
  const [, payload = ''] = jws.split('.');
  return ResultPayload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
};
