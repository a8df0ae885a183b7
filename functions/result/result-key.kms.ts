import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { joseSignature } from './ecdsa-signature.ts';
import { type PublicKey, publicKeyOf } from './public-key.ts';
import type { ResultKey } from './result-key.ts';

/** The key in KMS. Its public half is asked for once and kept: a KMS key never changes it. */
export const kmsResultKey = (keyId: string): ResultKey => {
  const client = new KMSClient({});
  let known: Promise<PublicKey> | undefined;

  const readPublicKey = async (): Promise<PublicKey> => {
    const { PublicKey: spki } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (!spki) throw new Error('KMS answered without a public key');
    return publicKeyOf(spki);
  };

  return {
    publicKey: () => {
      known ??= readPublicKey().catch((error) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    sign: async (message) => {
      // The digest and not the message: KMS takes messages of 4 kB at most.
      const digest = createHash('sha256').update(message).digest();
      const { Signature } = await client.send(
        new SignCommand({ KeyId: keyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' }),
      );
      if (!Signature) throw new Error('KMS answered without a signature');
      return joseSignature(Signature);
    },
  };
};
