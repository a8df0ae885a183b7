import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../platform/clock.ts';
import { s3DocumentFiles } from './document-files.s3.ts';
import type { DocumentFiles } from './document-files.ts';

/** The files of the bucket, with region and credentials as the SDK's own client found them. */
export const documentFiles = (bucket: string, { config }: DynamoDBDocumentClient): DocumentFiles =>
  s3DocumentFiles({
    bucket,
    clock: systemClock,
    region: config.region,
    credentials: config.credentials,
    endpoint: process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'],
  });
