/** Thrown by a stub to make the call of its function fail under a name, as Lambda reports it. */
export class FunctionFailure extends Error {
  readonly type: string;
  constructor(type: string, message = 'as told') {
    super(message);
    this.type = type;
  }
}

/** Plays one Lambda function in one run of a case. `call` counts its calls from 0. */
export type Stub = (event: unknown, call: number) => unknown;

/** What a case can do to its running execution from outside. Every answer of the API is noted and compared. */
export type Hand = {
  /** Waits until the history holds `count` events of the type. */
  reached(type: string, count?: number): Promise<void>;
  /** The `index`-th token that a function was handed in its event's field `token`. */
  token(index?: number): Promise<string>;
  /** These give the name of the error that the API answered, or 'ok'. */
  succeed(token: string, output?: string): Promise<string>;
  fail(token: string, error?: string, cause?: string): Promise<string>;
  beat(token: string): Promise<string>;
  stop(error?: string, cause?: string): Promise<string>;
};

/** What of an execution is compared. */
export type Aspect = 'status' | 'output' | 'error' | 'events' | 'answers';

/** Why the engines differ in a case, decided by what AWS has written. */
export type Difference = {
  readonly aspects: readonly Aspect[];
  readonly right: 'ours' | 'moto' | 'both';
  readonly reason: string;
  /** Where AWS says so. */
  readonly source: string;
};

/** One machine with one input, run on both engines. */
export type Case = {
  /** Unique; a sentence about what is run. */
  readonly name: string;
  /** The machine without its QueryLanguage. `${name}` stands for the ARN of the function `name`. */
  readonly definition: object;
  readonly input?: unknown;
  readonly functions?: Readonly<Record<string, Stub>>;
  readonly act?: (hand: Hand) => Promise<void>;
  /** Seconds after which an execution that still runs is compared as it is; 180 unless told. */
  readonly patience?: number;
  readonly difference?: Difference;
};
