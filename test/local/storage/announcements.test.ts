import { createHash } from 'node:crypto';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveStorage, testResources } from './support.ts';

let served: Awaited<ReturnType<typeof serveStorage>>;
beforeAll(async () => {
  served = await serveStorage(testResources);
});
afterAll(() => served.stop());
beforeEach(() => {
  served.events.length = 0;
  served.created.length = 0;
});

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  served.s3().send(new PutObjectCommand({ Bucket: 'documents', Key, Body, ...more }));

const read = async (Key: string, Bucket = 'documents') => {
  const { Body } = await served.s3().send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};

describe('a stored object', () => {
  it('is announced with its verdict, under the protected prefix only', async () => {
    await put('upload/clean', 'a clean body');
    await put('upload/bad', `before ${['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')} after`);
    await put('other', 'x');
    const verdicts = served.events.filter(({ source }) => source === 'aws.guardduty');
    expect(verdicts.map(({ detail }) => detail)).toMatchObject([
      {
        scanStatus: 'COMPLETED',
        s3ObjectDetails: {
          bucketName: 'documents',
          objectKey: 'upload/clean',
          eTag: createHash('md5').update('a clean body').digest('hex'),
        },
        scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND', threats: null },
      },
      {
        s3ObjectDetails: { objectKey: 'upload/bad' },
        scanResultDetails: { scanResultStatus: 'THREATS_FOUND', threats: [{ name: expect.stringContaining('EICAR') }] },
      },
    ]);
    expect(served.created.map(({ key, size }) => [key, size])).toEqual([
      ['upload/clean', 12],
      ['upload/bad', 81],
      ['other', 1],
    ]);
    expect(served.events.filter(({ source }) => source === 'aws.s3').map(({ detail }) => detail['reason'])).toEqual([
      'PutObject',
      'PutObject',
      'PutObject',
    ]);
  });

  it('is announced for a copy too, and not for a refused write', async () => {
    await served.s3().send(new PutObjectCommand({ Bucket: 'plain', Key: 'source', Body: 'copied' }));
    await served.s3().send(new CopyObjectCommand({ Bucket: 'documents', Key: 'upload/copied', CopySource: 'plain/source' }));
    await expect(put('upload/copied', 'x', { IfNoneMatch: '*' })).rejects.toThrow();
    await expect(served.s3().send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'a', Body: 'x' }))).rejects.toThrow(
      expect.objectContaining({ name: 'NoSuchBucket' }),
    );
    expect(served.created.map(({ bucket: name, key }) => `${name}/${key}`)).toEqual(['plain/source', 'documents/upload/copied']);
    expect(served.events.map(({ source }) => source)).toEqual(['aws.guardduty', 'aws.s3']);
  });

  it('is announced after a restart when the run that stored it did not get so far', async () => {
    served.breakBus(true);
    await expect(put('upload/orphan', 'stored')).rejects.toThrow('the bus is down');
    served.breakBus(false);
    await served.restart();
    expect(await read('upload/orphan')).toBe('stored');
    expect(served.events.map(({ source }) => source)).toEqual(['aws.guardduty', 'aws.s3']);
    expect(served.created).toEqual([
      { bucket: 'documents', key: 'upload/orphan', size: 6, etag: createHash('md5').update('stored').digest('hex') },
    ]);
    served.events.length = 0;
    await served.restart();
    expect(served.events).toEqual([]);
  });
});
