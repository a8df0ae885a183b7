import type { Channel } from './procedure.ts';

/**
 * `KenhThucHien` of the national payload: 1 directly (at a counter, and at a kiosk since Decree 309/2026), 2 online, 3 by public post
 * (domain notes, rules.md 1.1).
 */
const portalChannels = { counter: 1, kiosk: 1, online: 2, post: 3 } as const satisfies Record<Channel, number>;

export type PortalChannel = (typeof portalChannels)[Channel];

/** Our channel as the national payload says it. */
export const portalChannelOf = (channel: Channel): PortalChannel => portalChannels[channel];

/** The channel of a dossier that comes from elsewhere. The portal does not tell a kiosk from a counter, and means a counter by null. */
export const channelOfPortal = (kenhThucHien: PortalChannel | null): Channel => {
  switch (kenhThucHien) {
    case 1:
    case null:
      return 'counter';
    case 2:
      return 'online';
    case 3:
      return 'post';
  }
};
