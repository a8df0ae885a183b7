import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nationalPolicy, type OperationId, routePolicy } from '../../functions/api/policy.ts';
import { sweepKey } from '../../functions/ledger/item-keys.ts';
import { type ApiAnswer, apiClient } from '../../local/demo/api-client.ts';
import { isWrite } from '../../local/dynamodb/write-plan.ts';
import {
  type AuthorizationCaller,
  authorizationCallers,
  type CallerId,
} from '../../scripts/description/authorization/authorization-callers.ts';
import { refusalOf, subjects } from '../../scripts/description/authorization/authorization-rules.ts';
import { findContracts } from '../../scripts/description/find-contracts.ts';
import { kindOf } from '../support/place/answer-kind.ts';
import { scratchFolder } from '../support/place/scratch.ts';
import { openPlace, type TestPlace } from '../support/place/test-place.ts';
import { authorizationTokens } from './authorization/tokens.ts';
import { type Sent, turns } from './authorization/turns.ts';
import { Walk } from './authorization/walk.ts';

const callers = Object.keys(authorizationCallers) as CallerId[];
const operations = Object.keys(turns) as OperationId[];

/** docs/authorization.md, call by call: one dossier is taken through every route, which everybody tries before the right one does. */
describe('everybody tries every route', () => {
  const folder = scratchFolder('authorization');
  let here: TestPlace;
  let tokenOf: Awaited<ReturnType<typeof authorizationTokens>>;
  let contracts: Awaited<ReturnType<typeof findContracts>>;
  let walk: Walk;

  beforeAll(async () => {
    here = await openPlace(folder.path);
    tokenOf = await authorizationTokens(here, folder.path);
    contracts = await findContracts();
    walk = new Walk(here);
  });
  afterAll(async () => {
    await here.stop();
    folder.remove();
  });

  const call = async (operation: OperationId, caller: CallerId, { path: named = {}, query, body }: Sent): Promise<ApiAnswer> => {
    const { method, path } = routePolicy(operation);
    const filled = path.replace(/{(\w+)}/g, (_whole, name: string) => named[name] ?? '');
    const api = operation in nationalPolicy ? here.runtime.nationalApi : here.runtime.api;
    const client = apiClient(api, await tokenOf(caller, operation));
    const address = query === undefined ? filled : `${filled}?${query}`;
    const sent = typeof body === 'function' ? body() : body;
    return client.send(method, address, sent, method === 'POST' ? { 'idempotency-key': randomUUID() } : {});
  };

  /** Requests to write that the database was sent while `act` ran, but for the sweep's own note of how far it has come. */
  const writesDuring = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
    const writes: string[] = [];
    const stop = here.runtime.proxy.onCall(({ operation, input, status }) => {
      const what = JSON.stringify(input);
      if (isWrite(operation) && !what.includes(`"${sweepKey.pk}"`)) writes.push(`${status} ${operation} ${what}`);
    });
    await act().finally(stop);
    return writes;
  };

  const answersTo = async (operation: OperationId, some: readonly CallerId[], sent: Sent) =>
    Object.fromEntries(await Promise.all(some.map(async (caller) => [caller, await call(operation, caller, sent)] as const)));
  const kindsOf = (answers: Readonly<Record<string, ApiAnswer>>) =>
    Object.fromEntries(Object.entries(answers).map(([caller, answer]) => [caller, kindOf(answer)]));

  it.each(operations)('%s lets in whom it should, and the others change nothing', async (operation) => {
    const turn = turns[operation];
    const sent = await turn.sent(walk);
    await here.advance(0);

    const refused = callers.filter((caller) => refusalOf(operation, caller));
    let refusals: Readonly<Record<string, ApiAnswer>> = {};
    const writes = await writesDuring(async () => {
      refusals = await answersTo(operation, refused, sent);
    });
    expect(kindsOf(refusals)).toEqual(Object.fromEntries(refused.map((caller) => [caller, refusalOf(operation, caller)])));
    expect(writes).toEqual([]);

    const success = Object.keys(contracts.get(operation)?.answers ?? {}).find((status) => status.startsWith('2'));
    for (const caller of callers.filter((one) => !refusalOf(operation, one))) {
      const answer = await call(operation, caller, sent);
      expect([caller, kindOf(answer)]).toEqual([caller, success]);
      const { isConcerned = false }: AuthorizationCaller = authorizationCallers[caller];
      if (isConcerned) await turn.learn?.(walk, answer.body);
      // A list is let in to, and holds what is the caller's own.
      if (subjects[operation] === 'own' && routePolicy(operation).method === 'GET')
        expect([caller, JSON.stringify(answer.body).includes(walk.dossier.dossierId)]).toEqual([caller, isConcerned]);
    }
  });

  it('leaves nothing in a dead letter queue', async () => {
    await here.advance(0);
    expect(await here.inspection.deadLetters()).toEqual({});
  });
});
