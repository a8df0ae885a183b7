import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };

/** What no law known here says, and a procedure may all the same have. */
const madeUp = <Value>(value: Value) => ({ value, confidence: 'low', source: 'made up for a test' });
const feeOf = (channel: 'kiosk' | 'post', amount: number) => ({
  ...{ case: 'standard', channel, validFrom: '2026-07-01', amount },
  ...{ legalBasis: 'made up for a test', confidence: 'low', source: 'made up for a test' },
});

export const KIOSK_FEE = 12_000;
export const POST_FEE = 13_000;
/** From the payment of the fee on. */
export const LIMIT = { amount: 7, unit: 'WORKING_DAY' } as const;
/** Of the land registration; its silence until then is agreement. */
export const LAND_LIMIT = { amount: 4, unit: 'WORKING_HOUR' } as const;
/** Of the applicant, from the request to pay on. */
export const UNPAID_LIMIT = { amount: 1, unit: 'WORKING_DAY' } as const;

/**
 * Permanent residence with all that the catalogue can say and no procedure of the repository says: a clock that the fee starts, a limit
 * after which an unpaid fee ends the dossier, an agency whose silence is agreement, and fees at a kiosk and for a letter.
 */
export const trialProcedure = {
  ...permanentResidence,
  id: 'trial-residence',
  clockStart: 'FEE_PAID',
  timeLimit: madeUp(LIMIT),
  unpaidLapse: madeUp(UNPAID_LIMIT),
  fees: [...permanentResidence.fees, feeOf('kiosk', KIOSK_FEE), feeOf('post', POST_FEE)],
  plan: permanentResidence.plan.map((stage) =>
    stage.map((task) => {
      if (task.agency !== 'land') return task;
      return {
        ...task,
        limit: madeUp(LAND_LIMIT),
        silence: { legalBasis: 'made up for a test', confidence: 'low', source: 'made up for a test' },
      };
    }),
  ),
};
