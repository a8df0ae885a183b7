import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Cell } from './cell.ts';
import type { CellConfig } from './config.ts';
import { runbookAlarm } from './constructs/alarm.ts';
import { CellApi } from './constructs/cell-api.ts';
import { backgroundFunctions, queuesOf } from './constructs/found-in-stack.ts';
import { PlatformAlarms, type WatchedTable } from './constructs/platform-alarms.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import { sumOf } from './constructs/sum-of.ts';
import { clockworkRow, functionRow, queueRow, tableRow, trafficRow, workflowRow } from './dashboards/rows.ts';
import { StackDashboard } from './dashboards/stack-dashboard.ts';
import { CatalogueFeature } from './features/catalogue-feature.ts';
import { DocumentFeature } from './features/document-feature.ts';
import { DossierFeature } from './features/dossier-feature.ts';
import { IdentityFeature } from './features/identity-feature.ts';
import { PaymentFeature } from './features/payment-feature.ts';
import { ResultFeature } from './features/result-feature.ts';
import { SupplementFeature } from './features/supplement-feature.ts';
import { TaskFeature } from './features/task-feature.ts';
import { WithdrawalFeature } from './features/withdrawal-feature.ts';
import { addressParameters } from './parameters.ts';
import { dossierIndexes, type StateStack } from './state-stack.ts';

export type ServiceStackProps = StackProps & { readonly cell: string; readonly config: CellConfig; readonly state: StateStack };

/** What of a province cell may be replaced at any deployment: functions, queues, rules, state machine, HTTP API. */
export class ServiceStack extends Stack {
  /** What other stacks of the cell build on. */
  readonly cell: Cell;

  constructor(scope: Construct, id: string, { cell: code, config, state, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const addresses = addressParameters(this, config, [
      'CitizenIssuer',
      'CitizenAudience',
      'StaffIssuer',
      'StaffAudience',
      'AgencyIssuer',
      'AgencyAudience',
      'AgencyTokenEndpoint',
      'PaymentPage',
      'ApiAddress',
      'NationalApi',
    ]);
    const unknownRoute = new ServiceFunction(this, 'AnswerUnknownRoute', { entry: 'api/answer-unknown-route', environment: {} });
    const api = new CellApi(this, 'HttpApi', {
      issuers: {
        citizen: { issuer: addresses.CitizenIssuer, audience: addresses.CitizenAudience },
        staff: { issuer: addresses.StaffIssuer, audience: addresses.StaffAudience },
        agency: { issuer: addresses.AgencyIssuer, audience: addresses.AgencyAudience },
      },
      unknownRoute,
    });
    const cell = { code, state, addresses, api };
    this.cell = cell;
    const dossier = new DossierFeature(this, 'Dossier', cell);
    new DocumentFeature(this, 'Document', cell);
    const identity = new IdentityFeature(this, 'Identity', cell);
    new PaymentFeature(this, 'Payment', cell);
    const result = new ResultFeature(this, 'Result', cell);
    const task = new TaskFeature(this, 'Task', cell, { concludeDossier: result.conclude });
    new SupplementFeature(this, 'Supplement', cell);
    new WithdrawalFeature(this, 'Withdrawal', cell);
    new CatalogueFeature(this, 'Catalogue', cell);
    watchNationalCell(this, identity.waits);

    const served = api.servedFrom(this);
    const background = backgroundFunctions(this, served, unknownRoute);
    const tables: WatchedTable[] = [
      {
        table: state.dossiers,
        indexes: Object.keys(dossierIndexes),
        operations: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'TransactWriteItems'],
      },
    ];
    new PlatformAlarms(this, 'Platform', { background, tables, concurrency: config.lambdaConcurrency });
    new StackDashboard(this, 'Operations', {
      name: `motcua-${code}-operations`,
      about: `Cell ${code}: do dossiers move, and where does work lie?`,
      runbook: config.runbook,
      rows: [
        trafficRow(api, served),
        queueRow(...queuesOf(this)),
        clockworkRow(dossier.publisher, dossier.sweep),
        workflowRow(task.approval),
        tableRow(tables),
        functionRow(served, background),
      ],
    });
    new CfnOutput(this, 'ApiUrl', { value: api.api.apiEndpoint, description: 'Address of the HTTP API without a domain of its own' });
  }
}

/**
 * While the national cell does not answer, each lookup and each delivery asks again after pauses of up to 15 minutes. What is
 * over within a quarter of an hour touches two of these periods at the most; what lasts longer, an operator should know, although
 * nothing is lost.
 */
const watchNationalCell = (stack: ServiceStack, waits: Metric): void => {
  const period = Duration.minutes(15);
  runbookAlarm(stack, 'NationalCellUnreachable', {
    metric: sumOf([waits.with({ period })], period, 'Waits'),
    periods: 4,
    breaching: 3,
    effect: 'The national cell does not answer: lookups wait, and results do not reach the accounts of their owners.',
    runbook: 'national-cell-unreachable',
  });
};
