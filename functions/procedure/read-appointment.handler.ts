import { isProvisional } from '../calendar/clock-step.ts';
import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { timeLimitUnknown } from './clock.ts';
import { readAppointmentContract } from './read-appointment.contract.ts';
import { type ReadAppointmentDeps, readAppointment } from './read-appointment.ts';

const dateOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** GET /public/procedures/{procedure}/appointment */
export const createHandler = (deps: ReadAppointmentDeps & HttpDeps) => {
  const read = readAppointment(deps);

  return httpHandler(readAppointmentContract, deps, async ({ path, query }) => {
    const [acceptedAt, paidAt] = [new Date(query.acceptedAt), dateOf(query.paidAt)];
    const outcome = read({ ...query, procedure: path.procedure, acceptedAt, paidAt });

    switch (outcome.kind) {
      case 'appointment': {
        const { procedure, agency, calendar, appointment } = outcome;
        const { version, firstDay, lastDay } = calendar;
        return ok({
          ...{ procedure: procedure.id, procedureVersion: procedure.version },
          ...{ decidingAgency: procedure.agency, receivingAgency: agency, calendar: { version, firstDay, lastDay } },
          ...{ timeLimit: procedure.timeLimit, clockStart: procedure.clockStart, acceptedAt, paidAt },
          ...{ ...appointment, provisional: isProvisional(appointment.steps) },
        });
      }
      case 'procedure-not-found':
        return problem('procedure-not-found');
      case 'calendar-not-found':
        return problem('request-invalid', { errors: [{ pointer: '/query/calendar', detail: 'there is no such version of the calendar' }] });
      case 'time-limit-unknown':
        return problem('time-limit-unknown', timeLimitUnknown(outcome.procedure));
      case 'payment-needed':
        return problem('request-invalid', {
          errors: [{ pointer: '/query/paidAt', detail: `is needed: the clock of ${outcome.procedure} starts when the fee is paid` }],
        });
      case 'outside-calendar': {
        const { date, calendar } = outcome;
        const { version, firstDay, lastDay } = calendar;
        const detail = `${date} lies outside the calendar ${version}, which covers ${firstDay} to ${lastDay}.`;
        return problem('outside-calendar', { detail, date, calendar });
      }
    }
  });
};
