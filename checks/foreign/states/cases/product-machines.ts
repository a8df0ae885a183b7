import { readStateMachine } from '../../state-machines/judge-state-machines.ts';
import { broken, failing } from '../build.ts';
import type { Case, Hand } from '../case.ts';
import { stopWhileTokenWaits, tokenOfRetryIsOld } from '../differences.ts';

const APPROVAL = 'approval.asl.json';

/** The state machine files that have plans here. */
export const machinesWithPlans: readonly string[] = [APPROVAL];

const hurriedValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(hurriedValue);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, hurriedValue(field)]));
  return 'ErrorEquals' in value && 'MaxAttempts' in value ? { ...fields, ...HURRY } : fields;
};

const HURRY = { IntervalSeconds: 1, BackoffRate: 1, MaxDelaySeconds: 2 };

/** The machine as it is, but for the delays of its retries: moto has no other clock than the machine's. */
const hurried = (file: string): object => {
  const definition = hurriedValue(readStateMachine(file));
  if (typeof definition !== 'object' || definition === null) throw new Error(`${file} holds no state machine`);
  return definition;
};

type Answer = 'positive' | 'negative' | 'granted' | 'refused' | 'cancelled';

/** One list of answers a stage, in the order in which the stage's tokens were handed out. */
type Plan = readonly (readonly Answer[])[];

const inputOf = (plan: Plan) => ({
  dossierId: 'd-1',
  run: 1,
  stages: plan.map((answers, stage) => ({ kind: 'stage', tasks: answers.map((_, task) => ({ taskId: `d-1.${stage}.${task}` })) })),
});

const answering =
  (plan: Plan) =>
  async (hand: Hand): Promise<void> => {
    let answered = 0;
    for (const answers of plan) {
      await hand.reached('TaskSubmitted', answered + answers.length);
      for (const kind of answers) await hand.succeed(await hand.token(answered++), JSON.stringify({ kind, role: 'competent' }));
      if (answers.includes('refused') || answers.includes('cancelled')) break;
    }
  };

const conclude = (event: unknown) => ({ kind: 'concluded', event });
const approval = (name: string, plan: Plan, more: Partial<Case> = {}): Case => ({
  name: `approval: ${name}`,
  definition: hurried(APPROVAL),
  input: inputOf(plan),
  functions: { HoldTaskToken: () => ({ kind: 'held' }), ConcludeDossier: conclude },
  act: answering(plan),
  ...more,
});

/** The machines of the product, with the plans that they are given. */
export const productMachines: readonly Case[] = [
  approval('one stage with one task', [['granted']]),
  approval('one stage with three tasks', [['positive', 'positive', 'granted']]),
  approval('three consulted agencies, then the competent one', [['positive', 'positive', 'positive'], ['granted']]),
  approval('a negative opinion ends nothing', [['negative', 'positive'], ['granted']]),
  approval('the competent agency refuses in the last stage', [['positive'], ['refused']]),
  approval('the competent agency refuses in the first stage', [['refused'], ['granted']]),
  approval('the dossier is stopped in the first stage', [['cancelled', 'cancelled', 'cancelled'], ['granted']]),
  approval('the dossier is stopped before the decision', [['negative'], ['cancelled']]),
  approval('five stages', [['positive'], ['positive'], ['positive'], ['positive'], ['granted']]),
  approval('a stage without tasks', [[], ['granted']]),
  approval('the conclusion is tried again after a failure of Lambda', [['granted']], {
    functions: { HoldTaskToken: () => ({}), ConcludeDossier: failing('Lambda.TooManyRequestsException') },
  }),
  approval('the conclusion fails', [['granted']], { functions: { HoldTaskToken: () => ({}), ConcludeDossier: broken('Error') } }),
  approval('a token cannot be handed over', [['granted']], {
    functions: { HoldTaskToken: broken('Error'), ConcludeDossier: conclude },
    act: async () => {},
  }),
  approval('a failure is sent, and an answer after the next handover', [['granted']], {
    difference: tokenOfRetryIsOld,
    act: async (hand) => {
      await hand.reached('TaskSubmitted');
      await hand.fail(await hand.token(), 'Lost', 'by hand');
      await hand.reached('TaskSubmitted', 2);
      await hand.succeed(await hand.token(1), '{"kind":"granted","role":"competent"}');
    },
  }),
  approval('stopped by hand while it waits', [['granted']], {
    difference: stopWhileTokenWaits,
    patience: 15,
    act: async (hand) => {
      await hand.reached('TaskSubmitted');
      await hand.stop('Restarted', 'by hand');
    },
  }),
];
