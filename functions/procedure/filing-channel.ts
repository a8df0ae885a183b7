import { localDay } from '../calendar/local-time.ts';
import { feeRow } from './fee.ts';
import type { Channel, Procedure } from './procedure.ts';

/** Why nobody can file through a channel. */
export type ChannelRefusal =
  | { readonly kind: 'wrong-channel'; readonly channel: Channel }
  /** No row of the fee schedule covers the channel: the dossier could never be accepted. */
  | { readonly kind: 'fee-unknown'; readonly channel: Channel; readonly day: string };

/**
 * Whether a procedure takes filings through a channel. Where a person comes to a counter or a kiosk, or has sent a letter, an unknown
 * fee is said at once; online it is said when the dossier is accepted, by the row of that day.
 */
export const channelRefusal = (procedure: Procedure, channel: Channel, at: Date): ChannelRefusal | undefined => {
  if (!procedure.channels.value.includes(channel)) return { kind: 'wrong-channel', channel };
  const day = localDay(at);
  return channel === 'online' || feeRow(procedure, { channel, day }) ? undefined : { kind: 'fee-unknown', channel, day };
};
