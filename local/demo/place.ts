import type { SQSClient } from '@aws-sdk/client-sqs';

type Dwelling = {
  readonly kind: 'OWNED' | 'RENTED';
  readonly commune: string;
  readonly line: string;
  readonly parcel: string;
  readonly areaM2: number;
};

/** Where a journey runs: the local runtime, an emulator, a deployed cell. Nothing here names which. */
export type Place = {
  /** Address of the cell's HTTP API, without a slash at its end. */
  readonly api: string;
  tokenFor(persona: string): Promise<string>;
  readonly sqs: SQSClient;
  /** Queue URL of an agency system. */
  queueOf(system: string): string;
  /** Contact and house of a citizen persona, as the residence forms ask for them. */
  contactOf(persona: string): { readonly phone: string; readonly email: string; readonly dwelling: Dwelling };
};

/** Hears of what happens, as it happens: one line each. */
export type Tell = (line: string) => void;
