import { CfnOutput, Stack, type Stage } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';

/**
 * Gives every alarm of a cell its action: one topic a stack, to which the operators subscribe (mail, pager). A topic a stack and
 * not one for the cell, so that stacks can be replaced one by one.
 */
export const alarmOperators = (stage: Stage): void => {
  for (const stack of stage.node.children.filter((child) => Stack.isStack(child))) {
    const alarms = stack.node.findAll().filter((construct) => construct instanceof Alarm);
    if (alarms.length === 0) continue;
    const topic = new Topic(stack, 'OperatorAlarms', { enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    );
    new CfnOutput(stack, 'OperatorAlarmsTopic', {
      value: topic.topicArn,
      description:
        'Alarms of this stack are published here: nobody hears of them until an operator subscribes (docs/runbook.md, "Deployment")',
    });
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }
};
