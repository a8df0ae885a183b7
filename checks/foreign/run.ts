import { parseArgs } from 'node:util';
import { judgeApi } from './api/judge-api.ts';
import { type Environment, inPython, preparePython } from './python-environment.ts';
import { Report } from './report.ts';
import { judgeStateMachines, stateMachineFiles } from './state-machines/judge-state-machines.ts';
import { allCases } from './states/cases/all-cases.ts';
import { machinesWithPlans } from './states/cases/product-machines.ts';
import { judgeStates } from './states/judge-states.ts';
import { judgeTemplates } from './templates/judge-templates.ts';

/*
 * npm run check:foreign [-- state-machines|states|templates|api …] [-- --case TEXT]
 * Asks judges that nobody here wrote. Without names all of them; --case runs only the cases whose name holds TEXT.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { case: { type: 'string', default: '' } } });

const report = new Report();
const parts: Readonly<Record<string, () => Promise<void>>> = {
  'state-machines': () => judgeStateMachines(report),
  states: async () => {
    for (const file of stateMachineFiles())
      await report.judge(`state machine: ${file} is run on both engines`, () =>
        machinesWithPlans.includes(file) ? undefined : 'it has no plans: add them to states/cases/product-machines.ts',
      );
    const cases = allCases.filter(({ name }) => name.includes(values.case));
    await judgeStates(inPython('judges', 'python'), cases, report);
  },
  templates: () => judgeTemplates(report),
  api: () => judgeApi(report),
};

const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
const environments: Environment[] = ['judges', 'api'];
for (const environment of environments)
  await report.judge(`the Python environment ${environment}`, async () => {
    await preparePython(environment);
    return undefined;
  });
for (const name of chosen) {
  const began = performance.now();
  await report.judge(`the part ${name}`, async () => {
    const part = parts[name];
    if (!part) return `there is no such part, only ${Object.keys(parts).join(', ')}`;
    await part();
    return undefined;
  });
  report.note(`${name}: ${Math.round((performance.now() - began) / 1000)} s`);
}
report.close();
process.exitCode = report.failed > 0 ? 1 : 0;
