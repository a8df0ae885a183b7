import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import type { ClockRules, ClockStart, TimeLimit } from '../../../functions/calendar/clock-rules.ts';
import { type Procedures, proceduresOf } from '../../../functions/procedure/catalogue.ts';

/** A fact that the test makes up. */
const madeUp = <Value>(value: Value) => ({ value, confidence: 'low' as const, source: 'made up' });

type Rule<Name extends keyof ClockRules> = ClockRules[Name]['value'];

/** What a procedure of the test's own may say of time; what is left out is the plainest. */
export type OwnRules = {
  readonly limit?: readonly [amount: number, unit: TimeLimit['unit']];
  /** Whose working days are counted: the police, the commune's committee or the land office. */
  readonly agency?: 'police' | 'commune' | 'land';
  readonly cutOff?: Rule<'cutOff'>;
  readonly dueTime?: Rule<'dueTime'>;
  readonly supplement?: Rule<'supplement'>;
  readonly whileUnpaid?: Rule<'whileUnpaid'>;
  readonly clockStart?: ClockStart;
  /** Whole đồng, the same for every channel; 0: nothing is due. */
  readonly fee?: number;
  readonly unpaidLapse?: readonly [amount: number, unit: TimeLimit['unit']];
  readonly formSet?: 'GENERAL' | 'RESIDENCE';
};

/** The id of the test's procedure: one that no law knows, so that no rule of the catalogue is meant. */
export const OWN = 'own-permit';

/** Any plan will do: that of permanent residence, with a form and documents that the benches can fill. */
export const ownProcedure = (rules: OwnRules = {}): Procedures => {
  const [amount, unit] = rules.limit ?? [3, 'WORKING_DAY'];
  const { fees } = permanentResidence;
  const [row] = fees;
  return proceduresOf([
    {
      ...permanentResidence,
      id: OWN,
      agency: rules.agency ?? 'police',
      formSet: rules.formSet ?? 'RESIDENCE',
      clockStart: rules.clockStart ?? 'ACCEPTED',
      timeLimit: madeUp({ amount, unit }),
      clock: {
        cutOff: madeUp(rules.cutOff ?? { time: '15:00', effect: 'NONE' }),
        dueTime: madeUp(rules.dueTime ?? 'SAME_TIME'),
        supplement: madeUp(rules.supplement ?? 'PAUSE'),
        whileUnpaid: madeUp(rules.whileUnpaid ?? 'RUN'),
      },
      unpaidLapse: madeUp(rules.unpaidLapse ? { amount: rules.unpaidLapse[0], unit: rules.unpaidLapse[1] } : null),
      leastAnswerTime: madeUp({ amount: 1, unit: 'WORKING_HOUR' }),
      fees: (['online', 'counter', 'post', 'kiosk'] as const).map((channel) => ({ ...row, channel, amount: rules.fee ?? 0 })),
    },
  ]);
};
