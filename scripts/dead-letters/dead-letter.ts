/** A message that its consumer gave up, or that could not be delivered to the consumer's queue. */
export type DeadLetter = {
  /** The message's id in its queue. */
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, DeadLetterAttribute>>;
  /** When it was first sent. */
  readonly sentAt: Date;
  /** With which it is taken away or shown again. */
  readonly handle: string;
};

export type DeadLetterAttribute = { readonly type: string; readonly text?: string; readonly bytes?: Uint8Array };

/** A queue of dead letters. */
export type DeadLetterQueue = {
  /** Up to ten letters, out of everybody else's sight for `holdS` seconds; none when the queue has no more to see. */
  receive(holdS: number): Promise<readonly DeadLetter[]>;
  /** Shows letters to everybody again at once. @returns those that stay out of sight until their time is over */
  release(letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
};

/** Where dead letters go back to. */
export type Target = { send(letter: Pick<DeadLetter, 'body' | 'attributes'>): Promise<void> };
