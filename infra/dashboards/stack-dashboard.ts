import { Stack } from 'aws-cdk-lib';
import { Alarm, AlarmStatusWidget, Dashboard, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { runbookHeading } from '../constructs/alarm.ts';

export type StackDashboardProps = {
  /** What the operator picks it by in the console. */
  readonly name: string;
  /** One sentence: what can be seen here. */
  readonly about: string;
  /** Address of the runbook (cells.json). */
  readonly runbook: string;
  readonly rows: readonly (readonly IWidget[])[];
};

const WHOLE_WIDTH = 24;

/**
 * A dashboard of what one stack runs: its alarms and their runbook entries first, then the rows in the order in which an operator
 * asks. To be made last: it shows the alarms that the stack has by then. CloudWatch bills a dashboard 3 USD a month: a province
 * cell has two (its agency systems are a stack of their own), the national cell one.
 */
export class StackDashboard extends Construct {
  constructor(scope: Construct, id: string, { name, about, runbook, rows }: StackDashboardProps) {
    super(scope, id);
    const alarms = Stack.of(this)
      .node.findAll()
      .filter((construct) => construct instanceof Alarm);
    const headings = [...new Set(alarms.map(runbookHeading))].sort();
    const links = headings.map((heading) => `[${heading}](${runbook}#${heading})`).join(' · ');
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: name });
    dashboard.addWidgets(new TextWidget({ markdown: `${about} [Runbook](${runbook}): ${links}`, width: WHOLE_WIDTH, height: 3 }));
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: WHOLE_WIDTH, height: 4 }));
    for (const row of rows) dashboard.addWidgets(...row);
  }
}
