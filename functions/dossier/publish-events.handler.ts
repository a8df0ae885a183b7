import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { streamHandler } from '../platform/stream.ts';
import { plainImage, StreamImage } from '../platform/stream-image.ts';
import { type PublishEventsDeps, publishEvents } from './publish-events.ts';

/** An image that cannot be read stays as it is: it is no history event, and publishing stops before it. */
const itemOf = (image: unknown): unknown => {
  const read = StreamImage.safeParse(image);
  return read.success ? plainImage(read.data) : undefined;
};

/** Consumer of the table's stream: inserted history events. */
export const createHandler = (deps: PublishEventsDeps & { readonly clock: Clock; readonly log: Log }) => {
  const publish = publishEvents(deps);

  return streamHandler('publishEvents', deps, (records) => publish(records.map(({ dynamodb }) => itemOf(dynamodb.NewImage))));
};
