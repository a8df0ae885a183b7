type Span = { readonly version: string; readonly firstDay: string; readonly lastDay: string };

/** A date that the calendar has no data for. Never guessed: the caller refuses or waits for newer data. */
export class OutsideCalendar extends Error {
  readonly date: string;
  readonly calendar: Span;

  constructor(date: string, { version, firstDay, lastDay }: Span) {
    super(`${date} lies outside the calendar ${version} (${firstDay} to ${lastDay})`);
    this.name = 'OutsideCalendar';
    this.date = date;
    this.calendar = { version, firstDay, lastDay };
  }
}

/** What `reckon` answers; undefined where it reaches a date that no calendar knows. */
export const withinCalendar = <Reckoned>(reckon: () => Reckoned): Reckoned | undefined => {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof OutsideCalendar) return undefined;
    throw error;
  }
};
