import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ClientCredentials } from './client-credentials.ts';

/** Reads the secret `{ clientId, clientSecret, resource? }` each time it is called. */
export const secretCredentials = (secretId: string): (() => Promise<ClientCredentials>) => {
  const client = new SecretsManagerClient({});
  return async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return ClientCredentials.parse(JSON.parse(SecretString ?? ''));
  };
};
