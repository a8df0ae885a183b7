import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';

/** Waits till `look` gives something, at most `withinMs`. */
export const eventually = async <T>(look: () => T | undefined | false | Promise<T | undefined | false>, withinMs = 10_000): Promise<T> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`nothing came of it in ${withinMs} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** A queue engine of its own, and what tests do with its queues. */
export const openQueuePlace = async () => {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, defaultRegion: 'ap-southeast-1' });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = new SQSClient({ endpoint, region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const url = (name: string) => `${endpoint}/000000000000/${name}`;
  return {
    endpoint,
    url,
    arn: (name: string) => `arn:aws:sqs:ap-southeast-1:000000000000:${name}`,
    create: (name: string, Attributes: Record<string, string> = {}) => client.send(new CreateQueueCommand({ QueueName: name, Attributes })),
    send: (name: string, body: unknown, more: Partial<SendMessageCommand['input']> = {}) =>
      client.send(
        new SendMessageCommand({ QueueUrl: url(name), MessageBody: typeof body === 'string' ? body : JSON.stringify(body), ...more }),
      ),
    receive: async (name: string) =>
      (await client.send(new ReceiveMessageCommand({ QueueUrl: url(name), WaitTimeSeconds: 2 }))).Messages?.[0]?.Body,
    /** Messages in the queue, those being worked on included. */
    async depth(name: string) {
      const AttributeNames = ['ApproximateNumberOfMessages' as const, 'ApproximateNumberOfMessagesNotVisible' as const];
      const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames }));
      return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
};
