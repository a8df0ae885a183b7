import { type Part, row } from './part.ts';
import { bootstrapInterval, median } from './statistics.ts';
import { measureSynthesis } from './synthesis.ts';

const ROUNDS = 3;
const CELLS = 34;

export const part: Part = {
  title: 'Synthesis of all cells',
  explanation: `CPU (the bundler's process included) of \`npm run synth\` for all ${CELLS} province cells over that for one, each with the national cell, in
fresh processes that take turns. Each function is bundled once, however many cells use it; test/infra counts that.`,
  measure: async ({ rounds = ROUNDS }) => {
    const { one, all } = measureSynthesis(rounds);
    const pairs = one.flatMap((ms, round) => {
      const whole = all[round];
      return whole === undefined ? [] : [{ ms, whole }];
    });
    const ratio = (drawn: typeof pairs) => median(drawn.map(({ whole }) => whole)) / median(drawn.map(({ ms }) => ms));
    return [
      row({
        what: `${CELLS} cells over one`,
        measured: ratio(pairs),
        interval: bootstrapInterval(pairs, (drawn) => ratio([...drawn])),
        budget: 4,
        unit: '×',
        note: `${(median(one) / 1000).toFixed(1)} s and ${(median(all) / 1000).toFixed(1)} s of CPU, ${rounds} rounds`,
      }),
    ];
  },
};
