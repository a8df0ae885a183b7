import { runDemo } from './demo-run.ts';
import { type Part, row } from './part.ts';
import { bootstrapInterval, median } from './statistics.ts';

const BUDGET_S = 60;
const ROUNDS = 3;

export const part: Part = {
  title: 'From nothing to a verified result',
  explanation: `The demo in a fresh folder: synthesis of the app, boot of the local runtime, one whole journey (permanent residence, four tasks)
to a result whose signature is verified. Wall seconds of the local runtime on this machine.`,
  measure: async ({ rounds = ROUNDS, tell }) => {
    const seconds: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const figures = await runDemo();
      seconds.push(figures.seconds);
      tell(`round ${round}: ${figures.seconds} s`);
    }
    const note = `${rounds} rounds`;
    return [
      row({
        what: 'seconds to a verified result, median',
        measured: median(seconds),
        interval: bootstrapInterval(seconds, median),
        budget: BUDGET_S,
        unit: 's',
        note,
      }),
    ];
  },
};
