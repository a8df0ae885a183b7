import * as z from 'zod';
import { bundledCalendars } from '../calendar/calendars.ts';
import { ClockStart } from '../calendar/clock-rules.ts';
import { ClockStep } from '../calendar/clock-step.ts';
import { Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { Procedure } from './procedure.ts';

const Moment = z.iso.datetime({
  offset: true,
  error: 'must be RFC 3339 with an offset, for example 2026-11-23T09:00:00%2B07:00 (a plus that is not encoded arrives as a space)',
});

export const readAppointmentContract = httpContract({
  operation: 'readAppointment',
  summary: 'Say when the result of a procedure would be due, and each step of the reasoning',
  path: z.object({ procedure: z.string().min(1).max(64) }),
  query: z.object({
    acceptedAt: Moment.describe('When a complete, valid dossier is accepted'),
    paidAt: Moment.optional().describe('When the fee is paid; needed where the payment starts the clock'),
    agency: z
      .enum(Object.keys(bundledCalendars.current.hours))
      .optional()
      .describe('The agency whose counter takes the dossier in, where it is not the one that decides: its reception hours apply'),
    calendar: z
      .string()
      .min(1)
      .max(32)
      .optional()
      .describe('Version of the calendar that a dossier was accepted under, for one that was accepted earlier; the newest without it'),
  }),
  answers: {
    200: {
      description: 'The due time for the newest version of the procedure. Days are local days of Asia/Ho_Chi_Minh.',
      schema: z.object({
        procedure: z.string(),
        procedureVersion: z.iso.date(),
        decidingAgency: z.string(),
        receivingAgency: z.string(),
        calendar: z.object({ version: z.iso.date(), firstDay: z.iso.date(), lastDay: z.iso.date() }),
        timeLimit: Procedure.shape.timeLimit,
        clockStart: ClockStart,
        acceptedAt: Instant,
        paidAt: Instant.optional(),
        startsAt: Instant.describe('The start of counting'),
        dueAt: Instant.describe('The appointment: on time through this minute'),
        provisional: z.boolean().describe('A step rests on a day off that is proposed or not decided yet: the due time may still move'),
        steps: z.array(ClockStep),
      }),
    },
  },
  problems: ['procedure-not-found', 'time-limit-unknown', 'outside-calendar'],
});
