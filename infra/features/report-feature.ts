import { Duration } from 'aws-cdk-lib';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as complaintEnv from '../../functions/complaint/complaint.env.ts';
import type * as downtimeEnv from '../../functions/downtime/downtime.env.ts';
import type * as reportEnv from '../../functions/report/report.env.ts';
import { allowSecret, type Cell, indexArn, tableRights } from '../cell.ts';
import { GuardedQueue } from '../constructs/guarded-queue.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type ReportEnv<Name extends keyof typeof reportEnv> = z.infer<(typeof reportEnv)[Name]>;
type ComplaintEnv<Name extends keyof typeof complaintEnv> = z.infer<(typeof complaintEnv)[Name]>;
type DowntimeEnv<Name extends keyof typeof downtimeEnv> = z.infer<(typeof downtimeEnv)[Name]>;

const { read, readMany, list, write, count } = tableRights;

/** How the offices work: counted, read by leaders, complained of, and the times in which they could not. */
export class ReportFeature extends Construct {
  constructor(scope: Construct, id: string, cell: Cell) {
    super(scope, id);
    const { code, state, api, addresses } = cell;
    const table = state.dossiers.tableArn;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const PERSONAL_DATA_KEY = state.personalDataKey.keyArn;

    const reports = new ServiceFunction<ReportEnv<'ReadReportsEnv'>>(this, 'ReadReports', {
      entry: 'report/read-reports',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY, API_ADDRESS: addresses.ApiAddress.valueAsString },
    })
      // Writes: the records of access that a page of the tracking book leaves.
      .allow([...read, ...readMany, ...list, ...write], [table])
      .allow(list, [indexArn(state, 'deadline')])
      .allow(['kms:Decrypt'], [PERSONAL_DATA_KEY]);
    api.route('GET /staff/reports/ii-06', reports);
    api.route('GET /staff/tracking-book', reports);
    api.route('GET /staff/dossiers/{dossierId}/control-slip', reports);
    api.route('GET /staff/dossiers/{dossierId}/index-record', reports);

    const hear = new ServiceFunction<ComplaintEnv<'HearCitizensEnv'>>(this, 'HearCitizens', {
      entry: 'complaint/hear-citizens',
      environment: { DOSSIERS_TABLE, OWNER_KEYS_SECRET: state.ownerKeys.secretArn, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...list, ...write], [table])
      .allow(['kms:GenerateDataKey', 'kms:Decrypt'], [PERSONAL_DATA_KEY]);
    allowSecret(hear, state.ownerKeys);
    api.route('POST /citizen/complaints', hear);
    api.route('POST /citizen/complaints/{complaintId}/answer', hear);
    api.route('GET /citizen/dossiers/{dossierId}/complaints', hear);
    api.route('POST /citizen/dossiers/{dossierId}/rating', hear);

    const handle = new ServiceFunction<ComplaintEnv<'HandleComplaintsEnv'>>(this, 'HandleComplaints', {
      entry: 'complaint/handle-complaints',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...readMany, ...list, ...write], [table])
      .allow(list, [indexArn(state, 'inbox')])
      .allow(['kms:GenerateDataKey', 'kms:Decrypt'], [PERSONAL_DATA_KEY]);
    api.route('GET /staff/complaints', handle);
    api.route('GET /staff/complaints/{complaintId}', handle);
    api.route('POST /staff/complaints/{complaintId}/answer', handle);

    const downtimes = new ServiceFunction<DowntimeEnv<'KeepDowntimesEnv'>>(this, 'KeepDowntimes', {
      entry: 'downtime/keep-downtimes',
      environment: { CELL: code, DOSSIERS_TABLE },
    }).allow([...read, ...list, ...write], [table]);
    api.route('POST /staff/downtimes', downtimes);
    api.route('GET /staff/downtimes', downtimes);

    this.#counts(cell);
  }

  /** Keeps the counters of form II.06 and the tracking book up to the history. */
  #counts({ state }: Cell): void {
    const queue = new GuardedQueue(this, 'Counts', {
      visibility: Duration.seconds(90),
      effect: 'Reports and tracking books do not hold what was accepted and done since.',
      runbook: 'counts-behind',
    });
    const consumer = new ServiceFunction<ReportEnv<'CountDossiersEnv'>>(this, 'CountDossiers', {
      entry: 'report/count-dossiers',
      environment: { DOSSIERS_TABLE: state.dossiers.tableName },
    }).allow([...read, ...list, ...write, ...count], [state.dossiers.tableArn]);
    consumer.consume(queue.queue, 10);
    // The same as countedFacts of functions/report/counted-facts.ts: the consumer takes no others.
    const facts = ['accepted', 'supplement-requested', 'deadline-passed', 'extended', 'due-moved', 'transferred', 'concluded', 'stopped'];
    state.events.addSubscription(
      new SqsSubscription(queue.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: queue.deadLetters,
        filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: facts.map((fact) => `vn.motcua.dossier.${fact}.v1`) }) },
      }),
    );
  }
}
