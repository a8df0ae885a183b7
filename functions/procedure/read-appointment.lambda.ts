import { createHandler } from './read-appointment.handler.ts';
import { readAppointmentRuntime } from './read-appointment.runtime.ts';

export const handler = createHandler(readAppointmentRuntime());
