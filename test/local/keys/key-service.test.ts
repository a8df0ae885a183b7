import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GenerateRandomCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListKeysCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf } from '../../../local/assembly/place.ts';
import { signP256Digest, verifyP256Digest } from '../../../local/keys/p256-digest.ts';
import { account, key, resource, serveKeys } from './support.ts';

const DATA = '0a000000-0000-0000-0000-000000000001';
const OTHER = '0a000000-0000-0000-0000-000000000002';
const SIGN = '0a000000-0000-0000-0000-000000000003';
const MAC = '0a000000-0000-0000-0000-000000000004';
const OFF = '0a000000-0000-0000-0000-000000000005';
const resources = [
  resource('AWS::KMS::Alias', 'alias/personal-data', { AliasName: 'alias/personal-data', TargetKeyId: arnOf('kms', `key/${DATA}`) }),
  key(DATA, { KeyPolicy: {}, EnableKeyRotation: true }),
  key(OTHER),
  key(SIGN, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
  key(MAC, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  key(OFF, { Enabled: false }),
];

let served: Awaited<ReturnType<typeof serveKeys>>;
let kms: KMSClient;
const connect = () => {
  kms = new KMSClient({ ...account, endpoint: served.url() });
};
beforeAll(async () => {
  served = await serveKeys(resources);
  connect();
});
afterAll(async () => {
  kms.destroy();
  await served.stop();
});

const message = Buffer.from('Kết quả giải quyết hồ sơ');
const digest = createHash('sha256').update(message).digest();

describe('symmetric keys', () => {
  it('make data keys that only the same encryption context opens, in any order of its pairs', async () => {
    const made = await kms.send(
      new GenerateDataKeyCommand({
        KeyId: 'alias/personal-data',
        KeySpec: 'AES_256',
        EncryptionContext: { dossierId: '01J', part: 'form' },
      }),
    );
    expect(made.Plaintext).toHaveLength(32);
    expect(made.KeyId).toBe(arnOf('kms', `key/${DATA}`));
    const open = (EncryptionContext: Record<string, string>) =>
      kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext }));
    expect((await open({ part: 'form', dossierId: '01J' })).Plaintext).toEqual(made.Plaintext);
    await expect(open({ part: 'form', dossierId: '01K' })).rejects.toThrow(expect.objectContaining({ name: 'InvalidCiphertextException' }));
    await expect(open({})).rejects.toThrow(expect.objectContaining({ name: 'InvalidCiphertextException' }));
  });

  it('refuse a ciphertext of another key, a changed one and one that is none', async () => {
    const { CiphertextBlob = new Uint8Array() } = await kms.send(new EncryptCommand({ KeyId: DATA, Plaintext: message }));
    await expect(kms.send(new DecryptCommand({ CiphertextBlob, KeyId: OTHER }))).rejects.toThrow(
      expect.objectContaining({ name: 'IncorrectKeyException' }),
    );
    const changed = Uint8Array.from(CiphertextBlob, (byte, index) => (index === CiphertextBlob.length - 1 ? byte ^ 1 : byte));
    for (const bad of [changed, CiphertextBlob.slice(0, 20), Buffer.from('no ciphertext at all')]) {
      await expect(kms.send(new DecryptCommand({ CiphertextBlob: bad }))).rejects.toThrow(
        expect.objectContaining({ name: 'InvalidCiphertextException' }),
      );
    }
  });

  it('refuse work when disabled, unknown, or of another usage', async () => {
    const encrypt = (KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: message }));
    await expect(encrypt(OFF)).rejects.toThrow(expect.objectContaining({ name: 'DisabledException' }));
    await expect(encrypt('alias/none')).rejects.toThrow(expect.objectContaining({ name: 'NotFoundException' }));
    await expect(encrypt(SIGN)).rejects.toThrow(expect.objectContaining({ name: 'InvalidKeyUsageException' }));
  });
});

describe('signing keys', () => {
  it.each(['RAW', 'DIGEST'] as const)(
    'sign (%s) so that node:crypto verifies the DER signature with the published key',
    async (MessageType) => {
      const input = {
        KeyId: SIGN,
        Message: MessageType === 'RAW' ? message : digest,
        MessageType,
        SigningAlgorithm: 'ECDSA_SHA_256',
      } as const;
      const { Signature = new Uint8Array() } = await kms.send(new SignCommand(input));
      const published = await kms.send(new GetPublicKeyCommand({ KeyId: SIGN }));
      expect(published).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] });
      const publicKey = createPublicKey({ key: Buffer.from(published.PublicKey ?? []), format: 'der', type: 'spki' });
      expect(verify('sha256', message, publicKey, Signature)).toBe(true);
      expect((await kms.send(new VerifyCommand({ ...input, Signature }))).SignatureValid).toBe(true);
      const other = { ...input, Message: createHash('sha256').update('other').digest() };
      await expect(kms.send(new VerifyCommand({ ...other, Signature }))).rejects.toThrow(
        expect.objectContaining({ name: 'KMSInvalidSignatureException' }),
      );
    },
  );

  it('agree with node:crypto on every digest and key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.integer({ min: 0, max: 255 }), (content, flipped) => {
        const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const hash = createHash('sha256').update(content).digest();
        expect(verify('sha256', content, publicKey, signP256Digest(hash, privateKey))).toBe(true);
        const signature = sign('sha256', content, privateKey);
        expect(verifyP256Digest(hash, publicKey, signature)).toBe(true);
        const changed = hash.map((byte, index) => (index === flipped % 32 ? byte ^ 1 : byte));
        expect(verifyP256Digest(changed, publicKey, signature)).toBe(false);
        expect(verifyP256Digest(hash, publicKey, signature.subarray(0, signature.length - 1))).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('refuse another algorithm and a digest of the wrong length', async () => {
    const signWith = (SigningAlgorithm: 'ECDSA_SHA_384' | 'ECDSA_SHA_256', Message: Buffer) =>
      kms.send(new SignCommand({ KeyId: SIGN, Message, MessageType: 'DIGEST', SigningAlgorithm }));
    await expect(signWith('ECDSA_SHA_384', digest)).rejects.toThrow(expect.objectContaining({ name: 'InvalidKeyUsageException' }));
    await expect(signWith('ECDSA_SHA_256', message.subarray(0, 31))).rejects.toThrow('invalid length');
  });
});

describe('MAC keys', () => {
  it('give the same MAC for the same message, and refuse a wrong one', async () => {
    const mac = async () => (await kms.send(new GenerateMacCommand({ KeyId: MAC, Message: message, MacAlgorithm: 'HMAC_SHA_256' }))).Mac;
    const Mac = await mac();
    expect(Mac).toHaveLength(32);
    expect(await mac()).toEqual(Mac);
    const check = (Message: Buffer) => kms.send(new VerifyMacCommand({ KeyId: MAC, Message, Mac, MacAlgorithm: 'HMAC_SHA_256' }));
    expect((await check(message)).MacValid).toBe(true);
    await expect(check(digest)).rejects.toThrow(expect.objectContaining({ name: 'KMSInvalidMacException' }));
  });
});

describe('the key service', () => {
  it('describes a key with virtual time, makes random bytes, and refuses other operations by name', async () => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arnOf('kms', `key/${MAC}`) }));
    expect(KeyMetadata).toMatchObject({ KeyId: MAC, KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC', KeyState: 'Enabled' });
    expect((await kms.send(new GenerateRandomCommand({ NumberOfBytes: 24 }))).Plaintext).toHaveLength(24);
    await expect(kms.send(new ListKeysCommand({}))).rejects.toThrow('does not implement KMS.ListKeys');
  });

  it('keeps its keys over a restart, in a file that only its owner reads', async () => {
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: DATA, Plaintext: message }));
    await served.restart();
    connect();
    expect(Buffer.from((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext ?? [])).toEqual(message);
    expect(statSync(join(served.folder, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['an RSA key', key('x', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }), 'KeySpec = "RSA_2048"'],
    ['a usage that does not fit', key('x', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }), 'KEY_AGREEMENT'],
    ['a key of many regions', key('x', { MultiRegion: true }), 'MultiRegion'],
    ['another spec than the data folder holds', key(MAC), 'as HMAC_256'],
    ['an alias without its key', resource('AWS::KMS::Alias', 'a', { AliasName: 'alias/a', TargetKeyId: 'none' }), 'there is no key none'],
  ])('refuses at boot %s', (_what, refused, words) => {
    expect(() => served.keys().deploy([refused])).toThrow(words);
  });
});
