import { describe, expect, it } from 'vitest';
import { createHandler as accessesHandler } from '../../../functions/dossier/list-own-accesses.handler.ts';
import { createHandler as listHandler } from '../../../functions/dossier/list-own-dossiers.handler.ts';
import { createHandler as readHandler } from '../../../functions/dossier/read-own-dossier.handler.ts';
import { createHandler as staffHandler } from '../../../functions/dossier/read-staff-dossier.handler.ts';
import { countedUlid, fixedOwnerIndex } from '../../support/fixed.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { intakeBench, ownedForm } from '../../support/intake-bench.ts';

const stranger = { sub: 'citizen-2', pin: '042190000017' };

describe('the list of own dossiers', () => {
  const list = (cell: Parameters<typeof listHandler>[0], query: Record<string, string> = {}, claims = {}) =>
    callHttp(listHandler(cell), httpEvent('listOwnDossiers', { claims: citizenClaims(claims), query }));

  it('shows the newest first and nobody else’s', async () => {
    const cell = intakeBench();
    await cell.draft();
    await cell.submitted(ownedForm);
    await cell.open({ claims: stranger });
    const { body } = await list(cell);
    expect(body).toEqual({
      dossiers: [
        expect.objectContaining({ dossierId: countedUlid(2), state: 'new', status: 1, code: 'G01.042.001-261123-000001' }),
        expect.objectContaining({ dossierId: countedUlid(1), state: 'draft', status: 0 }),
      ],
    });
  });

  it('is empty for who never filed', async () => {
    expect((await list(intakeBench())).body).toEqual({ dossiers: [] });
  });

  it('gives every dossier once, page by page', async () => {
    const cell = intakeBench();
    for (let n = 0; n < 53; n += 1) await cell.draft();
    const first = await list(cell);
    const second = await list(cell, { cursor: String(first.body['cursor']) });
    const ids = [first, second].flatMap(({ body }) => (body['dossiers'] as { dossierId: string }[]).map(({ dossierId }) => dossierId));
    expect([ids.length, new Set(ids).size, second.body['cursor']]).toEqual([53, 53, undefined]);
  });

  it('still finds what was filed under the previous index key', async () => {
    const cell = intakeBench();
    await cell.draft();
    const { body } = await list({ ...cell, ownerIndex: fixedOwnerIndex({ rotated: true }) });
    expect(body['dossiers']).toHaveLength(1);
  });

  it.each(['x', 'bm90IGEgY3Vyc29y', 'eyJhIjoxfQ'])('refuses a cursor that it never gave (%s)', async (cursor) => {
    const { status, body } = await list(intakeBench(), { cursor });
    expect([status, (body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([400, '/query/cursor']);
  });
});

describe('an own dossier', () => {
  const read = (cell: Parameters<typeof readHandler>[0], dossierId: string, claims = {}) =>
    callHttp(readHandler(cell), httpEvent('readOwnDossier', { claims: citizenClaims(claims), path: { dossierId } }));

  it('comes with its timeline, oldest first', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    const { status, body } = await read(cell, dossierId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dossierId,
      code: 'G01.042.001-261123-000001',
      procedure: 'permanent-residence',
      state: 'payment-requested',
      status: 6,
      dueAt: '2026-12-03T02:00:00.000Z',
      amountDue: 10_000,
      documents: [{ code: 'LEASE', state: 'uploaded' }],
      events: [
        { n: 1, type: 'dossier.drafted' },
        { n: 2, type: 'dossier.submitted', from: 'draft', to: 'new' },
        { n: 3, type: 'dossier.accepted', from: 'new', to: 'accepted' },
        { n: 4, type: 'dossier.payment-requested', from: 'accepted', to: 'payment-requested' },
      ],
    });
  });

  it('shows no event that the shown state does not know yet', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    const old = cell.ledger.meta(dossierId);
    await cell.accept(dossierId);
    const { body } = await read({ ...cell, ledger: { ...cell.ledger, readMeta: async () => old } }, dossierId);
    expect(body['state']).toBe('new');
    expect(body['events']).toHaveLength(2);
  });

  it('shows neither the tracking hash nor the owner key', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    const { body } = await read(cell, dossierId);
    const { trackingHash, ownerKey } = cell.ledger.meta(dossierId);
    const text = JSON.stringify(body);
    expect([text.includes(String(trackingHash)), text.includes(ownerKey)]).toEqual([false, false]);
  });

  it('is 404 for a stranger, as if it did not exist', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    const other = await read(cell, dossierId, stranger);
    const none = await read(cell, countedUlid(99));
    expect([other.status, none.status]).toEqual([404, 404]);
    expect(other.body).toEqual(none.body);
  });

  it('is read under the previous index key as well', async () => {
    const cell = intakeBench();
    const dossierId = await cell.draft();
    expect((await read({ ...cell, ownerIndex: fixedOwnerIndex({ rotated: true }) }, dossierId)).status).toBe(200);
  });

  it('needs an id', async () => {
    expect((await read(intakeBench(), 'x')).status).toBe(400);
  });
});

describe('the accesses of an own dossier', () => {
  const accesses = (cell: Parameters<typeof accessesHandler>[0], dossierId: string, claims = {}, query: Record<string, string> = {}) =>
    callHttp(accessesHandler(cell), httpEvent('listOwnAccesses', { claims: citizenClaims(claims), path: { dossierId }, query }));

  it('name every officer who read it, oldest first', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    const read = (sub: string) =>
      callHttp(staffHandler(cell), httpEvent('readStaffDossier', { claims: staffClaims({ sub }), path: { dossierId } }));
    await read('officer-1');
    cell.clock.advance(60_000);
    await read('officer-2');
    expect((await accesses(cell, dossierId)).body).toEqual({
      accesses: [
        { id: expect.any(String), at: '2026-11-23T02:00:00.000Z', by: { kind: 'staff', id: 'officer-1' }, what: 'form' },
        { id: expect.any(String), at: '2026-11-23T02:01:00.000Z', by: { kind: 'staff', id: 'officer-2' }, what: 'form' },
      ],
    });
  });

  it('come once each, page by page', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    for (let n = 0; n < 53; n += 1) {
      cell.clock.advance(1000);
      await callHttp(staffHandler(cell), httpEvent('readStaffDossier', { claims: staffClaims(), path: { dossierId } }));
    }
    const first = await accesses(cell, dossierId);
    const second = await accesses(cell, dossierId, {}, { cursor: String(first.body['cursor']) });
    const times = [first, second].flatMap(({ body }) => (body['accesses'] as { at: string }[]).map(({ at }) => at));
    expect([times.length, new Set(times).size, second.body['cursor']]).toEqual([53, 53, undefined]);
    expect(times).toEqual([...times].sort());
  });

  it.each(['x', 'bm90IGEgY3Vyc29y', 'eyJhIjoxfQ'])('are not listed from a cursor that was never given (%s)', async (cursor) => {
    const cell = intakeBench();
    const { status, body } = await accesses(cell, await cell.submitted(), {}, { cursor });
    expect([status, (body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([400, '/query/cursor']);
  });

  it('do not list the owner’s own reads', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await callHttp(readHandler(cell), httpEvent('readOwnDossier', { claims: citizenClaims(), path: { dossierId } }));
    expect((await accesses(cell, dossierId)).body).toEqual({ accesses: [] });
  });

  it('are 404 for a stranger and for no dossier', async () => {
    const cell = intakeBench();
    expect((await accesses(cell, await cell.submitted(), stranger)).status).toBe(404);
    expect((await accesses(cell, countedUlid(99))).status).toBe(404);
  });
});
