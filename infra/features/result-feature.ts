import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/result/result.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { countedLines } from '../constructs/counted-lines.ts';
import { GuardedQueue } from '../constructs/guarded-queue.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** The signed result: concluded by the state machine, delivered to the owner's account, read and verified. */
export class ResultFeature extends Construct {
  /** The state machine's last step. */
  readonly conclude: ServiceFunction<never>;
  /** Deliveries that found the national cell not answering. */
  readonly waits: Metric;

  constructor(scope: Construct, id: string, { code, state, api, addresses }: Cell) {
    super(scope, id);
    const table = state.dossiers.tableArn;
    const { read, readMany, list, write, count } = tableRights;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const PERSONAL_DATA_KEY = state.personalDataKey.keyArn;
    const OWNER_KEYS_SECRET = state.ownerKeys.secretArn;
    const RESULT_KEY = state.resultKey.keyArn;

    this.conclude = new ServiceFunction<Env<'ConcludeDossierEnv'>>(this, 'ConcludeDossier', {
      entry: 'result/conclude-dossier',
      environment: { CELL: code, DOSSIERS_TABLE, RESULT_KEY, PERSONAL_DATA_KEY, API_ADDRESS: addresses.ApiAddress.valueAsString },
    })
      .allow([...read, ...readMany, ...list, ...write, ...count], [table])
      .allow(['kms:Sign', 'kms:GetPublicKey'], [RESULT_KEY])
      .allow(['kms:GenerateDataKey', 'kms:Decrypt'], [PERSONAL_DATA_KEY]);

    const deliveries = new GuardedQueue(this, 'Deliveries', {
      visibility: Duration.seconds(120),
      effect: 'Results do not reach the accounts of their owners.',
      runbook: 'deliveries-stuck',
      // A delivery lies here for up to 15 minutes, on purpose, while the national cell does not answer (an alarm of its own).
      oldest: Duration.minutes(30),
    });
    const deliver = new ServiceFunction<Env<'DeliverResultEnv'>>(this, 'DeliverResult', {
      entry: 'result/deliver-result',
      timeout: Duration.seconds(20),
      environment: {
        DOSSIERS_TABLE,
        PERSONAL_DATA_KEY,
        DELIVERIES_QUEUE: deliveries.queue.queueUrl,
        NATIONAL_API: addresses.NationalApi.valueAsString,
        TOKEN_ENDPOINT: addresses.AgencyTokenEndpoint.valueAsString,
        NATIONAL_CLIENT_SECRET: state.nationalClient.secretArn,
      },
    })
      .allow([...read, ...write], [table])
      .allow(['kms:Decrypt'], [PERSONAL_DATA_KEY])
      .allow(['sqs:SendMessage'], [deliveries.queue.queueArn]);
    allowSecret(deliver, state.nationalClient);
    deliver.consume(deliveries.queue, 5);
    this.waits = countedLines(this, 'Waits', {
      cell: code,
      logGroup: deliver.lambda.logGroup,
      message: 'deliverResult: waiting for the national cell',
      metricName: 'NationalCellWaits',
    });
    state.events.addSubscription(
      new SqsSubscription(deliveries.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: deliveries.deadLetters,
        filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: ['vn.motcua.dossier.concluded.v1'] }) },
      }),
    );

    const readOwn = new ServiceFunction<Env<'ReadOwnResultEnv'>>(this, 'ReadOwnResult', {
      entry: 'result/read-own-result',
      environment: { DOSSIERS_TABLE, OWNER_KEYS_SECRET, PERSONAL_DATA_KEY },
    })
      .allow(read, [table])
      .allow(['kms:Decrypt'], [PERSONAL_DATA_KEY]);
    allowSecret(readOwn, state.ownerKeys);
    const number = new ServiceFunction<Env<'NumberResultEnv'>>(this, 'NumberResult', {
      entry: 'result/number-result',
      environment: { CELL: code, DOSSIERS_TABLE, RESULT_KEY, PERSONAL_DATA_KEY, API_ADDRESS: addresses.ApiAddress.valueAsString },
    })
      .allow([...read, ...readMany, ...list, ...write, ...count], [table])
      .allow(['kms:Sign', 'kms:GetPublicKey'], [RESULT_KEY])
      .allow(['kms:GenerateDataKey', 'kms:Decrypt'], [PERSONAL_DATA_KEY]);
    const handOver = new ServiceFunction<Env<'HandOverResultEnv'>>(this, 'HandOverResult', {
      entry: 'result/hand-over-result',
      environment: { DOSSIERS_TABLE },
    }).allow([...read, ...write], [table]);
    const verify = new ServiceFunction<Env<'VerifyResultEnv'>>(this, 'VerifyResult', {
      entry: 'result/verify-result',
      environment: { DOSSIERS_TABLE },
    }).allow(read, [table]);
    const keys = new ServiceFunction<Env<'ReadKeysEnv'>>(this, 'ReadKeys', {
      entry: 'result/read-keys',
      environment: { RESULT_KEY },
    }).allow(['kms:GetPublicKey'], [RESULT_KEY]);
    api.route('GET /citizen/dossiers/{dossierId}/result', readOwn);
    api.route('POST /staff/dossiers/{dossierId}/number', number);
    api.route('POST /staff/dossiers/{dossierId}/handover', handOver);
    api.route('POST /staff/dossiers/{dossierId}/dispatch', handOver);
    api.route('GET /public/results/{code}/verification', verify);
    api.route('GET /public/jwks.json', keys);
  }
}
