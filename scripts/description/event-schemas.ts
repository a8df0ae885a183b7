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
  'dossier.supplement-requested': 'An officer has asked the owner to complete the dossier; what is asked stays in the cell in words.',
  'dossier.supplement-provided': 'The owner has completed the dossier; while the agencies have it, their clock runs again.',
  'dossier.receipt-reissued': 'An officer has printed the receipt again; the tracking secret of the old one is void.',
  'dossier.payment-requested': 'A fee is due.',
  'payment.attempted': 'The owner has opened an attempt to pay.',
  'payment.failed': 'The payment gateway has said that an attempt failed.',
  'payment.booked': "A payment was booked by the gateway's signed notification; `surplus` when more was paid than was due.",
  'payment.surplus': 'More was paid than was due, or after nothing was due any more; the office that decides has to see to it.',
  'payment.awaited': 'The fee has lapsed, but an attempt to pay may still be told of; the dossier is not stopped until then.',
  'dossier.fee-settled': 'Nothing is left to pay: the fee was booked while the owner asked to withdraw the dossier, which was refused.',
  'payment.contradicted': 'The payment gateway has said otherwise of an attempt than what was recorded; nothing was booked by it.',
  'dossier.processing-started': 'The first stage of the plan is open.',
  'dossier.execution-restarted': 'The state machine of the dossier was started again from the table.',
  'task.answered': 'A consulted agency has answered its task.',
  'task.decided': 'The competent agency has decided.',
  'task.opened': 'An agency has a task to answer; sent once per task, with the agency and its office as attributes.',
  'dossier.deadline-passed': 'A time limit has passed without its end.',
  'dossier.deadline-set': 'A time limit is known now that no calendar reached before, or that certified downtimes have put off.',
  'dossier.escalated': 'So many percent of the working time are used up, and the dossier is not done.',
  'dossier.extension-drafted': 'An apology for the delay was drafted; a leader of the office signs it or sees to it that the time is kept.',
  'dossier.extended': 'A leader has put the due time off.',
  'dossier.due-moved': 'The due time has moved because the clock stood still.',
  'task.due-moved':
    'A task with a limit of its own has more time: the cell was down meanwhile, or its applicant had to complete the dossier.',
  'task.silent': 'A consulted agency has not answered in its time; by law that is its agreement.',
  'dossier.concluded': 'The result is numbered, signed and stored.',
  'dossier.awaiting-number': 'The competent agency has decided; a clerk gives the result its number.',
  'dossier.withdrawal-requested': 'The owner asks to withdraw the dossier; nobody decides it until the office has answered.',
  'dossier.withdrawal-refused': 'The office has not let the dossier be withdrawn; it stands where it stood before.',
  'dossier.stopped':
    'The dossier has ended without a result: withdrawn, never completed or never paid. `cancelled` tasks are answered by nobody.',
  'task.sent-back': 'An agency has sent a task back that is for another one.',
  'task.routed': 'A task that was sent back has gone to another agency, under the same id; a limit of its own begins anew.',
  'dossier.transferred': 'Another office decides the dossier from now on; its code and its time limit stay.',
  'dossier.result-stored': "The result is in its owner's store; it is also handed over on paper.",
  'dossier.result-dispatched': 'The post has the result.',
  'dossier.returned': 'The person has the result: in the own store, at the counter or by post.',
  'dossier.rated': 'The owner has said how the dossier was handled, from 1 to 5.',
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
