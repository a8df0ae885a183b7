import * as z from 'zod';
import { eventId, type HistoryEvent, type HistoryEventType, historyEvents, OpenedTask } from './history-event.ts';
import { DossierId } from './meta.ts';

/** What a dossier's history says on the wire; `task.opened` is said once more per task, so that it can be routed to its agency. */
export type EventName = HistoryEventType | 'task.opened';

/** `vn.motcua.dossier.submitted.v1` */
export const wireType = (name: EventName): string => `vn.motcua.${name}.v1`;

/** A CloudEvent 1.0 as it leaves the cell. No personal data anywhere; `sequence` is the event's number in its dossier. */
export const CloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: DossierId,
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  sequence: z.string().regex(/^\d+$/),
  correlationid: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type CloudEvent = z.infer<typeof CloudEvent>;

/** An event with the attributes that subscriptions filter by. */
export type EventMessage = {
  readonly event: CloudEvent;
  readonly attributes: { readonly type: string; readonly agency?: string; readonly office?: string };
};

/** The messages of one history event: the fact itself, then each task that it opened. The same ids however often it is published. */
export const messagesOf = (fact: HistoryEvent, cell: string): readonly EventMessage[] => {
  const message = (name: EventName, id: string, data: Readonly<Record<string, unknown>>): CloudEvent => ({
    specversion: '1.0',
    id,
    source: `/cells/${cell}`,
    type: wireType(name),
    subject: fact.dossierId,
    time: fact.at,
    datacontenttype: 'application/json',
    sequence: String(fact.n),
    ...(fact.cause && { correlationid: fact.cause }),
    data: { ...data },
  });
  const data = historyEvents[fact.type].parse(fact.data);
  const opened = 'opened' in data ? z.array(OpenedTask).parse(data.opened ?? []) : [];
  return [
    { event: message(fact.type, eventId(fact), data), attributes: { type: wireType(fact.type) } },
    ...opened.map((task, index) => ({
      event: message('task.opened', `${eventId(fact)}.${index + 1}`, task),
      attributes: { type: wireType('task.opened'), agency: task.agency, office: task.office },
    })),
  ];
};
