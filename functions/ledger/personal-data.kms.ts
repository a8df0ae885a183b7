import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { type PersonalData, personalData } from './personal-data.ts';

const present = (bytes: Uint8Array | undefined): Uint8Array => {
  if (!bytes) throw new Error('KMS answered without a key');
  return bytes;
};

/** Personal data under the cell's symmetric KMS key, with the dossier's id as encryption context. */
export const kmsPersonalData = (keyId: string): PersonalData => {
  const client = new KMSClient({});
  return personalData({
    create: async (dossierId) => {
      const answer = await client.send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: { dossierId } }));
      return { plain: present(answer.Plaintext), wrapped: present(answer.CiphertextBlob) };
    },
    unwrap: async (dossierId, wrapped) =>
      present(
        (await client.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: { dossierId } }))).Plaintext,
      ),
  });
};
