import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type ApiClient, apiClient, type Json, objectField, textField } from './api-client.ts';
import type { Place, Tell } from './place.ts';
import { waitFor } from './wait.ts';

/** A task as an agency's queue delivers it. */
export type TaskMessage = { readonly taskId: string; readonly kind: string; readonly event: Json };

/**
 * Takes the next task of a dossier off a system's queue, as an agency's own software would: receive, keep, delete. Messages of
 * other dossiers are left for whoever waits for them.
 */
export const takeTask = (place: Place, system: string, dossierId: string, tell: Tell): Promise<TaskMessage> =>
  waitFor(`a task in the queue of ${system}`, tell, async () => {
    const QueueUrl = place.queueOf(system);
    const { Messages } = await place.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 1, VisibilityTimeout: 5 }),
    );
    const [message] = Messages ?? [];
    if (!message) return undefined;
    const event: Json = JSON.parse(message.Body ?? '{}');
    if (event['subject'] !== dossierId) return undefined;
    await place.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const data = objectField(event, 'data');
    return { taskId: textField(data, 'taskId'), kind: textField(data, 'kind'), event };
  });

/** Answers a task over the API, with the system's own token. */
export const answerTask = async (
  place: Place,
  system: string,
  taskId: string,
  answer: 'POSITIVE' | 'NEGATIVE',
  note: string,
): Promise<Json> => {
  const api: ApiClient = apiClient(place.api, await place.tokenFor(system));
  return api.post(`/agency/tasks/${taskId}/answer`, { answer, note });
};
