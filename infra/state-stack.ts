import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { MalwareScan } from './constructs/malware-scan.ts';
import { acknowledge } from './nag.ts';

export type StateStackProps = StackProps & { readonly cell: string };

const index = (name: string, partition: string, sort: string) => ({
  indexName: name,
  partitionKey: { name: partition, type: AttributeType.STRING },
  sortKey: { name: sort, type: AttributeType.STRING },
  projectionType: ProjectionType.KEYS_ONLY,
});

/** The indexes of the table: partition and sort key of each. */
export const dossierIndexes = {
  owner: ['ownerKey', 'dossierId'],
  inbox: ['inboxKey', 'inboxAt'],
  deadline: ['deadlineKey', 'deadlineAt'],
} as const;

/** What of a province cell must survive everything else: table, bucket, keys, secrets, topic. */
export class StateStack extends Stack {
  readonly dossiers: TableV2;
  readonly documents: Bucket;
  readonly personalDataKey: Key;
  readonly resultKey: Key;
  /** Stand in for the agency's signature in files, and for the time stamp authority. */
  readonly formKey: Key;
  readonly timeStampKey: Key;
  readonly ownerKeys: Secret;
  readonly merchant: Secret;
  readonly nationalClient: Secret;
  readonly events: Topic;

  constructor(scope: Construct, id: string, { cell, ...props }: StateStackProps) {
    super(scope, id, props);
    this.dossiers = new TableV2(this, 'Dossiers', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: Object.entries(dossierIndexes).map(([name, [partition, sort]]) => index(name, partition, sort)),
      dynamoStream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.personalDataKey = new Key(this, 'PersonalData', {
      description: `Wraps the data keys of dossiers and the secrets of cell ${cell}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const signingKey = (name: string, description: string) =>
      new Key(this, name, {
        description,
        keySpec: KeySpec.ECC_NIST_P256,
        keyUsage: KeyUsage.SIGN_VERIFY,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    this.resultKey = signingKey('ResultSigning', `Signs the results of cell ${cell}`);
    this.formKey = signingKey(
      'FormSigning',
      `Signs the forms of cell ${cell} in their files, in place of the State's special-purpose signature`,
    );
    this.timeStampKey = signingKey(
      'TimeStamping',
      `Stamps the signatures of cell ${cell} with their time, in place of a licensed authority`,
    );
    this.documents = new Bucket(this, 'Documents', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1), noncurrentVersionExpiration: Duration.days(30) }],
      // A front end in a browser uploads straight to the bucket with the signed headers.
      cors: [{ allowedMethods: [HttpMethods.PUT, HttpMethods.GET], allowedOrigins: ['*'], allowedHeaders: ['*'], maxAge: 3600 }],
    });
    new MalwareScan(this, 'MalwareScan', { bucket: this.documents });
    this.events = new Topic(this, 'DossierEvents', { enforceSSL: true });

    const secret = (name: string, what: string) =>
      new Secret(this, name, {
        secretName: `motcua/${cell}/${name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}`,
        description: what,
        encryptionKey: this.personalDataKey,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    this.ownerKeys = secret(
      'OwnerIndexKeys',
      "The country's owner index keys: { current, previous? }, each { version, key }; set by the operator",
    );
    this.merchant = secret('Merchant', 'The account at the payment gateway: { tmnCode, secrets }; set by the operator');
    this.nationalClient = secret(
      'NationalClient',
      "This cell's client at the agencies' issuer: { clientId, clientSecret }; set by the operator",
    );

    acknowledge(
      this.documents,
      'AwsSolutions-S1',
      'each reading through the cell is an ACCESS item that the owner sees; CloudTrail data events, which show the others, are the operator’s to switch on (runbook, "Deployment")',
    );
    for (const one of [this.ownerKeys, this.merchant, this.nationalClient])
      acknowledge(
        one,
        'AwsSolutions-SMG4',
        'its value is agreed with another party (country, gateway, issuer), so that nothing here can rotate it alone: it is done by hand (runbook, "Secrets by hand")',
      );
  }
}
