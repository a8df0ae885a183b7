import { type CryptoKey, compactVerify, importJWK, type JWK } from 'jose';
import { apiClient, listField, textField } from './api-client.ts';

/** Verifies a result as a third party would: signature by the published keys, then validity by the result's code. */
export const verifyResult = async (api: string, jws: string, resultCode: string): Promise<boolean> => {
  const anyone = apiClient(api);
  const keys = listField(await anyone.get('/public/jwks.json'), 'keys');
  const { payload } = await compactVerify(
    jws,
    async ({ kid }): Promise<CryptoKey | Uint8Array> => {
      const key = keys.find((one) => one['kid'] === kid);
      if (!key) throw new Error(`no published key ${kid}`);
      const jwk: JWK = { ...key };
      return importJWK(jwk, 'ES256');
    },
    { algorithms: ['ES256'] },
  );
  const signed: unknown = JSON.parse(new TextDecoder().decode(payload));
  const code = typeof signed === 'object' && signed !== null && 'code' in signed ? signed.code : undefined;
  const status = textField(await anyone.get(`/public/results/${resultCode}/verification`), 'status');
  return code === resultCode && status === 'valid';
};
