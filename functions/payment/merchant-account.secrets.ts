import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../platform/clock.ts';
import { merchantAccount, StoredMerchantAccount } from './merchant-account.ts';

/** The merchant account of the cell's secret. */
export const secretMerchantAccount = (secretId: string, clock: Clock) => {
  const client = new SecretsManagerClient({});
  return merchantAccount(async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return StoredMerchantAccount.parse(JSON.parse(SecretString ?? ''));
  }, clock);
};
