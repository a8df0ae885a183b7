import * as z from 'zod';
import { CloudEvent, type EventName, wireType } from '../../functions/ledger/cloud-event.ts';
import { historyEvents, OpenedTask } from '../../functions/ledger/history-event.ts';
import { type JsonSchema, jsonSchema } from './json-schema.ts';

/** What each event says, in one sentence; a new event does not compile without one. */
const meanings: Readonly<Record<EventName, string>> = {
  'dossier.drafted': 'A citizen has opened a draft.',
  'document.uploaded': 'A file was found to be what was announced and belongs to the dossier.',
  'dossier.submitted': 'The dossier was submitted and got its code; the registry lookups follow.',
  'dossier.lookups-waiting': 'The national cell does not answer; the lookups go on by themselves when it does.',
  'dossier.looked-up': 'The registries have answered.',
  'dossier.accepted': 'An officer has accepted the dossier; the time limit runs.',
  'dossier.not-accepted': 'An officer has not accepted the dossier.',
  'dossier.receipt-reissued': 'An officer has printed the receipt again; the tracking secret of the old one is void.',
  'dossier.payment-requested': 'A fee is due.',
  'payment.attempted': 'The owner has opened an attempt to pay.',
  'payment.failed': 'The payment gateway has said that an attempt failed.',
  'payment.booked': "A payment was booked by the gateway's signed notification; `surplus` when more was paid than was due.",
  'payment.contradicted': 'The payment gateway has said otherwise of an attempt than what was recorded; nothing was booked by it.',
  'dossier.processing-started': 'The first stage of the plan is open.',
  'dossier.execution-restarted': 'The state machine of the dossier was started again from the table.',
  'task.answered': 'A consulted agency has answered its task.',
  'task.decided': 'The competent agency has decided.',
  'task.opened': 'An agency has a task to answer; sent once per task, with the agency and its office as attributes.',
  'dossier.deadline-passed': 'A time limit has passed without its end.',
  'dossier.concluded': 'The result is numbered, signed and stored.',
  'dossier.returned': "The result is in its owner's store.",
};

export type EventDescription = { readonly type: string; readonly meaning: string; readonly schema: JsonSchema };

/** The JSON Schema of every event that leaves a cell, by its type on the wire. */
export const eventDescriptions = (): readonly EventDescription[] =>
  Object.entries({ ...historyEvents, 'task.opened': OpenedTask } as Readonly<Record<EventName, z.ZodType>>)
    .map(([name, data]) => ({ name: name as EventName, data }))
    .map(({ name, data }) => {
      const type = wireType(name);
      const schema = jsonSchema(CloudEvent.extend({ type: z.literal(type), data }), 'input');
      return {
        type,
        meaning: meanings[name],
        schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: type, description: meanings[name], ...schema },
      };
    })
    .sort((a, b) => (a.type < b.type ? -1 : 1));
