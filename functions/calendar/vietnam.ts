import vietnam from '../../catalogue/calendars/vietnam-2026-11-23.json' with { type: 'json' };
import { Calendar } from './calendar.ts';

/** The newest calendar of the catalogue, bundled with the functions that count working time. */
export const vietnamCalendar: Calendar = Calendar.parse(vietnam);
