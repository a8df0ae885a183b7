import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { policy, type RoutePolicy } from '../../functions/api/policy.ts';
import { dossierStates, type Transition, transitions } from '../../functions/ledger/dossier-state.ts';
import { problemKinds } from '../../functions/platform/problem-kinds.ts';
import { subjects } from '../../scripts/description/authorization/authorization-rules.ts';
import { actionsPage } from '../support/actions-page.ts';
import { actions, reading } from '../support/dossier-actions.ts';
import { situations } from '../support/dossier-situations.ts';
import { type Tried, tryEverything } from '../support/tried-actions.ts';

/*
 * Every action, by every caller whose token the route's gateway lets through, in every situation that a dossier can be in. What is
 * allowed stands in docs/actions.md, which is written from what happened here (that page says how to renew it); everything else is
 * refused with a problem of the list and changes nothing.
 */

/** From `accepted` a dossier walks on in the same step. */
const resting = dossierStates.filter((state) => state !== 'accepted');

/** Edges that no caller walks: time does, when the applicant neither answers nor pays (test/unit/deadline). */
const walkedByTime = ['supplement-requested stopped', 'payment-requested stopped'];

/**
 * Edges of the table that nothing walks, with why: the portal knows them, and no procedure needs them yet. A fee is asked for on
 * acceptance only (functions/procedure/catalogue.ts refuses the other times by name), a dossier does not rest in 2, and none is stopped
 * while agencies work at it and nobody has asked for it.
 */
const notWalked = [
  'processing stopped',
  'accepted supplement-requested',
  'accepted withdrawal-requested',
  'accepted stopped',
  'withdrawal-requested accepted',
  ...['new', 'processing', 'processed'].flatMap((state) => [`${state} payment-requested`, `payment-requested ${state}`]),
];

const edgesOf = ({ from, to }: Transition): string[] => from.flatMap((source) => to.map((target) => `${source} ${target}`));

/** Standings of the table: where a dossier rests, and where it came from when it goes back there. */
const standings = (): string[] => {
  const isWalked = (edge: string) => !notWalked.includes(edge);
  const into = (state: string, { from }: Transition): string[] =>
    from.filter((source) => isWalked(`${source} ${state}`)).map((source) => `${state} < ${source}`);
  const asked = into('supplement-requested', transitions.requestSupplement);
  const unpaid = into('payment-requested', transitions.requestPayment);
  const plain = resting.filter((state) => !['supplement-requested', 'payment-requested', 'withdrawal-requested'].includes(state));
  const withdrawn = into('withdrawal-requested', transitions.requestWithdrawal).flatMap((standing) => {
    const [own, inner] = standing.split(' < ');
    const inside = [...asked, ...unpaid].filter((other) => other.startsWith(`${inner} <`));
    return inside.length > 0 ? inside.map((other) => `${own} < ${other}`) : [standing];
  });
  return [...plain, ...asked, ...unpaid, ...withdrawn];
};

describe('what may be done with a dossier', () => {
  const all: Tried[] = [];

  beforeAll(async () => {
    for (const [situation, reach] of Object.entries(situations)) all.push(...(await tryEverything(situation, reach)));
  }, 240_000);

  it('was tried with every route that acts on a dossier that exists', () => {
    const routes: [string, RoutePolicy][] = Object.entries(policy);
    const acting = routes.filter(([operation, { method }]) => {
      const subject: string = subjects[operation as keyof typeof policy];
      return method === 'POST' && ['dossier', 'task'].includes(subject);
    });
    const named = [...actions.map(({ operation }) => operation), ...reading];
    // The gateway's notification is a GET that books.
    expect([...new Set(named)].sort()).toEqual([...acting.map(([operation]) => operation), 'notifyPayment'].sort());
  });

  it('was tried wherever a dossier rests, and wherever it came from', () => {
    expect([...new Set(all.map(({ standing }) => standing))].sort()).toEqual(standings().sort());
  });

  it('is done or refused with a problem of the list, and what is refused changes nothing', () => {
    const isKnown = ({ kind = '', action }: Tried) =>
      Object.hasOwn(problemKinds, kind) || (action.operation === 'notifyPayment' && /^RspCode-0[124]$/.test(kind));
    const faults = all.filter((tried) => tried.status >= 500 || (tried.status >= 400 && (tried.changed || !isKnown(tried))));
    expect(faults).toEqual([]);
  });

  it('is refused to everybody but the owner, the roles of the route, the office that has a part in it and the agency that was asked', () => {
    const others = all.filter(({ may }) => !may);
    expect(others.filter(({ status }) => status !== 403 && status !== 404)).toEqual([]);
    expect(others.length).toBeGreaterThan(2000);
  });

  it('is possible somewhere, whatever the action', () => {
    const done = new Set(all.filter(({ status }) => status < 400).map(({ action }) => action.name));
    expect(actions.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
  });

  it.each([
    ['grant', 'deciding', ['approver', 'leader']],
    ['refuse', 'deciding', ['approver', 'leader']],
    ['approve one request for a supplement more than the most', 'processing, supplement provided', ['leader']],
    ['prove that the post delivered the result', 'result on its way by post', ['intake', 'clerk']],
  ])('is for those whom the law names: %s, %s', (name, situation, who) => {
    const done = all.filter((tried) => tried.action.name === name && tried.situation === situation && tried.status < 400);
    expect(done.map(({ caller }) => caller).sort()).toEqual([...who].sort());
  });

  it('walks the edges of the table, all but those of time and those that no procedure needs yet', () => {
    const walked = new Set(all.flatMap(({ told }) => told.flatMap(({ from, to }) => (from && to ? [`${from} ${to}`] : []))));
    const walkable = new Set(Object.values(transitions).flatMap(edgesOf));
    expect([...walked].sort()).toEqual([...walkable].filter((edge) => ![...notWalked, ...walkedByTime].includes(edge)).sort());
  });

  it('is written down', async () => {
    await expect(actionsPage(all)).toMatchFileSnapshot(resolve(import.meta.dirname, '../../docs/actions.md'));
  });
});
