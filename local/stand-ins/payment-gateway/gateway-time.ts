const HOURS_AHEAD = 7;
const HOUR_MS = 3_600_000;

/** A moment (epoch milliseconds) as the gateway writes it: yyyyMMddHHmmss in GMT+7, which has no summer time. */
export const gatewayTime = (moment: number): string =>
  new Date(moment + HOURS_AHEAD * HOUR_MS).toISOString().replace(/[-:T]/g, '').slice(0, 14);

/** The moment that yyyyMMddHHmmss in GMT+7 means, or undefined when there is no such day or time. */
export const parseGatewayTime = (text: string): number | undefined => {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`);
  // Date.parse turns 31 February into March; writing the moment again shows it.
  return Number.isNaN(moment) || gatewayTime(moment) !== text ? undefined : moment;
};
