import { beforeEach, describe, expect, it } from 'vitest';
import { sealFiling } from '../../../functions/ledger/filing.ts';
import { formKey } from '../../../functions/ledger/item-keys.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { createHandler } from '../../../functions/task/read-task.handler.ts';
import { owner } from '../../support/accepted-dossier.ts';
import { countedUlid, countingIds, fixedPersonalData } from '../../support/fixed.ts';
import { agencyClaims, callHttp, httpEvent } from '../../support/http-event.ts';
import { problemOf, type TaskBench, taskBench } from './task-bench.ts';

const dwelling = { kind: 'RENTED', commune: '42T01', line: 'Số 1, Đường Thử', parcel: '42T01/12/34', areaM2: 40 };
const applicant = { pin: owner.pin, name: 'Nguyễn Thị Mẫu' };

let bench: TaskBench;
beforeEach(async () => {
  bench = await taskBench();
  const filing = { applicant, form: { phone: '0900000001', email: 'mau@example.invalid', relationToHead: 'HEAD', dwelling } };
  await bench.ledger.putItem(formKey(bench.dossierId), await sealFiling(fixedPersonalData(), bench.dossierId, filing));
});

const read = (system: string, n: number, taskId = bench.taskId(n)) =>
  callHttp(
    createHandler({ ...bench, personalData: fixedPersonalData(), procedures: bundledProcedures, ids: countingIds() }),
    httpEvent('readTask', { claims: agencyClaims(system), path: { taskId } }),
  );
const accesses = () => bench.ledger.items().filter(({ sk }) => String(sk).startsWith('ACCESS#'));

describe('reading a task', () => {
  it('gives the agency what it needs, and the owner a record of it', async () => {
    const { status, body } = await read('land', 1);
    expect(status).toBe(200);
    expect(body).toEqual({
      taskId: bench.taskId(1),
      kind: 'parcel-check',
      name: { vi: 'Xác minh thửa đất', en: 'Verification of the parcel' },
      role: 'consulted',
      office: bench.meta.stages[0]?.[0]?.office,
      state: 'open',
      openedAt: '2026-11-23T02:00:00.000Z',
      dueAt: '2026-12-02T02:00:00.000Z',
      dossier: {
        code: bench.meta.code,
        procedure: 'permanent-residence',
        procedureName: { vi: 'Đăng ký thường trú', en: 'Permanent residence registration' },
      },
      applicant,
      subject: dwelling,
      documents: ['LEASE'],
    });
    expect(accesses()).toMatchObject([
      { at: '2026-11-24T03:00:00.000Z', by: { kind: 'agency', id: 'land' }, what: 'form', taskId: bench.taskId(1) },
    ]);
  });

  it('gives no contact data and nothing of the form that the task is not about', async () => {
    expect(JSON.stringify((await read('land', 1)).body)).not.toMatch(/0900000001|example\.invalid|relationToHead/);
  });

  it('logs nothing personal', async () => {
    await read('land', 1);
    expect(JSON.stringify(bench.log.lines)).not.toMatch(/042190000016|Nguyễn|Đường|42T01/);
  });

  it('records every reading', async () => {
    await Promise.all([read('land', 1), read('commune', 2)]);
    expect(bench.ledger.calls.putItem).toBeGreaterThanOrEqual(2);
  });

  it('names only documents that were uploaded', async () => {
    bench.ledger.seed({ ...bench.current(), documents: { LEASE: 'expected' } });
    expect((await read('land', 1)).body).toMatchObject({ documents: [] });
  });
});

describe('nothing personal leaves', () => {
  it('when the reading cannot be recorded', async () => {
    bench.ledger.failNext('putItem');
    const { status, body } = await read('land', 1);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/Nguyễn|042190000016|Đường/);
  });

  it('when the form was changed', async () => {
    const stored = await sealFiling(fixedPersonalData(), countedUlid(2), { applicant, form: { dwelling } });
    await bench.ledger.putItem(formKey(bench.dossierId), stored);
    expect((await read('land', 1)).status).toBe(500);
    expect(accesses()).toEqual([]);
  });

  it('of a closed task, whose answer is shown without a record', async () => {
    await bench.answer('land', 1);
    const { body } = await read('land', 1);
    expect(body).toMatchObject({ state: 'closed', answer: 'POSITIVE', closedAt: '2026-11-24T03:00:00.000Z' });
    expect(body).not.toHaveProperty('applicant');
    expect(body).not.toHaveProperty('subject');
    expect(accesses()).toEqual([]);
  });

  it('of a dossier that was stopped', async () => {
    bench.ledger.seed({ ...bench.current(), state: 'stopped' });
    expect((await read('land', 1)).body).not.toHaveProperty('applicant');
  });

  it('to another agency, nor does it learn that there is a task', async () => {
    const other = await read('commune', 1);
    expect(other).toEqual(await read('land', 0, `${countedUlid(9)}.1`));
    expect(problemOf(other)).toEqual([404, 'task-not-found', undefined]);
    expect(accesses()).toEqual([]);
  });

  it('of a task that is not open yet', async () => {
    expect(problemOf(await read('police', 4))).toEqual([404, 'task-not-found', undefined]);
  });
});
