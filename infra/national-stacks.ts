import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../functions/registry/registry.env.ts';
import { allowSecret, tableRights } from './cell.ts';
import type { CellConfig } from './config.ts';
import { CellApi } from './constructs/cell-api.ts';
import { backgroundFunctions } from './constructs/found-in-stack.ts';
import { PlatformAlarms, type WatchedTable } from './constructs/platform-alarms.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import { functionRow, tableRow, trafficRow } from './dashboards/rows.ts';
import { StackDashboard } from './dashboards/stack-dashboard.ts';
import { acknowledge } from './nag.ts';
import { addressParameters } from './parameters.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** The national cell's data: registry records, who looked at them, e-documents. */
export class NationalStateStack extends Stack {
  readonly registries: TableV2;
  readonly lookupRecords: TableV2;
  readonly eDocuments: TableV2;
  readonly ownerKeys: Secret;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const key = new Key(this, 'Secrets', {
      description: 'Encrypts the secrets of the national cell',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const table = (name: string) =>
      new TableV2(this, name, {
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        sortKey: { name: 'sk', type: AttributeType.STRING },
        encryption: TableEncryptionV2.awsManagedKey(),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: true,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    this.registries = table('Registries');
    this.lookupRecords = table('LookupRecords');
    this.eDocuments = table('EDocuments');
    this.ownerKeys = new Secret(this, 'OwnerIndexKeys', {
      secretName: 'motcua/national/owner-index-keys',
      description: "The country's owner index keys, the same as in every cell; set by the operator",
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.ownerKeys,
      'AwsSolutions-SMG4',
      'its value is shared by all cells of the country, so that nothing here can rotate it alone: it is done by hand (runbook, "Secrets by hand")',
    );
  }
}

export type NationalServiceStackProps = StackProps & { readonly config: CellConfig; readonly state: NationalStateStack };

/** The sharing gateway: cells look registry records up with a purpose, and hand e-documents over. */
export class NationalServiceStack extends Stack {
  constructor(scope: Construct, id: string, { config, state, ...props }: NationalServiceStackProps) {
    super(scope, id, props);
    const addresses = addressParameters(this, config, ['AgencyIssuer', 'AgencyAudience']);
    const unknownRoute = new ServiceFunction(this, 'AnswerUnknownRoute', { entry: 'api/answer-unknown-route', environment: {} });
    const api = new CellApi(this, 'HttpApi', {
      issuers: { agency: { issuer: addresses.AgencyIssuer, audience: addresses.AgencyAudience } },
      unknownRoute,
    });
    const { read, readMany, write } = tableRights;
    const OWNER_KEYS_SECRET = state.ownerKeys.secretArn;

    const lookUp = new ServiceFunction<Env<'LookUpEnv'>>(this, 'LookUp', {
      entry: 'registry/look-up',
      environment: { OWNER_KEYS_SECRET, REGISTRIES_TABLE: state.registries.tableName, LOOKUP_RECORDS_TABLE: state.lookupRecords.tableName },
    })
      .allow(readMany, [state.registries.tableArn])
      .allow(['dynamodb:BatchWriteItem'], [state.lookupRecords.tableArn]);
    const store = new ServiceFunction<Env<'StoreEDocumentEnv'>>(this, 'StoreEDocument', {
      entry: 'registry/store-e-document',
      environment: { OWNER_KEYS_SECRET, E_DOCUMENTS_TABLE: state.eDocuments.tableName },
    }).allow([...read, ...write], [state.eDocuments.tableArn]);
    const load = new ServiceFunction<Env<'LoadRegistryEnv'>>(this, 'LoadRegistry', {
      entry: 'registry/load-registry',
      environment: { OWNER_KEYS_SECRET, REGISTRIES_TABLE: state.registries.tableName },
    }).allow(['dynamodb:BatchWriteItem'], [state.registries.tableArn]);
    for (const fn of [lookUp, store, load]) allowSecret(fn, state.ownerKeys);

    api.route('POST /agency/lookups', lookUp);
    api.route('POST /agency/e-documents', store);

    const served = api.servedFrom(this);
    const background = backgroundFunctions(this, served, unknownRoute);
    const tables: WatchedTable[] = [
      { table: state.registries, indexes: [], operations: ['BatchGetItem', 'BatchWriteItem'] },
      { table: state.lookupRecords, indexes: [], operations: ['BatchWriteItem'] },
      { table: state.eDocuments, indexes: [], operations: ['GetItem', 'TransactWriteItems'] },
    ];
    new PlatformAlarms(this, 'Platform', { background, tables, concurrency: config.lambdaConcurrency });
    new StackDashboard(this, 'Operations', {
      name: 'motcua-national-operations',
      about: 'National cell: do cells get their lookups answered and their e-documents stored?',
      runbook: config.runbook,
      rows: [trafficRow(api, served), tableRow(tables), functionRow(served, background)],
    });
    new CfnOutput(this, 'ApiUrl', { value: api.api.apiEndpoint, description: 'Address of the HTTP API without a domain of its own' });
    new CfnOutput(this, 'LoadRegistryName', {
      value: load.lambda.functionName,
      description: 'Function that operators call to load registry records',
    });
  }
}
