const DAY_MS = 86_400_000;

/** YYYY-MM-DD of a day counted from 1970-01-01. */
const fromDayNumber = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** The day before or after `date` (YYYY-MM-DD) by so many days. */
export const addDays = (date: string, days: number): string => fromDayNumber(dayNumber(date) + days);

/** Whole days from `from` to `to`. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** Completed years of someone born on `birthDate`, at `date`. */
export const ageAt = (birthDate: string, date: string): number =>
  Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (date.slice(5) < birthDate.slice(5) ? 1 : 0);

/** The same day so many years before; 29 February becomes 28 February where there is none. */
export const yearsBefore = (date: string, years: number): string => {
  const year = String(Number(date.slice(0, 4)) - years);
  const moved = `${year}${date.slice(4)}`;
  return addDays(moved, 0) === moved ? moved : `${year}-02-28`;
};
