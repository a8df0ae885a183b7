/** A queue that a function sends to itself, to go on later. */
export type DelayedQueue<Message> = {
  /** `delaySeconds` is at most 900: no queue waits longer. */
  send(message: Message, delaySeconds: number): Promise<void>;
};

const FIRST_DELAY_S = 30;
const LONGEST_DELAY_S = 900;

/** How long to wait before trying again, after `attempt` earlier repeats: 30 s, doubled each time, at most 15 minutes. */
export const retryDelayS = (attempt: number): number => Math.min(FIRST_DELAY_S * 2 ** attempt, LONGEST_DELAY_S);
