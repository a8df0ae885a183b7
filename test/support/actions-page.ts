import { actions } from './dossier-actions.ts';
import type { Tried } from './tried-actions.ts';

const INTRODUCTION = `# What may be done with a dossier, and when

Written by \`test/contract/actions.test.ts\` from what the handlers answered (renew it with \`npx vitest run --project contract test/contract/actions.test.ts -u\`).
Each heading is a situation of a dossier; the table names every action that was allowed there, to whom, and where it led. Whoever is not
named was refused and nothing changed: other people, other offices and other agencies with 404, roles that a route does not take with 403.
The receiving one-stop is another office's counter that took the dossier in; what is said of payments is the gateway's (\`RspCode\`, its own
answer). Routes that only read are not here. Which route takes which role: [authorization.md](authorization.md); the edges: README.md, "States".
`;

const lineOf = (group: readonly [Tried, ...Tried[]]): string => {
  const [{ action, from, to, told, changed }] = group;
  const who = group.map(({ caller }) => caller).join(', ');
  const walked = from === to ? `stays ${to}` : `${from} → ${to}`;
  const events = told.map(({ type }) => `\`${type}\``).join(', ');
  return `| ${action.name} | ${who} | ${walked} | ${events || (changed ? 'something stored, no event' : 'nothing new')} |`;
};

const sectionOf = (situation: string, tried: readonly Tried[]): string => {
  const allowed = tried.filter(({ status }) => status < 400);
  const lines = actions.flatMap((action) => {
    const same = allowed.filter((one) => one.action === action);
    const ways = Map.groupBy(same, ({ from, to, told, changed }) => JSON.stringify([from, to, changed, told.map(({ type }) => type)]));
    return [...ways.values()].flatMap(([first, ...others]) => (first ? [lineOf([first, ...others])] : []));
  });
  const refused = tried.filter(({ status, may }) => status >= 400 && may);
  const why = [...new Set(refused.map(({ action, kind }) => `${action.name} (${kind})`))].join(', ');
  const table =
    lines.length > 0 ? ['| action | who | state | events |', '|---|---|---|---|', ...lines].join('\n') : 'Nothing is allowed any more.';
  return `## ${situation}\n\n${table}\n\nRefused to those who may otherwise: ${why}.\n`;
};

/** The page of what was tried, a section for each situation. */
export const actionsPage = (all: readonly Tried[]): string =>
  [INTRODUCTION, ...[...Map.groupBy(all, ({ situation }) => situation)].map(([situation, tried]) => sectionOf(situation, tried))].join(
    '\n',
  );
