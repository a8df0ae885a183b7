import { randomUUID } from 'node:crypto';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../assembly/place.ts';

/** An event on the bus, as rules match it and targets get it. `time`: RFC 3339 in whole seconds. */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
};

/** What a source gives; the bus adds the rest. */
export type NewEvent = Pick<BusEvent, 'source' | 'detail-type' | 'detail'> & Partial<BusEvent>;

export const secondsIso = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

export const completeEvent = (event: NewEvent, now: number): BusEvent => ({
  version: '0',
  id: event.id ?? randomUUID(),
  'detail-type': event['detail-type'],
  source: event.source,
  account: event.account ?? LOCAL_ACCOUNT,
  time: event.time ?? secondsIso(now),
  region: event.region ?? LOCAL_REGION,
  resources: event.resources ?? [],
  detail: event.detail,
});
