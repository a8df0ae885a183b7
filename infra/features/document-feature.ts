import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import * as z from 'zod';
import type * as env from '../../functions/document/document.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { GuardedQueue } from '../constructs/guarded-queue.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { acknowledge } from '../nag.ts';
import type { StateStack } from '../state-stack.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** Uploads: announced, put straight into the bucket, confirmed, scanned, opened for a task or an officer. */
export class DocumentFeature extends Construct {
  constructor(scope: Construct, id: string, { state, api }: Cell) {
    super(scope, id);
    const table = state.dossiers.tableArn;
    const { read, readMany, list, write } = tableRights;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const DOCUMENTS_BUCKET = state.documents.bucketName;
    const owned = { DOSSIERS_TABLE, DOCUMENTS_BUCKET, OWNER_KEYS_SECRET: state.ownerKeys.secretArn };
    const objects = state.documents.arnForObjects('*');

    const requestUpload = new ServiceFunction<Env<'RequestUploadEnv'>>(this, 'RequestUpload', {
      entry: 'document/request-upload',
      environment: owned,
    })
      .allow([...read, ...list, ...write], [table])
      .allow(['s3:PutObject'], [objects]);
    const confirmUpload = new ServiceFunction<Env<'ConfirmUploadEnv'>>(this, 'ConfirmUpload', {
      entry: 'document/confirm-upload',
      environment: owned,
    })
      .allow([...read, ...readMany, ...list, ...write], [table])
      .allow(['s3:GetObject'], [objects])
      // Without the right to list, S3 answers 403 instead of 404 for a file that never came.
      .allow(['s3:ListBucket'], [state.documents.bucketArn]);
    for (const fn of [requestUpload, confirmUpload]) allowSecret(fn, state.ownerKeys);
    const forTask = new ServiceFunction<Env<'OpenTaskDocumentEnv'>>(this, 'OpenTaskDocument', {
      entry: 'document/open-task-document',
      environment: { DOSSIERS_TABLE, DOCUMENTS_BUCKET },
    });
    const forStaff = new ServiceFunction<Env<'OpenStaffDocumentEnv'>>(this, 'OpenStaffDocument', {
      entry: 'document/open-staff-document',
      environment: { DOSSIERS_TABLE, DOCUMENTS_BUCKET },
    });
    for (const fn of [forTask, forStaff]) fn.allow([...read, ...readMany, ...write], [table]).allow(['s3:GetObject'], [objects]);
    for (const fn of [requestUpload, confirmUpload, forTask, forStaff])
      acknowledge(
        fn,
        objectsFinding(state),
        'the key holds the dossier, the document and its checksum: the function checks all three before it signs',
      );

    const verdicts = new GuardedQueue(this, 'ScanVerdicts', {
      visibility: Duration.seconds(60),
      effect: 'Uploaded documents cannot be opened because their malware verdict is not recorded.',
      runbook: 'scan-verdicts',
    });
    const record = new ServiceFunction<Env<'RecordScanVerdictEnv'>>(this, 'RecordScanVerdict', {
      entry: 'document/record-scan-verdict',
      environment: { DOSSIERS_TABLE, DOCUMENTS_BUCKET },
    }).allow(write, [table]);
    record.consume(verdicts.queue, 10);
    new Rule(this, 'ScanResult', {
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Malware Protection Object Scan Result'],
        detail: { s3ObjectDetails: { bucketName: [state.documents.bucketName] } },
      },
      targets: [new SqsQueue(verdicts.queue, { deadLetterQueue: verdicts.deadLetters })],
    });

    const document = '/citizen/dossiers/{dossierId}/documents/{document}';
    api.route(`POST ${document}/upload`, requestUpload);
    api.route(`POST ${document}/confirmation`, confirmUpload);
    api.route('POST /staff/dossiers/{dossierId}/documents/{document}/upload', requestUpload);
    api.route('POST /staff/dossiers/{dossierId}/documents/{document}/confirmation', confirmUpload);
    api.route('POST /agency/tasks/{taskId}/documents/{document}/link', forTask);
    api.route('POST /staff/dossiers/{dossierId}/documents/{document}/link', forStaff);
  }
}

/** cdk-nag's name of the finding "objects of the documents bucket under any key", as another stack sees the bucket: by its export. */
const objectsFinding = (state: StateStack): string => {
  const imported: unknown = state.resolve(state.exportValue(state.documents.bucketArn));
  const { 'Fn::ImportValue': name } = z.object({ 'Fn::ImportValue': z.string() }).parse(imported);
  return `AwsSolutions-IAM5[Resource::${name}/*]`;
};
