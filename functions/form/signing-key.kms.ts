import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { SigningKey } from './signing-key.ts';

/** A key in KMS. Its public half is asked for once and kept: a KMS key never changes it. */
export const kmsSigningKey = (keyId: string): SigningKey => {
  const client = new KMSClient({});
  let known: Promise<Uint8Array> | undefined;

  const readPublicKey = async (): Promise<Uint8Array> => {
    const { PublicKey: spki } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (!spki) throw new Error('KMS answered without a public key');
    return spki;
  };

  return {
    spki: () => {
      known ??= readPublicKey().catch((error) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    signDigest: async (digest) => {
      const { Signature } = await client.send(
        new SignCommand({ KeyId: keyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' }),
      );
      if (!Signature) throw new Error('KMS answered without a signature');
      return Signature;
    },
  };
};
