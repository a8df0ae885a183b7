import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dossierStates, type Transition, transitions } from '../../functions/ledger/dossier-state.ts';
import type { HistoryEvent } from '../../functions/ledger/history-event.ts';
import { problemKinds } from '../../functions/platform/problem-kinds.ts';
import { type Action, act, actions, callers, mayTry, reaches } from '../support/dossier-actions.ts';
import { type DossierLife, dossierLife } from '../support/dossier-life.ts';
import { situations } from '../support/dossier-situations.ts';

/*
 * Every action, by every caller whose token the route's gateway lets through, in every situation that a dossier can be in. What is
 * allowed stands in docs/actions.md, which is written from what happened here (`npx vitest run --project contract -u` renews it);
 * everything else is refused with a problem of the list and changes nothing.
 */
type Done = {
  readonly situation: string;
  readonly from: string;
  readonly to: string;
  readonly action: Action;
  readonly caller: string;
  readonly status: number;
  readonly kind?: string;
  readonly changed: boolean;
  readonly told: readonly HistoryEvent[];
};

const kindOf = (type: unknown): string => String(type).split('/').at(-1) ?? '';

/** Tries everything in one situation; a dossier that something has happened to is taken away and a fresh one comes in its place. */
const tryEverything = async (situation: string, reach: (life: DossierLife) => Promise<string>): Promise<Done[]> => {
  const done: Done[] = [];
  const fresh = async () => {
    const life = dossierLife();
    return { life, dossierId: await reach(life) };
  };
  let at = await fresh();
  for (const action of actions)
    for (const caller of Object.keys(callers)) {
      if (!reaches(caller, action)) continue;
      const { life, dossierId } = at;
      const before = life.ledger.meta(dossierId);
      const { status, body } = await act(life, dossierId, action, caller);
      const after = life.ledger.meta(dossierId);
      const changed = after.n !== before.n;
      const told = life.ledger.events(dossierId).filter(({ n }) => n > before.n);
      const outcome = { situation, action, caller, status, changed, told, from: before.state, to: after.state };
      done.push({ ...outcome, ...(status >= 400 && { kind: kindOf(body['type']) }) });
      if (changed || status < 400) at = await fresh();
    }
  return done;
};

const lineOf = ({ action, from, to, told }: Done, who: readonly string[]): string => {
  const walked = from === to ? `stays ${to}` : `${from} → ${to}`;
  const events = told.map(({ type }) => `\`${type}\``).join(', ');
  return `| ${action.name} | ${who.join(', ')} | ${walked} | ${events || 'nothing new'} |`;
};

const sectionOf = (situation: string, done: readonly Done[]): string => {
  const allowed = done.filter(({ status }) => status < 400);
  const lines = actions.flatMap((action) => {
    const same = allowed.filter((one) => one.action === action);
    const ways = Map.groupBy(same, ({ from, to, told }) => JSON.stringify([from, to, told.map(({ type }) => type)]));
    return [...ways.values()].flatMap((group) =>
      group[0]
        ? [
            lineOf(
              group[0],
              group.map(({ caller }) => caller),
            ),
          ]
        : [],
    );
  });
  const refused = done.filter(({ status, action, caller }) => status >= 400 && mayTry(caller, action));
  const why = [...new Set(refused.map(({ action, kind }) => `${action.name} (${kind})`))].join(', ');
  const table =
    lines.length > 0 ? ['| action | who | state | events |', '|---|---|---|---|', ...lines].join('\n') : 'Nothing is allowed any more.';
  return `## ${situation}\n\n${table}\n\nRefused to those who may otherwise: ${why}.\n`;
};

const INTRODUCTION = `# What may be done with a dossier, and when

Written by \`test/contract/actions.test.ts\` from what the handlers answered (renew it with \`npx vitest run --project contract -u test/contract/actions.test.ts\`).
Each heading is a situation of a dossier; the table names every action that was allowed there, to whom, and where it led. Whoever is not
named was refused and nothing changed: other people, other offices and other agencies with 404, roles that a route does not take with 403.
Routes that only read are not here. Which route takes which role: [authorization.md](authorization.md); the edges: README.md, "States".
`;

describe('what may be done with a dossier', () => {
  const all: Done[] = [];

  beforeAll(async () => {
    for (const [situation, reach] of Object.entries(situations)) all.push(...(await tryEverything(situation, reach)));
  }, 120_000);

  it('was tried in every state that a dossier rests in', () => {
    // From `accepted` a dossier walks on in the same step.
    const resting = dossierStates.filter((state) => state !== 'accepted');
    expect([...new Set(all.map(({ from }) => from))].sort()).toEqual(resting.sort());
  });

  it('is done or refused with a problem of the list, and what is refused changes nothing', () => {
    const faults = all.filter(
      ({ status, kind, changed }) => status >= 500 || (status >= 400 && (changed || !Object.hasOwn(problemKinds, kind ?? ''))),
    );
    expect(faults).toEqual([]);
  });

  it('is refused to everybody but the owner, the roles of the route and the agency that was asked', () => {
    const others = all.filter(({ caller, action }) => !mayTry(caller, action));
    expect(others.filter(({ status }) => status !== 403 && status !== 404)).toEqual([]);
    expect(others.length).toBeGreaterThan(1000);
  });

  it('is possible somewhere, whatever the action', () => {
    const done = new Set(all.filter(({ status }) => status < 400).map(({ action }) => action.name));
    expect(actions.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
  });

  it('walks edges of the table only, and most of them', () => {
    const inTable = new Set(
      Object.values(transitions).flatMap(({ from, to }: Transition) => from.flatMap((source) => to.map((target) => `${source} ${target}`))),
    );
    const walked = new Set(all.flatMap(({ told }) => told.flatMap(({ from, to }) => (from && to ? [`${from} ${to}`] : []))));
    expect([...walked].filter((edge) => !inTable.has(edge))).toEqual([]);
    expect(walked.size).toBeGreaterThan(inTable.size / 2);
  });

  it('is written down', async () => {
    const sections = Object.keys(situations).map((situation) =>
      sectionOf(
        situation,
        all.filter((one) => one.situation === situation),
      ),
    );
    await expect([INTRODUCTION, ...sections].join('\n')).toMatchFileSnapshot(resolve(import.meta.dirname, '../../docs/actions.md'));
  });
});
