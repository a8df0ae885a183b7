import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LOCAL_REGION } from '../../../local/assembly/place.ts';
import type { Runtime } from '../../../local/runtime.ts';

/** The public halves of the keys that sign forms, as KMS tells them: DER in hex. */
export const signingKeys = async ({ resources, endpoints }: Pick<Runtime, 'resources' | 'endpoints'>) => {
  const endpoint = endpoints['AWS_ENDPOINT_URL_KMS'] ?? '';
  const kms = new KMSClient({ region: LOCAL_REGION, endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const publicKey = async (name: string): Promise<string> => {
    const key = resources.find(({ type, logicalId }) => type === 'AWS::KMS::Key' && logicalId.startsWith(name));
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: key?.physicalId }));
    return Buffer.from(PublicKey ?? []).toString('hex');
  };
  try {
    return { seal: await publicKey('FormSigning'), timeStamps: await publicKey('TimeStamping') };
  } finally {
    kms.destroy();
  }
};
