import * as z from 'zod';
import type { AgencyTime, DayReason } from './agency-time.ts';
import { DayConfidence } from './calendar.ts';
import { dayAfter } from './local-time.ts';

const Names = z.object({ vi: z.string(), en: z.string() });
const StepConfidence = z.enum([...DayConfidence.options, 'unknown']);

/** The rules that a step of the reasoning may rest on. */
const rules = [
  'IN_RECEPTION_HOURS',
  'OUTSIDE_RECEPTION_HOURS',
  'CLOCK_STARTS_ON_PAYMENT',
  'SAME_DAY_BECOMES_NEXT',
  'START_NEXT_DAY',
  'FIRST_DAY_NOT_COUNTED',
  'SAME_WORKING_DAY',
  'FROM_THIS_MINUTE',
  'WORKING_DAY',
  'WORKING_TIME',
  'CALENDAR_DAYS',
  'MONTHS',
  'WEEKLY_DAY_OFF',
  'HOLIDAY',
  'COMP_OFF',
  'SWAP_OFF',
  'SAME_TIME_OF_DAY',
  'CLOSE_OF_BUSINESS',
  'NEXT_WORKING_DAY',
  'TIME_USED_UP',
] as const;

/** One step of how a due time was found, in order. */
export const ClockStep = z.object({
  step: z.enum(['RECEIVED', 'PAID', 'CUT_OFF', 'STARTED', 'SKIPPED', 'COUNTED', 'ENDED']),
  rule: z.enum(rules),
  day: z.iso.date().describe('Local day'),
  at: z.iso.datetime().optional().describe('The moment, of a step that has one'),
  count: z.int().positive().optional().describe('Of a counted day: which one it is, or up to which number the days were counted'),
  minutes: z.number().positive().optional().describe('Of a limit in hours: worked minutes of this day'),
  name: Names.optional().describe('Of a day off: what it is called'),
  undecided: z
    .object({ kind: z.string(), name: Names, source: z.string() })
    .optional()
    .describe('A proposal for this day that nobody has decided: not applied, but it may still move the due time'),
  confidence: StepConfidence,
  source: z.string(),
});
export type ClockStep = z.infer<typeof ClockStep>;

/** What a rule rests on, where no data say so. `OK` is own knowledge. */
const law = {
  FIRST_DAY_NOT_COUNTED: 'OK: Civil Code 2015, Article 147(2)',
  SAME_WORKING_DAY: 'OK: a limit of the same working day ends with that day',
  FROM_THIS_MINUTE: 'OK: a limit in hours counts worked minutes',
  WORKING_DAY: 'OK: Civil Code 2015, Article 148',
  WORKING_TIME: 'OK: a limit in hours counts worked minutes',
  CALENDAR_DAYS: 'OK: Civil Code 2015, Article 148(2)',
  MONTHS: 'OK: Civil Code 2015, Article 148(3)',
  NEXT_WORKING_DAY: 'OK: Civil Code 2015, Article 148(5)',
  TIME_USED_UP: 'OK: a limit in hours counts worked minutes',
} as const satisfies Partial<Record<ClockStep['rule'], string>>;

export const byLaw = (rule: keyof typeof law): Pick<ClockStep, 'rule' | 'confidence' | 'source'> => ({
  rule,
  confidence: 'high',
  source: law[rule],
});

/** A step by a setting of the procedure or of the agency. */
export const bySetting = (
  rule: ClockStep['rule'],
  { confidence, source }: Pick<ClockStep, 'confidence' | 'source'>,
): Pick<ClockStep, 'rule' | 'confidence' | 'source'> => ({ rule, confidence, source });

const proposal = (reason: DayReason | undefined): Pick<ClockStep, 'undecided'> =>
  reason ? { undecided: { kind: reason.kind, name: reason.name, source: reason.source } } : {};

/** What somebody proposed for a day on which a clock starts or ends, and nobody has decided. */
export const proposedFor = (time: AgencyTime, day: string): Pick<ClockStep, 'undecided'> => proposal(time.dayOf(day).undecided);

/** The step of a day that is worked and counted. */
export const counted = (time: AgencyTime, day: string, step: Omit<ClockStep, 'step' | 'day' | 'undecided'>): ClockStep => ({
  step: 'COUNTED',
  day,
  ...step,
  ...proposedFor(time, day),
});

const ruleOfDay = (kind: DayReason['kind']): ClockStep['rule'] => {
  if (kind === 'MAKEUP_WORK') throw new Error('a day that is made up for is no day off');
  return kind;
};

/** The steps of the days off from `first` to the day before `end`, each with its reason. */
export const skipped = (time: AgencyTime, first: string, end: string): ClockStep[] => {
  const steps: ClockStep[] = [];
  for (let day = first; day < end; day = dayAfter(day)) {
    const { off, undecided } = time.dayOf(day);
    if (off)
      steps.push({
        ...{ step: 'SKIPPED', rule: ruleOfDay(off.kind), day, name: off.name },
        ...{ ...proposal(undecided), confidence: off.confidence, source: off.source },
      });
  }
  return steps;
};

/** Whether a due time hangs on something that is proposed or undecided, so that it may still move. */
export const isProvisional = (steps: readonly ClockStep[]): boolean =>
  steps.some(({ confidence, undecided }) => confidence === 'PROPOSED' || undecided);
