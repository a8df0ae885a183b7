import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { systemClock } from '../platform/clock.ts';
import { type OwnerIndex, ownerIndex } from './owner-index.ts';

const Key = z.object({ version: z.string().regex(/^\w{1,8}$/), key: z.base64().refine((key) => Buffer.from(key, 'base64').length === 32) });
const Keys = z.object({ current: Key, previous: Key.optional() });

/** The owner index with the keys of the cell's secret `OwnerIndexKeys`. */
export const secretOwnerIndex = (secretId: string): OwnerIndex => {
  const client = new SecretsManagerClient({});
  return ownerIndex(async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return Keys.parse(JSON.parse(SecretString ?? ''));
  }, systemClock);
};
