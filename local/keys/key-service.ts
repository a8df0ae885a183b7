import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign, timingSafeEqual, verify } from 'node:crypto';
import { isObject } from '../assembly/json.ts';
import { LOCAL_ACCOUNT } from '../assembly/place.ts';
import { AwsError, type AwsJsonService } from '../aws-json.ts';
import { decryptBlob, encryptBlob, keyIdOfBlob } from './ciphertext.ts';
import { type Key, type KeyRing, type KeySpec, USAGE } from './key-ring.ts';
import { signP256Digest, verifyP256Digest } from './p256-digest.ts';
import { bytes, optionalText, optionalWholeNumber, refuseParameters, type ServiceInput, serveOperations, text } from './service-input.ts';

const invalid = (message: string) => new AwsError('ValidationException', message);
const material = (key: Key) => Buffer.from(key.material, 'base64');
const privateKey = (key: Key) => createPrivateKey({ key: material(key), format: 'der', type: 'pkcs8' });
const ALGORITHM: Record<KeySpec, string> = {
  SYMMETRIC_DEFAULT: 'SYMMETRIC_DEFAULT',
  ECC_NIST_P256: 'ECDSA_SHA_256',
  HMAC_256: 'HMAC_SHA_256',
};
/** Largest inputs that KMS takes, in bytes. */
const LONGEST_MESSAGE = 4096;
const LONGEST_DATA_KEY = 1024;

const contextOf = (input: ServiceInput): Record<string, string> => {
  const context = input['EncryptionContext'] ?? {};
  if (!isObject(context)) throw invalid('EncryptionContext must be a map');
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => {
      if (typeof value !== 'string') throw invalid(`EncryptionContext.${name} must be a string`);
      return [name, value];
    }),
  );
};

/** Length in bytes of the data key that is asked for. */
const dataKeyLength = (input: ServiceInput): number => {
  const spec = optionalText(input, 'KeySpec');
  const length = optionalWholeNumber(input, 'NumberOfBytes');
  if ((spec === undefined) === (length === undefined)) throw invalid('give either KeySpec or NumberOfBytes');
  const wanted = spec === 'AES_256' ? 32 : spec === 'AES_128' ? 16 : (length ?? 0);
  if (wanted < 1 || wanted > LONGEST_DATA_KEY) throw invalid('KeySpec must be AES_256 or AES_128, NumberOfBytes 1 to 1024');
  return wanted;
};

const messageOf = (input: ServiceInput): { readonly message: Buffer; readonly digest: boolean } => {
  const message = bytes(input, 'Message');
  const type = optionalText(input, 'MessageType') ?? 'RAW';
  if (type !== 'RAW' && type !== 'DIGEST') throw invalid(`the local runtime does not implement MessageType ${type}`);
  if (type === 'DIGEST' && message.length !== 32) throw invalid('Digest is invalid length for algorithm ECDSA_SHA_256.');
  if (message.length > LONGEST_MESSAGE) throw invalid('Message must have at most 4096 bytes');
  return { message, digest: type === 'DIGEST' };
};

/** KMS (target prefix `TrentService`) over node:crypto. Key policies and grants are not enforced. */
export const createKeyService = (ring: KeyRing): AwsJsonService => {
  const usable = (reference: string, spec: KeySpec, input: ServiceInput, algorithmField?: string): Key => {
    const key = ring.find(reference);
    if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
    if (key.spec !== spec)
      throw new AwsError('InvalidKeyUsageException', `${key.arn} key usage is ${USAGE[key.spec]} which is not valid for this operation.`);
    const algorithm = algorithmField && optionalText(input, algorithmField);
    if (algorithm && algorithm !== ALGORITHM[spec])
      throw new AwsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${spec}.`);
    return key;
  };

  const generateDataKey = (operation: string, input: ServiceInput) => {
    refuseParameters(operation, input, ['DryRun', 'Recipient']);
    const key = usable(text(input, 'KeyId'), 'SYMMETRIC_DEFAULT', input);
    const plaintext = randomBytes(dataKeyLength(input));
    return {
      KeyId: key.arn,
      plaintext,
      CiphertextBlob: encryptBlob(key.id, material(key), contextOf(input), plaintext).toString('base64'),
    };
  };

  const metadata = (key: Key) => ({
    AWSAccountId: LOCAL_ACCOUNT,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.created / 1000,
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: USAGE[key.spec],
    KeyState: key.enabled ? 'Enabled' : 'Disabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    MultiRegion: false,
    ...(key.spec === 'SYMMETRIC_DEFAULT' && { EncryptionAlgorithms: [ALGORITHM[key.spec]] }),
    ...(key.spec === 'ECC_NIST_P256' && { SigningAlgorithms: [ALGORITHM[key.spec]] }),
    ...(key.spec === 'HMAC_256' && { MacAlgorithms: [ALGORITHM[key.spec]] }),
  });

  return serveOperations('KMS', {
    GenerateDataKey: (input) => {
      const { plaintext, ...sealed } = generateDataKey('GenerateDataKey', input);
      return { ...sealed, Plaintext: plaintext.toString('base64') };
    },
    GenerateDataKeyWithoutPlaintext: (input) => {
      const { plaintext: _dropped, ...sealed } = generateDataKey('GenerateDataKeyWithoutPlaintext', input);
      return sealed;
    },
    Encrypt: (input) => {
      refuseParameters('Encrypt', input, ['DryRun']);
      const key = usable(text(input, 'KeyId'), 'SYMMETRIC_DEFAULT', input, 'EncryptionAlgorithm');
      const plaintext = bytes(input, 'Plaintext');
      if (plaintext.length > LONGEST_MESSAGE) throw invalid('Plaintext must have at most 4096 bytes');
      const blob = encryptBlob(key.id, material(key), contextOf(input), plaintext);
      return { KeyId: key.arn, CiphertextBlob: blob.toString('base64'), EncryptionAlgorithm: ALGORITHM[key.spec] };
    },
    Decrypt: (input) => {
      refuseParameters('Decrypt', input, ['DryRun', 'Recipient']);
      const blob = bytes(input, 'CiphertextBlob');
      const key = usable(keyIdOfBlob(blob), 'SYMMETRIC_DEFAULT', input, 'EncryptionAlgorithm');
      const named = optionalText(input, 'KeyId');
      if (named !== undefined && ring.find(named).id !== key.id) {
        throw new AwsError('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.');
      }
      const plaintext = decryptBlob(blob, material(key), contextOf(input));
      return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: ALGORITHM[key.spec] };
    },
    Sign: (input) => {
      refuseParameters('Sign', input, ['DryRun']);
      const key = usable(text(input, 'KeyId'), 'ECC_NIST_P256', input, 'SigningAlgorithm');
      const { message, digest } = messageOf(input);
      const signature = digest ? signP256Digest(message, privateKey(key)) : sign('sha256', message, privateKey(key));
      return { KeyId: key.arn, Signature: signature.toString('base64'), SigningAlgorithm: text(input, 'SigningAlgorithm') };
    },
    Verify: (input) => {
      refuseParameters('Verify', input, ['DryRun']);
      const key = usable(text(input, 'KeyId'), 'ECC_NIST_P256', input, 'SigningAlgorithm');
      const { message, digest } = messageOf(input);
      const signature = bytes(input, 'Signature');
      const publicKey = createPublicKey(privateKey(key));
      const valid = digest ? verifyP256Digest(message, publicKey, signature) : verify('sha256', message, publicKey, signature);
      if (!valid) throw new AwsError('KMSInvalidSignatureException', 'the signature does not fit the message');
      return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: text(input, 'SigningAlgorithm') };
    },
    GetPublicKey: (input) => {
      const key = usable(text(input, 'KeyId'), 'ECC_NIST_P256', input);
      const { KeyUsage, KeySpec: spec, CustomerMasterKeySpec, SigningAlgorithms } = metadata(key);
      const publicKey = createPublicKey(privateKey(key)).export({ format: 'der', type: 'spki' });
      return { KeyId: key.arn, PublicKey: publicKey.toString('base64'), KeyUsage, KeySpec: spec, CustomerMasterKeySpec, SigningAlgorithms };
    },
    GenerateMac: (input) => {
      refuseParameters('GenerateMac', input, ['DryRun']);
      const key = usable(text(input, 'KeyId'), 'HMAC_256', input, 'MacAlgorithm');
      const mac = createHmac('sha256', material(key)).update(messageOf(input).message).digest('base64');
      return { KeyId: key.arn, Mac: mac, MacAlgorithm: text(input, 'MacAlgorithm') };
    },
    VerifyMac: (input) => {
      refuseParameters('VerifyMac', input, ['DryRun']);
      const key = usable(text(input, 'KeyId'), 'HMAC_256', input, 'MacAlgorithm');
      const given = bytes(input, 'Mac');
      const right = createHmac('sha256', material(key)).update(messageOf(input).message).digest();
      if (given.length !== right.length || !timingSafeEqual(given, right))
        throw new AwsError('KMSInvalidMacException', 'the MAC does not fit the message');
      return { KeyId: key.arn, MacValid: true, MacAlgorithm: text(input, 'MacAlgorithm') };
    },
    DescribeKey: (input) => ({ KeyMetadata: metadata(ring.find(text(input, 'KeyId'))) }),
    GenerateRandom: (input) => {
      refuseParameters('GenerateRandom', input, ['CustomKeyStoreId', 'Recipient']);
      const length = optionalWholeNumber(input, 'NumberOfBytes') ?? 0;
      if (length < 1 || length > LONGEST_DATA_KEY) throw invalid('NumberOfBytes must be 1 to 1024');
      return { Plaintext: randomBytes(length).toString('base64') };
    },
  });
};
