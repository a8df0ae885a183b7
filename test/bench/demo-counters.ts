import { runDemo } from './demo-run.ts';
import { type Part, row } from './part.ts';

export const part: Part = {
  title: 'What one dossier consumes',
  explanation: `Counters of the demo's journey (permanent residence: four tasks in two stages), all cells, as \`npm run -s demo -- --json\` prints them
and \`npm test\` asserts them. How each is counted: local/README.md. They depend on the code, not on the machine.`,
  measure: async () => {
    const figures = await runDemo();
    return [
      row({
        what: 'state transitions',
        measured: figures.stateTransitions,
        budget: 10,
        unit: 'transitions',
        note: '2 + for each stage 2 + its tasks',
      }),
      row({ what: 'write units', measured: figures.writeUnits, budget: 134, unit: 'WRU', note: 'indexes and transactions included' }),
      row({ what: 'read units', measured: figures.readUnits, unit: 'RRU', note: 'status polls of the demo included' }),
      row({ what: 'requests on the write path', measured: figures.apiRequests, budget: 11, unit: 'requests' }),
      row({
        what: 'log bytes',
        measured: figures.logBytes / 1000,
        budget: 20,
        unit: 'kB',
        note: 'access log included, status polls apart',
      }),
    ];
  },
};
