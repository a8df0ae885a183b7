import type { EventMessage } from '../ledger/cloud-event.ts';

/** The most messages that one call of `publish` takes. */
export const MOST_IN_BATCH = 10;

/** The topic that a cell's events leave by. */
export type EventTopic = {
  /** Publishes up to ten messages in one call and gives the positions of those that were not taken. @throws when none was */
  publish(messages: readonly EventMessage[]): Promise<readonly number[]>;
};
