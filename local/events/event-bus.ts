import type { DeployedResource } from '../assembly/deployed-resource.ts';
import type { AwsJsonService } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { completeEvent, type NewEvent } from './bus-event.ts';
import { createDeliveries, type Delivery, type DeliveryCounters, type Senders } from './deliveries.ts';
import { openEventJournal } from './event-journal.ts';
import { createEventService } from './event-service.ts';
import { type Rule, readRule } from './rule.ts';
import { readSchedule, type Schedule, scheduleOfRule } from './schedule.ts';
import { createScheduler } from './scheduler.ts';

export type EventBus = {
  /** Takes over rules and schedules of a template; other types are passed over. Throws naming what is not implemented. */
  deploy(resources: readonly DeployedResource[]): void;
  /** Goes on with the deliveries of the last run and starts the schedules. Call it once, when functions and queues are there. */
  start(): void;
  /**
   * Puts an event on the default bus; what its rules make of it is kept when this returns, and delivered after it.
   * @param cell whose rules see the event; without it those of all cells, which share this machine's one bus
   * @returns the event's id
   */
  put(event: NewEvent, cell?: string): string;
  /** For serveAwsJson, target prefix `AWSEvents`. */
  readonly service: AwsJsonService;
  /** `events`: put on the bus; `fired`: by schedule ARN; the rest counts deliveries. */
  counters(): DeliveryCounters & { readonly events: number; readonly fired: Readonly<Record<string, number>> };
  /** Deliveries under way or waiting for their next attempt. */
  pending(): number;
  /** Of those, the ones that wait for their next attempt. */
  waiting(): number;
  stop(): void;
};

/** EventBridge's default bus and EventBridge Scheduler, kept in `<dataDir>/events.sqlite`. */
export const openEventBus = (
  options: Senders & { readonly dataDir: string; readonly clock: VirtualClock; readonly log?: (line: string) => void },
): EventBus => {
  const { clock, log = () => {} } = options;
  const journal = openEventJournal(options.dataDir);
  const deliveries = createDeliveries({ ...options, journal, log });
  const scheduler = createScheduler({ journal, clock, deliveries });
  const rules = new Map<string, Rule>();
  const schedules = new Map<string, Schedule>();
  let started = false;
  let events = 0;

  const deliveriesOf = (rule: Rule, event: ReturnType<typeof completeEvent>): Delivery[] =>
    rule.targets.map(({ payload, ...target }) => ({
      origin: { attribute: 'RULE_ARN', arn: rule.arn },
      target,
      payload: payload(event),
      deadLetter: JSON.stringify(event),
    }));

  const put = (given: NewEvent, cell?: string): string => {
    const event = completeEvent(given, clock.now());
    const matching = [...rules.values()].filter(
      (rule) => rule.enabled && (cell === undefined || rule.cell === cell) && rule.matches(event),
    );
    events++;
    deliveries.accept(matching.flatMap((rule) => deliveriesOf(rule, event)));
    return event.id;
  };

  return {
    deploy: (resources) => {
      const readRules = resources.filter(({ type }) => type === 'AWS::Events::Rule').map(readRule);
      const ofRules = readRules.flatMap((rule) => (rule.schedule === undefined ? [] : [scheduleOfRule(rule, rule.schedule)]));
      const own = resources.filter(({ type }) => type === 'AWS::Scheduler::Schedule').map(readSchedule);
      for (const rule of readRules) rules.set(rule.arn, rule);
      for (const schedule of [...ofRules, ...own]) {
        schedules.set(schedule.arn, schedule);
        if (started) scheduler.start(schedule);
      }
    },
    start: () => {
      started = true;
      deliveries.resume();
      for (const schedule of schedules.values()) scheduler.start(schedule);
    },
    put,
    service: createEventService((event) => put(event)),
    counters: () => ({ ...deliveries.counters(), events, fired: scheduler.fired() }),
    pending: deliveries.pending,
    waiting: deliveries.waiting,
    stop: () => {
      scheduler.stop();
      deliveries.stop();
      journal.stop();
    },
  };
};
