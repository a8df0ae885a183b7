import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/identity/identity.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { countedLines } from '../constructs/counted-lines.ts';
import { GuardedQueue } from '../constructs/guarded-queue.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** Registry lookups after submission: one round trip to the national cell, waiting visibly while it is down. */
export class IdentityFeature extends Construct {
  /** Lookups that found the national cell not answering. */
  readonly waits: Metric;

  constructor(scope: Construct, id: string, { code, state, addresses }: Cell) {
    super(scope, id);
    const lookups = new GuardedQueue(this, 'Lookups', {
      visibility: Duration.seconds(120),
      effect: 'Dossiers wait for registry lookups and are accepted only by officers who verified the person themselves.',
      runbook: 'lookups-waiting',
      // A lookup lies here for up to 15 minutes, on purpose, while the national cell does not answer (an alarm of its own).
      oldest: Duration.minutes(30),
    });
    const run = new ServiceFunction<Env<'RunLookupsEnv'>>(this, 'RunLookups', {
      entry: 'identity/run-lookups',
      timeout: Duration.seconds(20),
      environment: {
        CELL: code,
        DOSSIERS_TABLE: state.dossiers.tableName,
        OWNER_KEYS_SECRET: state.ownerKeys.secretArn,
        PERSONAL_DATA_KEY: state.personalDataKey.keyArn,
        LOOKUPS_QUEUE: lookups.queue.queueUrl,
        NATIONAL_API: addresses.NationalApi.valueAsString,
        TOKEN_ENDPOINT: addresses.AgencyTokenEndpoint.valueAsString,
        NATIONAL_CLIENT_SECRET: state.nationalClient.secretArn,
      },
    })
      .allow([...tableRights.read, ...tableRights.write], [state.dossiers.tableArn])
      .allow(['kms:Decrypt'], [state.personalDataKey.keyArn])
      .allow(['sqs:SendMessage'], [lookups.queue.queueArn]);
    allowSecret(run, state.ownerKeys);
    allowSecret(run, state.nationalClient);
    run.consume(lookups.queue, 5);
    this.waits = countedLines(this, 'Waits', {
      cell: code,
      logGroup: run.lambda.logGroup,
      message: 'runLookups: waiting for the national cell',
      metricName: 'NationalCellWaits',
    });
    state.events.addSubscription(
      new SqsSubscription(lookups.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: lookups.deadLetters,
        filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: ['vn.motcua.dossier.submitted.v1'] }) },
      }),
    );
  }
}
