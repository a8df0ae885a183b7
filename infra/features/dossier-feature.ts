import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type CfnFunction, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/dossier/dossier.env.ts';
import { allowSecret, type Cell, indexArn, tableRights } from '../cell.ts';
import { ALARM_PERIOD, runbookAlarm } from '../constructs/alarm.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { acknowledge } from '../nag.ts';
import type { StateStack } from '../state-stack.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** Filing, acceptance, reading, tracking; the publisher of events and the sweep of deadlines. */
export class DossierFeature extends Construct {
  readonly publisher: ServiceFunction<never>;
  readonly sweep: ServiceFunction<never>;

  constructor(scope: Construct, id: string, cell: Cell) {
    super(scope, id);
    const { state, api, code } = cell;
    const table = state.dossiers.tableArn;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const OWNER_KEYS_SECRET = state.ownerKeys.secretArn;
    const PERSONAL_DATA_KEY = state.personalDataKey.keyArn;
    const { read, readMany, list, write, count } = tableRights;

    const openDraft = new ServiceFunction<Env<'OpenDraftEnv'>>(this, 'OpenDraft', {
      entry: 'dossier/open-draft',
      environment: { CELL: code, DOSSIERS_TABLE, OWNER_KEYS_SECRET, PERSONAL_DATA_KEY },
    }).allow([...read, ...write], [table]);
    openDraft.allow(['kms:GenerateDataKey'], [PERSONAL_DATA_KEY]);

    const owned = { DOSSIERS_TABLE, OWNER_KEYS_SECRET };
    const listOwn = new ServiceFunction<Env<'ListOwnDossiersEnv'>>(this, 'ListOwnDossiers', {
      entry: 'dossier/list-own-dossiers',
      environment: owned,
    })
      .allow(readMany, [table])
      .allow(list, [indexArn(state, 'owner')]);
    const readOwn = new ServiceFunction<Env<'ReadOwnDossierEnv'>>(this, 'ReadOwnDossier', {
      entry: 'dossier/read-own-dossier',
      environment: { ...owned, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...list], [table])
      .allow(['kms:Decrypt'], [PERSONAL_DATA_KEY]);
    const accesses = new ServiceFunction<Env<'ListOwnAccessesEnv'>>(this, 'ListOwnAccesses', {
      entry: 'dossier/list-own-accesses',
      environment: owned,
    }).allow([...read, ...list], [table]);
    const submit = new ServiceFunction<Env<'SubmitDossierEnv'>>(this, 'SubmitDossier', {
      entry: 'dossier/submit-dossier',
      environment: { CELL: code, ...owned },
    }).allow([...read, ...readMany, ...write, ...count], [table]);
    for (const fn of [openDraft, listOwn, readOwn, accesses, submit]) allowSecret(fn, state.ownerKeys);

    const inbox = new ServiceFunction<Env<'ListInboxEnv'>>(this, 'ListInbox', {
      entry: 'dossier/list-inbox',
      environment: { DOSSIERS_TABLE },
    })
      .allow(readMany, [table])
      .allow(list, [indexArn(state, 'inbox')]);
    const readStaff = new ServiceFunction<Env<'ReadStaffDossierEnv'>>(this, 'ReadStaffDossier', {
      entry: 'dossier/read-staff-dossier',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...list, ...write], [table])
      .allow(['kms:Decrypt'], [PERSONAL_DATA_KEY]);
    const accept = new ServiceFunction<Env<'AcceptDossierEnv'>>(this, 'AcceptDossier', {
      entry: 'dossier/accept-dossier',
      environment: { CELL: code, DOSSIERS_TABLE },
    }).allow([...read, ...list, ...write], [table]);
    const refuse = new ServiceFunction<Env<'RefuseDossierEnv'>>(this, 'RefuseDossier', {
      entry: 'dossier/refuse-dossier',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...list, ...write], [table])
      .allow(['kms:GenerateDataKey'], [PERSONAL_DATA_KEY]);
    const reissue = new ServiceFunction<Env<'ReissueReceiptEnv'>>(this, 'ReissueReceipt', {
      entry: 'dossier/reissue-receipt',
      environment: { DOSSIERS_TABLE },
    }).allow([...read, ...write], [table]);
    const track = new ServiceFunction<Env<'TrackDossierEnv'>>(this, 'TrackDossier', {
      entry: 'dossier/track-dossier',
      environment: { DOSSIERS_TABLE },
    }).allow(read, [table]);

    api.route('POST /citizen/dossiers', openDraft);
    api.route('GET /citizen/dossiers', listOwn);
    api.route('GET /citizen/dossiers/{dossierId}', readOwn);
    api.route('GET /citizen/dossiers/{dossierId}/accesses', accesses);
    api.route('POST /citizen/dossiers/{dossierId}/submission', submit);
    api.route('POST /staff/dossiers/{dossierId}/submission', submit);
    api.route('GET /staff/inbox', inbox);
    api.route('GET /staff/dossiers/{dossierId}', readStaff);
    api.route('POST /staff/dossiers/{dossierId}/acceptance', accept);
    api.route('POST /staff/dossiers/{dossierId}/refusal', refuse);
    api.route('POST /staff/dossiers/{dossierId}/transfer', refuse);
    api.route('POST /staff/dossiers/{dossierId}/extension', refuse);
    api.route('POST /staff/dossiers/{dossierId}/receipt', reissue);
    api.route('POST /public/tracking', track);

    this.publisher = this.#publish(cell);
    this.sweep = this.#enact(cell);
  }

  /** Table stream to topic: event items only; what cannot be published is kept with its position for `republish`. */
  #publish({ state, code }: Cell): ServiceFunction<never> {
    const publish = new ServiceFunction<Env<'PublishEventsEnv'>>(this, 'PublishEvents', {
      entry: 'dossier/publish-events',
      environment: { CELL: code, EVENTS_TOPIC: state.events.topicArn },
      timeout: Duration.seconds(30),
    }).allow(['sns:Publish'], [state.events.topicArn]);
    const failed = new DeadLetterQueue(this, 'UnpublishedEvents', {
      effect: 'Agencies and citizens do not hear of steps that were taken.',
      runbook: 'events-unpublished',
    });
    acknowledge(failed.queue, 'AwsSolutions-SQS3', 'holds the stream batches that were given up: no queue stands before it');
    publish.lambda.addEventSource(
      new DynamoEventSource(state.dossiers, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        retryAttempts: 10,
        reportBatchItemFailures: true,
        onFailure: new SqsDlq(failed.queue),
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('EVENT#') } } },
          }),
        ],
      }),
    );
    for (const minutes of [5, 60])
      runbookAlarm(this, `StreamAge${minutes}`, {
        metric: publish.lambda.metric('IteratorAge', { period: ALARM_PERIOD, statistic: 'Maximum' }),
        threshold: Duration.minutes(minutes).toMilliseconds(),
        effect: `Events leave the table more than ${minutes} minutes late.`,
        runbook: 'events-late',
      });
    this.#watchSilence(state, publish);
    return publish;
  }

  /**
   * A publisher that is not called at all has no iterator age, so the two alarms above would stay silent. Something is written and
   * nothing published: less than a step costs is written by other things (openings of personal data, the sweep's place), so
   * it takes more than that, twice in a row.
   */
  #watchSilence(state: StateStack, publish: ServiceFunction<never>): void {
    const period = Duration.minutes(15);
    runbookAlarm(this, 'PublisherSilent', {
      metric: new MathExpression({
        // One call outweighs whatever is written in a quarter of an hour.
        expression: 'written - 1000000000 * FILL(calls, 0)',
        usingMetrics: {
          written: state.dossiers.metric('ConsumedWriteCapacityUnits', { period, statistic: 'Sum' }),
          calls: publish.lambda.metricInvocations({ period, statistic: 'Sum' }),
        },
        period,
        label: 'Units written while nothing is published',
      }),
      threshold: 100,
      periods: 2,
      effect: 'Dossiers change and nobody is told: agencies get no tasks, approvals do not start.',
      runbook: 'events-late',
    });
  }

  /** Enacts deadlines every minute. A missed minute is made up by the next. */
  #enact({ state }: Cell): ServiceFunction<never> {
    const sweep = new ServiceFunction<Env<'EnactDeadlinesEnv'>>(this, 'EnactDeadlines', {
      entry: 'dossier/enact-deadlines',
      environment: { DOSSIERS_TABLE: state.dossiers.tableName },
      timeout: Duration.seconds(50),
    })
      .allow([...tableRights.read, ...tableRights.write], [state.dossiers.tableArn])
      .allow(tableRights.list, [state.dossiers.tableArn, indexArn(state, 'deadline')]);
    const missed = new DeadLetterQueue(this, 'MissedSweeps', {
      effect: 'The sweep of deadlines could not be called.',
      runbook: 'deadlines-not-enacted',
    });
    acknowledge(missed.queue, 'AwsSolutions-SQS3', 'holds the calls of the schedule that were given up: no queue stands before it');
    new Schedule(this, 'EveryMinute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(sweep.lambda, { deadLetterQueue: missed.queue, retryAttempts: 1, maxEventAge: Duration.minutes(1) }),
    });
    const { stack } = sweep.lambda;
    const logical = stack.getLogicalId(sweep.lambda.node.defaultChild as CfnFunction);
    for (const role of stack.node.children.filter(({ node }) => node.id.startsWith('SchedulerRoleForTarget')))
      acknowledge(role, `AwsSolutions-IAM5[Resource::<${logical}.Arn>:*]`, 'the scheduler may call any version of this one function');
    runbookAlarm(this, 'SweepStopped', {
      metric: sweep.lambda.metricInvocations({ period: Duration.minutes(1), statistic: 'Sum' }),
      periods: 5,
      whenAbsent: true,
      effect: 'Nobody looks for deadlines that passed.',
      runbook: 'deadlines-not-enacted',
    });
    runbookAlarm(this, 'SweepAlarm', {
      metric: sweep.lambda.metricErrors({ period: ALARM_PERIOD, statistic: 'Sum' }),
      threshold: 3,
      effect: 'Deadlines that passed are not acted on.',
      runbook: 'deadlines-not-enacted',
    });
    return sweep;
  }
}
