import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ListedTask } from '../../../functions/task/list-tasks.contract.ts';
import { createHandler } from '../../../functions/task/list-tasks.handler.ts';
import { office, seedProcessing } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { agencyClaims, callHttp, httpEvent } from '../../support/http-event.ts';
import { type TaskBench, taskBench } from './task-bench.ts';

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench();
});

const list = async (system: string, query: Record<string, string>) =>
  callHttp(createHandler(bench), httpEvent('listTasks', { claims: agencyClaims(system), query }));

describe('the list of open tasks', () => {
  it('shows what the agency has to answer at one office, without personal data', async () => {
    expect((await list('land', { office: office.land })).body).toEqual({
      tasks: [
        {
          taskId: bench.taskId(1),
          kind: 'parcel-check',
          role: 'consulted',
          office: office.land,
          openedAt: '2026-11-23T02:00:00.000Z',
          dueAt: '2026-12-02T02:00:00.000Z',
        },
      ],
    });
  });

  it('leaves out dossiers that wait for acceptance at the same office', async () => {
    bench.ledger.seed({ ...bench.meta, dossierId: countedUlid(5), state: 'new' }, { inbox: { at: '2026-11-24T00:00:00.000Z' } });
    const { body } = await list('police', { office: office.police });
    expect(body['tasks']).toMatchObject([{ taskId: bench.taskId(3) }]);
  });

  it('leaves out a task that the index still shows and the table has closed', async () => {
    const stale = await bench.ledger.listInbox('land', office.land);
    await bench.answer('land', 1);
    const behind = { ...bench, ledger: { ...bench.ledger, listInbox: async () => stale } };
    const { body } = await callHttp(
      createHandler(behind),
      httpEvent('listTasks', { claims: agencyClaims('land'), query: { office: office.land } }),
    );
    expect(body).toEqual({ tasks: [] });
  });

  it.each([
    ['another agency', 'commune', office.land],
    ['another office', 'land', office.commune],
    ['an office that does not exist', 'land', 'X'],
  ])('is empty for %s', async (_, system, at) => {
    expect((await list(system, { office: at })).body).toEqual({ tasks: [] });
  });

  it('is paged: every task once, earliest due first', async () => {
    for (let n = 10; n < 70; n += 1)
      await seedProcessing(bench.ledger, {
        dossierId: countedUlid(n),
        dueAt: `2026-12-${String((n % 20) + 3).padStart(2, '0')}T02:00:00.000Z`,
      });
    const Page = z.object({ tasks: z.array(ListedTask), cursor: z.string().optional() });
    const seen: z.infer<typeof ListedTask>[] = [];
    let cursor: string | undefined;
    do {
      const page: z.infer<typeof Page> = Page.parse((await list('land', { office: office.land, ...(cursor && { cursor }) })).body);
      seen.push(...page.tasks);
      cursor = page.cursor;
    } while (cursor);
    expect(new Set(seen.map(({ taskId }) => taskId)).size).toBe(61);
    expect(seen).toHaveLength(61);
    expect(seen.map(({ dueAt }) => dueAt)).toEqual(seen.map(({ dueAt }) => dueAt).sort());
  });

  it.each<[string, Record<string, string>, string]>([
    ['no office', {}, '/query/office'],
    ['an empty office', { office: '' }, '/query/office'],
    ['a cursor that is too long', { office: 'X', cursor: 'x'.repeat(1025) }, '/query/cursor'],
  ])('is refused for %s', async (_, query, pointer) => {
    const { status, body } = await list('land', query);
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ pointer })]]);
  });
});
