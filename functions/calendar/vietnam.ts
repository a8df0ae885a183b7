import vietnam from '../../catalogue/calendars/vietnam.json' with { type: 'json' };
import { Calendar } from './calendar.ts';

/** The calendar of the catalogue, bundled with the functions that count working time. */
export const vietnamCalendar: Calendar = Calendar.parse(vietnam);
