import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket, protection, serveStorage, testResources } from './support.ts';

let served: Awaited<ReturnType<typeof serveStorage>>;
beforeAll(async () => {
  served = await serveStorage(testResources);
});
afterAll(() => served.stop());

const sha256 = (body: string | Buffer) => createHash('sha256').update(body).digest('base64');

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  served.s3().send(new PutObjectCommand({ Bucket: 'documents', Key, Body, ...more }));

const read = async (Key: string, Bucket = 'documents') => {
  const { Body } = await served.s3().send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};

const code = async (response: Response) => (await response.text()).match(/<Code>(\w+)<\/Code>/)?.[1];

describe('objects', () => {
  it('are written, read, copied, listed and deleted by the SDK, with their metadata', async () => {
    const key = 'thư mục/giấy tờ (1)+&=?.txt';
    const { ETag } = await put(key, 'nội dung', {
      ContentType: 'text/plain',
      Metadata: { dossier: '01J' },
      CacheControl: 'no-store',
      ServerSideEncryption: 'aws:kms',
    });
    expect(await read(key)).toBe('nội dung');
    const head = await served.s3().send(new HeadObjectCommand({ Bucket: 'documents', Key: key, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({
      ETag,
      ContentLength: 10,
      ContentType: 'text/plain',
      Metadata: { dossier: '01J' },
      CacheControl: 'no-store',
    });
    await served.s3().send(new CopyObjectCommand({ Bucket: 'plain', Key: 'copy', CopySource: `documents/${encodeURIComponent(key)}` }));
    expect(await read('copy', 'plain')).toBe('nội dung');
    const { Contents = [] } = await served.s3().send(new ListObjectsV2Command({ Bucket: 'documents', Prefix: 'thư mục/' }));
    expect(Contents.map((entry) => entry.Key)).toEqual([key]);
    await served.s3().send(new DeleteObjectCommand({ Bucket: 'documents', Key: key }));
    await expect(read(key)).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
    await served.s3().send(new DeleteObjectsCommand({ Bucket: 'plain', Delete: { Objects: [{ Key: 'copy' }] } }));
    await expect(read('copy', 'plain')).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
    await expect(served.s3().send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toThrow(
      expect.objectContaining({ name: 'NotFound' }),
    );
  });

  it('may be empty, binary of 10 MB, and read in part', async () => {
    await put('empty', '');
    expect(await read('empty')).toBe('');
    const large = Buffer.alloc(10 * 1024 * 1024, 7);
    await put('large', large);
    const { Body, ContentRange } = await served.s3().send(new GetObjectCommand({ Bucket: 'documents', Key: 'large', Range: 'bytes=0-3' }));
    expect([...((await Body?.transformToByteArray()) ?? [])]).toEqual([7, 7, 7, 7]);
    expect(ContentRange).toBe(`bytes 0-3/${large.length}`);
    await expect(put('larger', Buffer.alloc(11 * 1024 * 1024 + 1))).rejects.toThrow(expect.objectContaining({ name: 'EntityTooLarge' }));
  });

  it('are written once with If-None-Match: *, also when two write at the same time', async () => {
    const results = await Promise.allSettled([1, 2, 3].map((n) => put('once', `writer ${n}`, { IfNoneMatch: '*' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason.name).toBe('PreconditionFailed');
    const { ETag } = await put('once', 'changed', {
      IfMatch: (await served.s3().send(new HeadObjectCommand({ Bucket: 'documents', Key: 'once' }))).ETag,
    });
    await expect(put('once', 'late', { IfMatch: '"other"' })).rejects.toThrow(expect.objectContaining({ name: 'PreconditionFailed' }));
    expect((await served.s3().send(new HeadObjectCommand({ Bucket: 'documents', Key: 'once' }))).ETag).toBe(ETag);
  });

  it('of another content than their checksum are refused', async () => {
    await expect(put('wrong', 'body', { ChecksumSHA256: sha256('other') })).rejects.toThrow(expect.objectContaining({ name: 'BadDigest' }));
    await expect(put('wrong', 'body', { ContentMD5: createHash('md5').update('other').digest('base64') })).rejects.toThrow(
      expect.objectContaining({ name: 'BadDigest' }),
    );
    await expect(put('wrong', 'body', { ChecksumSHA256: 'c2hvcnQ=' })).rejects.toThrow(expect.objectContaining({ name: 'InvalidRequest' }));
    await expect(read('wrong')).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
  });
});

describe('what is not allowed', () => {
  it('is refused: no signature, another secret, another access key, another region', async () => {
    const anonymous = await fetch(`${served.storage().endpoint}/documents/large`);
    expect([anonymous.status, await code(anonymous)]).toEqual([403, 'AccessDenied']);
    for (const [region, accessKeyId, secretAccessKey, name] of [
      ['ap-southeast-1', 'local', 'guessed', 'SignatureDoesNotMatch'],
      ['ap-southeast-1', 'other', 'local', 'InvalidAccessKeyId'],
      ['us-east-1', 'local', 'local', 'AuthorizationHeaderMalformed'],
    ] as const) {
      const stranger = new S3Client({
        region,
        credentials: { accessKeyId, secretAccessKey },
        endpoint: served.storage().endpoint,
        maxAttempts: 1,
      });
      await expect(stranger.send(new GetObjectCommand({ Bucket: 'documents', Key: 'large' }))).rejects.toThrow(
        expect.objectContaining({ name }),
      );
      stranger.destroy();
    }
  });

  it('or not implemented is refused by name', async () => {
    const tag = new PutObjectTaggingCommand({ Bucket: 'documents', Key: 'large', Tagging: { TagSet: [] } });
    await expect(served.s3().send(tag)).rejects.toThrow('PUT with ?tagging');
    await expect(put('tagged', 'x', { Tagging: 'a=b' })).rejects.toThrow('x-amz-tagging');
    await expect(put('typed', 'x', { ContentType: 'application/x-www-form-urlencoded' })).rejects.toThrow('objects of the type');
    await expect(put('tree', 'x', { ChecksumCRC32C: 'AAAAAA==' })).rejects.toThrow('x-amz-checksum-crc32c');
  });

  it.each([
    [
      'tags by the scanner',
      { ...protection('plain'), properties: { ...protection('plain').properties, Actions: { Tagging: { Status: 'ENABLED' } } } },
      'Actions.Tagging.Status',
    ],
    ['a function notified by the bucket', bucket('x', { NotificationConfiguration: { LambdaConfigurations: [] } }), 'LambdaConfigurations'],
    ['a website', bucket('x', { WebsiteConfiguration: {} }), 'WebsiteConfiguration'],
  ])('in a template is refused at boot: %s', async (_what, refused, words) => {
    await expect(served.storage().deploy([refused])).rejects.toThrow(words);
  });
});

describe('the answer', () => {
  it('carries virtual time, so that the SDK keeps signing by the virtual clock', async () => {
    await served.clock.advance(86_400_000);
    const date = await new Promise<string | undefined>((resolve, reject) => {
      httpRequest(`${served.storage().endpoint}/documents`, (response) => resolve(response.resume().headers.date))
        .once('error', reject)
        .end();
    });
    expect(Math.abs(Date.parse(date ?? '') - served.clock.now())).toBeLessThan(2000);
  });
});
