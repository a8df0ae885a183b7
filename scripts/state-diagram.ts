import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dossierStates, portalStatus, type Transition, terminalStates, transitions } from '../functions/ledger/dossier-state.ts';

/*
 * npm run diagram [-- --check]
 * Draws the transition table into the README, between its two marks. With --check it only says whether the drawing is up to date.
 */
const readme = resolve(import.meta.dirname, '../README.md');
const [begin, end] = ['<!-- states: drawn by npm run diagram -->', '<!-- /states -->'];

const node = (state: string) => state.replaceAll('-', '_');

/** The transition table as a Mermaid state diagram; numbers are the national portal's status codes. */
export const stateDiagram = (): string =>
  [
    '```mermaid',
    'stateDiagram-v2',
    ...dossierStates.map((state) => `  ${node(state)} : ${portalStatus[state]} ${state}`),
    '  [*] --> draft',
    ...Object.entries(transitions).flatMap(([name, { from, to }]: [string, Transition]) =>
      from.flatMap((source) => to.filter((target) => target !== source).map((target) => `  ${node(source)} --> ${node(target)} : ${name}`)),
    ),
    ...terminalStates.map((state) => `  ${node(state)} --> [*]`),
    '```',
  ].join('\n');

/** The README with the diagram in its place. @throws when the marks are missing */
export const withDiagram = (text: string): string => {
  const [before, rest] = text.split(begin);
  const [, after] = (rest ?? '').split(end);
  if (before === undefined || after === undefined) throw new Error(`README.md lacks the marks ${begin} and ${end}`);
  return `${before}${begin}\n${stateDiagram()}\n${end}${after}`;
};

if (import.meta.main) {
  const text = readFileSync(readme, 'utf8');
  const drawn = withDiagram(text);
  if (!process.argv.includes('--check')) writeFileSync(readme, drawn);
  else if (drawn !== text) {
    process.stderr.write('The diagram in README.md is not that of the transition table: run npm run diagram\n');
    process.exitCode = 1;
  }
}
