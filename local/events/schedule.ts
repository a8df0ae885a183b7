import { randomUUID } from 'node:crypto';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { objectOf, stringOf } from '../assembly/json.ts';
import { describeResource, expectKnownProperties, expectOneOf } from '../queues/known-properties.ts';
import { completeEvent, secondsIso } from './bus-event.ts';
import type { Delivery } from './deliveries.ts';
import type { Rule } from './rule.ts';
import { type Occurrences, occurrencesOf, within } from './schedule-expression.ts';
import { readTarget } from './target.ts';

/** Something that is due again and again. `definition` changes whenever what decides the due times does. */
export type Schedule = {
  readonly arn: string;
  readonly enabled: boolean;
  readonly definition: string;
  /** @param created when the schedule first existed, epoch milliseconds */
  readonly occurrences: (created: number) => Occurrences;
  /** What is delivered for the occurrence at `time`. */
  readonly deliveries: (time: number, now: number) => Delivery[];
};

/** The schedule that a rule has in its ScheduleExpression. */
export const scheduleOfRule = (rule: Rule, expression: string): Schedule => {
  occurrencesOf(expression, 0);
  return {
    arn: rule.arn,
    enabled: rule.enabled,
    definition: expression,
    occurrences: (created) => occurrencesOf(expression, created),
    deliveries: (time, now) => {
      const event = completeEvent(
        { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule.arn], detail: {}, time: secondsIso(time) },
        now,
      );
      return rule.targets.map(({ payload, ...target }) => ({
        origin: { attribute: 'RULE_ARN', arn: rule.arn },
        target,
        payload: payload(event),
        deadLetter: JSON.stringify(event),
      }));
    },
  };
};

const dateOf = (resource: DeployedResource, name: string): number | undefined => {
  const text = resource.properties[name];
  if (text === undefined) return undefined;
  const time = Date.parse(stringOf(text, `${name} of ${describeResource(resource)}`));
  if (Number.isNaN(time)) throw new Error(`${name} of ${describeResource(resource)} is not a date`);
  return time;
};

/** Reads an `AWS::Scheduler::Schedule`. Throws naming what is not implemented. */
export const readSchedule = (resource: DeployedResource): Schedule => {
  const { properties } = resource;
  const what = (name: string) => `${name} of ${describeResource(resource)}`;
  expectKnownProperties(
    resource,
    [
      'Name',
      'GroupName',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'State',
      'StartDate',
      'EndDate',
      'FlexibleTimeWindow',
      'Target',
    ],
    ['Description', 'KmsKeyArn'],
  );
  expectOneOf(resource, 'State', properties['State'], ['ENABLED', 'DISABLED']);
  expectOneOf(resource, 'FlexibleTimeWindow.Mode', objectOf(properties['FlexibleTimeWindow'], what('FlexibleTimeWindow'))['Mode'], ['OFF']);
  const expression = stringOf(properties['ScheduleExpression'], what('ScheduleExpression'));
  const zone = stringOf(properties['ScheduleExpressionTimezone'] ?? 'UTC', what('ScheduleExpressionTimezone'));
  const [start, end] = [dateOf(resource, 'StartDate'), dateOf(resource, 'EndDate')];
  const occurrences = (created: number) => within(occurrencesOf(expression, start ?? created, zone), start, end);
  occurrences(0);
  const { target, properties: given } = readTarget(resource, properties['Target'], ['Input']);
  const arn = stringOf(resource.attributes['Arn'], what('Arn'));
  const input = given['Input'] === undefined ? undefined : stringOf(given['Input'], what('Target.Input'));
  if (input !== undefined && target.kind === 'function') JSON.parse(input);
  if (input?.includes('<aws.scheduler.attempt-number>'))
    throw new Error(`${what('Target.Input')}: the local runtime does not implement attempt-number`);

  const payloadAt = (time: number, now: number): string => {
    if (input === undefined) {
      const event = { source: 'aws.scheduler', 'detail-type': 'Scheduled Event', resources: [arn], detail: '{}', time: secondsIso(time) };
      return JSON.stringify(completeEvent(event, now));
    }
    return input
      .replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', secondsIso(time))
      .replaceAll('<aws.scheduler.execution-id>', randomUUID());
  };
  return {
    arn,
    enabled: properties['State'] !== 'DISABLED',
    definition: JSON.stringify([expression, zone, start, end]),
    occurrences,
    deliveries: (time, now) => {
      const payload = payloadAt(time, now);
      return [{ origin: { attribute: 'SCHEDULE_ARN', arn }, target, payload, deadLetter: payload }];
    },
  };
};
