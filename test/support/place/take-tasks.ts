import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { CloudEvent } from '../../../functions/ledger/cloud-event.ts';
import type { TestPlace } from './test-place.ts';

const readTask = (body: string): CloudEvent | undefined => {
  try {
    return CloudEvent.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};

/** Takes the tasks that lie in the queue of an agency system, and deletes them there; what is no task it leaves. */
export const takeTasks = async ({ inspection: { sqs, queueUrl } }: Pick<TestPlace, 'inspection'>, queue: string): Promise<CloudEvent[]> => {
  const QueueUrl = queueUrl(queue);
  const tasks: CloudEvent[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return tasks;
    for (const { Body = '', ReceiptHandle } of Messages) {
      const task = readTask(Body);
      if (!task) continue;
      tasks.push(task);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
};
