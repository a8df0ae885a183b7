import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Cell } from './cell.ts';
import type { CellConfig } from './config.ts';
import { backgroundFunctions, queuesOf } from './constructs/found-in-stack.ts';
import { functionRow, queueRow } from './dashboards/rows.ts';
import { StackDashboard } from './dashboards/stack-dashboard.ts';
import { FilingFeature } from './features/filing-feature.ts';
import { FormFeature } from './features/form-feature.ts';
import { ReportFeature } from './features/report-feature.ts';

export type RecordsStackProps = StackProps & { readonly cell: Cell; readonly config: CellConfig };

/**
 * What offices enter, hand out and answer for: filing on behalf, statutory forms, reports, complaints. Behind the routes of the
 * cell's one API; a stack of its own because a stack holds 500 resources at the most.
 */
export class RecordsStack extends Stack {
  constructor(scope: Construct, id: string, { cell, config, ...props }: RecordsStackProps) {
    super(scope, id, props);
    new FilingFeature(this, 'Filing', cell);
    new FormFeature(this, 'Form', cell);
    new ReportFeature(this, 'Report', cell);

    const served = cell.api.servedFrom(this);
    // What fails behind the queue comes back to it, and its alarms tell.
    const background = backgroundFunctions(this, served);
    new StackDashboard(this, 'Operations', {
      name: `motcua-${cell.code}-records`,
      about: `Cell ${cell.code}: do forms and reports come out?`,
      runbook: config.runbook,
      rows: [queueRow(...queuesOf(this)), functionRow(served, background)],
    });
  }
}
