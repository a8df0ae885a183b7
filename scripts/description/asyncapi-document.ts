import type { EventDescription } from './event-schemas.ts';
import type { JsonSchema } from './json-schema.ts';

const TASK_OPENED = 'vn.motcua.task.opened.v1';

const reference = (...path: readonly string[]): JsonSchema => ({ $ref: `#/${path.join('/')}` });

const text = (description: string): JsonSchema => ({ type: 'string', description });

/** AsyncAPI 3.0 of the events of a cell: the topic that all leave by, and the queue of an agency system. */
export const asyncApiDocument = (version: string, events: readonly EventDescription[]): JsonSchema => {
  const messages = Object.fromEntries(
    events.map(({ type, meaning }) => [
      type,
      {
        name: type,
        title: type,
        summary: meaning,
        contentType: 'application/json',
        headers: {
          type: 'object',
          description: 'Attributes that subscriptions filter by.',
          required: type === TASK_OPENED ? ['type', 'agency', 'office'] : ['type'],
          properties: {
            type: { const: type },
            ...(type === TASK_OPENED && { agency: text('The agency system'), office: text('The office within the agency') }),
          },
        },
        payload: { $ref: `events/${type}.schema.json` },
      },
    ]),
  );
  const inChannel = (channel: string, types: readonly string[]) => types.map((type) => reference('channels', channel, 'messages', type));
  const channelMessages = (types: readonly string[]) =>
    Object.fromEntries(types.map((type) => [type, reference('components', 'messages', type)]));
  const all = events.map(({ type }) => type);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Một Cửa: events of a province cell',
      version,
      description:
        'CloudEvents 1.0 in JSON, without personal data. Delivery is at least once: the same event has the same id however often it comes. `sequence` counts the events of a dossier without a gap; tasks opened share the number of the event that opened them.',
    },
    defaultContentType: 'application/json',
    channels: {
      dossierEvents: {
        address: 'dossier-events',
        description: 'SNS topic of the cell.',
        messages: channelMessages(all),
      },
      agencyTasks: {
        address: 'agency-{system}',
        description:
          'SQS queue of one agency system, with raw messages of the topic. A message is kept 7 days; after 5 receives it goes to the dead letter queue.',
        parameters: { system: { description: 'Client id of the agency system, for example `land`.' } },
        messages: channelMessages([TASK_OPENED]),
      },
    },
    operations: {
      publishEvents: { action: 'send', channel: reference('channels', 'dossierEvents'), messages: inChannel('dossierEvents', all) },
      announceTasks: { action: 'send', channel: reference('channels', 'agencyTasks'), messages: inChannel('agencyTasks', [TASK_OPENED]) },
    },
    components: { messages },
  };
};
