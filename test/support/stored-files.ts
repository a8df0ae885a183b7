import type { S3Settings } from '../../functions/platform/object-store.s3.ts';
import { bucket, serveStorage } from '../local/storage/support.ts';

/** An object store with one bucket, by code of its own, and what the product's files need to reach it. */
export const storedFiles = async () => {
  const store = await serveStorage([bucket('documents')]);
  const settings: S3Settings = {
    bucket: 'documents',
    clock: { now: () => new Date(store.clock.now()) },
    region: async () => 'ap-southeast-1',
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    endpoint: store.storage().endpoint,
  };
  return { store, settings };
};
