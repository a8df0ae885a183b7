import { bundledCalendars } from '../calendar/calendars.ts';
import { procedureRuntime } from './procedure.runtime.ts';

export const readAppointmentRuntime = () => ({ ...procedureRuntime(), calendars: bundledCalendars });
