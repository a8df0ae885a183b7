import { describe, expect, it } from 'vitest';
import { createHandler as inboxHandler } from '../../../functions/dossier/list-inbox.handler.ts';
import { createHandler as readHandler } from '../../../functions/dossier/read-staff-dossier.handler.ts';
import { taskWrite } from '../../../functions/ledger/open-stage.ts';
import type { Task } from '../../../functions/ledger/task.ts';
import { seedProcessing } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { type IntakeBench, intakeBench, ownedForm, rentedForm } from '../../support/intake-bench.ts';

describe('the inbox of an office', () => {
  const inbox = (cell: IntakeBench, query: Record<string, string> = {}, claims = {}) =>
    callHttp(inboxHandler(cell), httpEvent('listInbox', { claims: staffClaims(claims), query }));
  const entriesOf = ({ body }: Awaited<ReturnType<typeof inbox>>) => body['entries'] as Record<string, unknown>[];

  it('shows submissions and tasks together, earliest due first', async () => {
    const cell = intakeBench();
    await seedProcessing(cell.ledger, { dossierId: countedUlid(50), office: 'G01.042.001' });
    await cell.draft();
    const dossierId = await cell.submitted();
    expect((await inbox(cell)).body).toEqual({
      entries: [
        {
          kind: 'dossier',
          dueAt: '2026-11-25T02:30:00.000Z',
          dossierId,
          code: 'G01.042.001-261123-000001',
          procedure: 'permanent-residence',
          state: 'new',
          status: 1,
          submittedAt: '2026-11-23T02:00:00.000Z',
          lookups: 'waiting',
        },
        {
          kind: 'task',
          dueAt: '2026-12-02T02:00:00.000Z',
          taskId: `${countedUlid(50)}.3`,
          task: 'actual-residence',
          role: 'consulted',
          state: 'open',
          dossierId: countedUlid(50),
          openedAt: '2026-11-23T02:00:00.000Z',
        },
      ],
    });
  });

  it('is empty for another office, and for one that is in no catalogue', async () => {
    const cell = intakeBench();
    await cell.submitted();
    expect((await inbox(cell, {}, { office: 'G01.042.002' })).body).toEqual({ entries: [] });
    expect((await inbox(cell, {}, { office: 'H99.1' })).body).toEqual({ entries: [] });
  });

  it('gives every entry once, page by page, in order', async () => {
    const cell = intakeBench();
    for (let n = 0; n < 60; n += 1) {
      cell.clock.advance(60_000);
      await cell.submitted(ownedForm);
    }
    const all: Record<string, unknown>[] = [];
    let cursor: unknown;
    do {
      const page = await inbox(cell, typeof cursor === 'string' ? { cursor } : {});
      all.push(...entriesOf(page));
      cursor = page.body['cursor'];
    } while (cursor);
    const due = all.map(({ dueAt }) => String(dueAt));
    expect([all.length, new Set(all.map(({ dossierId }) => dossierId)).size]).toEqual([60, 60]);
    expect(due).toEqual([...due].sort());
  });

  it('leaves out what the index still shows and the table no longer has', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.ledger.seed({ ...cell.ledger.meta(dossierId), state: 'accepted' }, { inbox: { at: '2026-11-24T02:30:00.000Z' } });
    const task: Task = {
      n: 1,
      kind: 'decision',
      role: 'competent',
      agency: 'police',
      office: 'G01.042.001',
      dossierId,
      taskId: `${dossierId}.1`,
      state: 'open',
      openedAt: '2026-11-23T02:00:00.000Z',
      dueAt: '2026-11-23T02:00:00.000Z',
    };
    const { key, item } = taskWrite(task);
    await cell.ledger.putItem(key, { ...item, state: 'closed' });
    expect((await inbox(cell)).body).toEqual({ entries: [] });
  });

  it('refuses a cursor that it never gave', async () => {
    expect((await inbox(intakeBench(), { cursor: 'eyJwayI6IlgifQ' })).status).toBe(400);
  });

  it('answers 403 without a role', async () => {
    expect((await inbox(intakeBench(), {}, { roles: '[importer]' })).status).toBe(403);
  });

  it('answers 403 without an office', async () => {
    expect((await inbox(intakeBench(), {}, { office: '' })).status).toBe(403);
  });
});

describe('a dossier that an officer reads', () => {
  const read = (cell: Parameters<typeof readHandler>[0], dossierId: string, claims = {}) =>
    callHttp(readHandler(cell), httpEvent('readStaffDossier', { claims: staffClaims(claims), path: { dossierId } }));

  it('comes with the form, the findings and who filed it', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    const { status, body } = await read(cell, dossierId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dossierId,
      state: 'new',
      applicant: { pin: '042190000016', name: 'Nguyễn Thị Mẫu' },
      form: rentedForm,
      documents: [{ code: 'LEASE', state: 'uploaded' }],
      lookups: 'done',
      findings: { population: 'match', residence: 'head', land: 'not-found' },
      identityLevel: 2,
      tasks: [],
    });
  });

  it('comes with what the agencies answered, and without who pressed the button', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    const task: Task = {
      n: 1,
      kind: 'parcel-check',
      role: 'consulted',
      agency: 'land',
      office: 'ZLR.042.000',
      dossierId,
      taskId: `${dossierId}.1`,
      state: 'closed',
      openedAt: '2026-11-23T02:00:00.000Z',
      dueAt: '2026-12-02T02:00:00.000Z',
      closedAt: '2026-11-24T02:00:00.000Z',
      answer: 'NEGATIVE',
      closedBy: 'land-clerk',
    };
    const note = 'not in the cadastre';
    const sealed = await cell.personalData.seal(dossierId, { note });
    const { key, item } = taskWrite({ ...task, sealed });
    await cell.ledger.putItem(key, item);
    cell.ledger.seed({ ...cell.ledger.meta(dossierId), state: 'processing', run: 1 });
    const { body } = await read(cell, dossierId, { roles: '[approver]' });
    const { dossierId: _, closedBy: __, ...shown } = task;
    expect(body['tasks']).toEqual([{ ...shown, note }]);
  });

  it('is recorded before the form is opened', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    const order: string[] = [];
    const ledger = {
      ...cell.ledger,
      putItem: async () => void order.push('record'),
      readItem: async (key: Parameters<typeof cell.ledger.readItem>[0]) => {
        order.push('form');
        return cell.ledger.readItem(key);
      },
    };
    await read({ ...cell, ledger }, dossierId);
    expect(order).toEqual(['record', 'form']);
  });

  it('stays closed when the record cannot be written', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.ledger.failNext('putItem');
    const { status, body } = await read(cell, dossierId);
    expect([status, body['applicant'], body['detail']]).toEqual([500, undefined, undefined]);
    expect(cell.ledger.calls.readItem).toBe(1); // the idempotency key of the draft
  });

  it('leaves no personal data in the log', async () => {
    const cell = intakeBench();
    await read(cell, await cell.submitted());
    const text = JSON.stringify(cell.log.lines);
    expect([text.includes('042190000016'), text.includes('Mẫu')]).toEqual([false, false]);
  });

  it.each([
    ['of another office', { office: 'G01.042.002' }],
    ['of another agency', { office: 'ZUB.042.001' }],
  ])('is 404 for an officer %s, and nothing is recorded', async (_, claims) => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    expect((await read(cell, dossierId, claims)).status).toBe(404);
    expect(await cell.ledger.list(dossierId, 'ACCESS#')).toEqual([]);
  });

  it('is 404 while it is a draft, and when there is none', async () => {
    const cell = intakeBench();
    expect((await read(cell, await cell.draft())).status).toBe(404);
    expect((await read(cell, countedUlid(99))).status).toBe(404);
  });

  it('is 403 without a role', async () => {
    const cell = intakeBench();
    expect((await read(cell, await cell.submitted(), { roles: '[]' })).status).toBe(403);
  });
});
