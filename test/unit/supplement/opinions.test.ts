import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/task/answer-task.handler.ts';
import { agencyClaims, callHttp, httpEvent } from '../../support/http-event.ts';
import { asking, supplementBench } from './supplement-bench.ts';

describe('an opinion that is given while the applicant is asked', () => {
  const late = '2026-12-07T02:00:00.000Z';
  const askedUntil = { ...asking, answerBy: '2026-12-14T10:00:00+07:00' };

  const answered = async (askedAt: string) => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    cell.clock.set(askedAt);
    await cell.ask(dossierId, askedUntil);
    cell.clock.set(late);
    const answer = () =>
      callHttp(
        createHandler(cell),
        httpEvent('answerTask', { claims: agencyClaims('land'), path: { taskId: `${dossierId}.1` }, body: { answer: 'POSITIVE' } }),
      );
    return { first: await answer(), again: await answer(), told: cell.ledger.events(dossierId).at(-1)?.data };
  };

  it('is not late by the time in which the clock stood still', async () => {
    const { first, again, told } = await answered('2026-11-23T03:00:00.000Z');
    expect([first.status, first.body['timing'], told?.['timing']]).toEqual([200, 'BEFORE', 'BEFORE']);
    expect(again).toEqual(first);
  });

  it('is late when it was late before the request', async () => {
    const { first, again } = await answered('2026-12-04T03:00:00.000Z');
    expect([first.status, first.body['timing']]).toEqual([200, 'AFTER']);
    expect(again).toEqual(first);
  });
});
