import { listOf, objectOf } from '../../../local/assembly/json.ts';
import type { TestPlace } from './test-place.ts';

/** What an alarm on the messages of a dead letter queue says, with its threshold; undefined when there is none. */
export const deadLetterAlarm = (
  { runtime: { resources }, surroundings: { queues } }: Pick<TestPlace, 'runtime' | 'surroundings'>,
  queue: string,
): { readonly description: string; readonly threshold: unknown } | undefined => {
  const name = queues[queue]?.arn.split(':').at(-1);
  const alarm = resources.find(({ type, properties }) => {
    if (type !== 'AWS::CloudWatch::Alarm' || properties['MetricName'] !== 'ApproximateNumberOfMessagesVisible') return false;
    return listOf(properties['Dimensions'], 'Dimensions').some((one) => objectOf(one, 'dimension')['Value'] === name);
  });
  return alarm && { description: String(alarm.properties['AlarmDescription']), threshold: alarm.properties['Threshold'] };
};
