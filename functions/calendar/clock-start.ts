import { minuteOf } from './agency-hours.ts';
import type { AgencyTime, Minutes } from './agency-time.ts';
import type { ClockRules, ClockStart } from './clock-rules.ts';
import { bySetting, type ClockStep, skipped } from './clock-step.ts';
import { atMinute, dayAfter, localDay, minuteOfDay } from './local-time.ts';
import { firstMoment, nextWorkingDay } from './working-time.ts';

const isIn = (spans: readonly Minutes[], minute: number): boolean => spans.some(({ from, to }) => minute >= from && minute < to);

/** Whether an agency takes dossiers in at this moment. @throws OutsideCalendar */
const isReceiving = (time: AgencyTime, at: Date): boolean => isIn(time.dayOf(localDay(at)).reception, minuteOfDay(at));

/**
 * When what comes at `at` counts as received: at once during reception hours, otherwise when the agency's rule says
 * (AgencyHours.outsideReception). @throws OutsideCalendar
 */
export const receivedAt = (time: AgencyTime, at: Date): Date => {
  if (isReceiving(time, at)) return at;
  const anyDay = time.hours.outsideReception.value === 'NEXT_RECEPTION';
  return firstMoment(time, at, ({ worked, reception }) => (worked || anyDay ? reception : []));
};

/** The moments that set a clock going. */
export type StartMoments = { readonly acceptedAt: Date; readonly paidAt?: Date | undefined };

export type StartOfClock = {
  readonly at: Date;
  /** The start came after the cut-off, and a limit of the same day becomes the next working day. */
  readonly sameDayIsOver: boolean;
  readonly steps: readonly ClockStep[];
};

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/**
 * When the clock starts, and why. Undefined while the fee that starts it is not paid. `receiving` is the agency at whose counter
 * the dossier came in; its reception hours decide when. @throws OutsideCalendar
 */
export const startOfClock = (
  receiving: AgencyTime,
  { cutOff }: Pick<ClockRules, 'cutOff'>,
  clockStart: ClockStart,
  { acceptedAt, paidAt }: StartMoments,
): StartOfClock | undefined => {
  const onPayment = clockStart === 'FEE_PAID';
  if (onPayment && !paidAt) return undefined;
  const moment = onPayment && paidAt ? later(acceptedAt, paidAt) : acceptedAt;
  const received = receivedAt(receiving, moment);
  const { reception, outsideReception } = receiving.hours;
  const steps: ClockStep[] = [
    {
      ...{ step: 'RECEIVED', day: localDay(acceptedAt), at: acceptedAt.toISOString() },
      ...(isReceiving(receiving, acceptedAt)
        ? bySetting('IN_RECEPTION_HOURS', reception)
        : bySetting('OUTSIDE_RECEPTION_HOURS', outsideReception)),
    },
  ];
  if (onPayment && paidAt)
    steps.push({
      ...{ step: 'PAID', rule: 'CLOCK_STARTS_ON_PAYMENT', day: localDay(paidAt), at: paidAt.toISOString() },
      ...{ confidence: 'high', source: "The procedure's clockStart FEE_PAID" },
    });
  if (received > moment) steps.push(...skipped(receiving, localDay(moment), localDay(received)));

  const { time, effect } = cutOff.value;
  if (effect === 'NONE' || minuteOfDay(received) <= minuteOf(time)) return { at: received, sameDayIsOver: false, steps };
  steps.push({ step: 'CUT_OFF', day: localDay(received), at: received.toISOString(), ...bySetting(effect, cutOff) });
  if (effect === 'SAME_DAY_BECOMES_NEXT') return { at: received, sameDayIsOver: true, steps };
  const day = nextWorkingDay(receiving, localDay(received));
  steps.push(...skipped(receiving, dayAfter(localDay(received)), day));
  return { at: atMinute(day, receiving.dayOf(day).reception[0]?.from ?? 0), sameDayIsOver: false, steps };
};
