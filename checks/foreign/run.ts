import { parseArgs } from 'node:util';
import { runCheck } from '../support/run-check.ts';
import { judgeApi } from './api/judge-api.ts';
import { judgeEvents } from './events/judge-events.ts';
import { judgeForms } from './forms/judge-forms.ts';
import { openSetting, type Setting } from './setting.ts';
import { judgeStateMachines } from './state-machines/judge-state-machines.ts';
import { judgeStates } from './states/judge-states.ts';
import { judgeTemplates } from './templates/judge-templates.ts';

/*
 * npm run check:foreign [-- state-machines|states|templates|events|forms|api …] [-- --case TEXT]
 * Asks judges that nobody here wrote. Without names all of them; --case runs only the cases whose name holds TEXT.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { case: { type: 'string', default: '' } } });

const parts: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  'state-machines': judgeStateMachines,
  states: (setting) => judgeStates(setting, values.case),
  templates: judgeTemplates,
  events: judgeEvents,
  forms: judgeForms,
  api: judgeApi,
};
const chosen = positionals.length > 0 ? positionals : Object.keys(parts);

await runCheck({
  name: 'check-foreign',
  minutes: 25,
  check: async (report, folder) => {
    const setting = openSetting(report, folder);
    for (const name of chosen) {
      const part = parts[name];
      if (!part) throw new Error(`there is no part ${name}, only ${Object.keys(parts).join(', ')}`);
      // A part that fails says nothing about the next.
      await report.step(`the part ${name} came to its end`, () => part(setting)).catch(() => undefined);
    }
  },
});
