import { describe, expect, it } from 'vitest';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { kindOf } from '../../support/kind-of.ts';
import { hexOf, pdf } from '../document/document-bench.ts';
import { asking, supplementBench } from './supplement-bench.ts';

const statusAndKind = (answer: { status: number; body: Record<string, unknown> }) => [answer.status, kindOf(answer)];
const better = Buffer.from('%PDF-1.7 the lease, legible');

/** A dossier whose lease and one thing in words were asked for, an hour ago. */
const asked = async () => {
  const cell = supplementBench();
  const dossierId = await cell.submitted();
  cell.clock.advance(60_000);
  await cell.ask(dossierId, { ...asking, items: [...asking.items, { what: 'Giấy tờ khác' }] });
  cell.clock.advance(60 * 60_000);
  return { cell, dossierId };
};

describe('uploading what was asked for', () => {
  it('takes the place of the file that was there', async () => {
    const { cell, dossierId } = await asked();
    expect((await cell.upload(dossierId, 'LEASE', better)).status).toBe(200);
    expect((await cell.upload(dossierId, 'SUPPLEMENT_1_2')).status).toBe(200);
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      ...{ state: 'supplement-requested', documents: { LEASE: 'uploaded', SUPPLEMENT_1_2: 'uploaded' } },
      deadline: { kind: 'supplement' },
    });
    expect(cell.ledger.items().find(({ sk }) => sk === 'DOCUMENT#LEASE')).toMatchObject({ sha256: hexOf(better) });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('may be done over until the answer', async () => {
    const { cell, dossierId } = await asked();
    await cell.upload(dossierId);
    cell.clock.advance(60_000);
    expect((await cell.upload(dossierId, 'LEASE', better)).status).toBe(200);
    expect(await cell.confirm(dossierId)).toMatchObject({ status: 200 });
    expect(cell.types(dossierId).filter((type) => type === 'document.uploaded')).toHaveLength(3);
  });

  it('may bring the same file again: whether it is enough is for the officer to say', async () => {
    const { cell, dossierId } = await asked();
    expect((await cell.upload(dossierId, 'LEASE', pdf)).status).toBe(200);
    expect(cell.ledger.meta(dossierId).documents['LEASE']).toBe('uploaded');
  });

  it('needs an announcement of its own: the one for the draft counts no longer', async () => {
    const { cell, dossierId } = await asked();
    expect(statusAndKind(await cell.confirm(dossierId))).toEqual([404, 'document-not-found']);
    expect(cell.ledger.meta(dossierId).documents['LEASE']).toBe('expected');
  });

  it('is refused for what nobody asked for', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, { ...asking, items: [{ what: 'Giấy tờ khác' }] });
    cell.clock.advance(60_000);
    for (const document of ['LEASE', 'MARRIAGE', 'SUPPLEMENT_1_2']) {
      expect(statusAndKind(await cell.announce(dossierId, document))).toEqual([409, 'document-not-needed']);
      if (document !== 'LEASE') expect(statusAndKind(await cell.confirm(dossierId, document))).toEqual([409, 'document-not-needed']);
    }
  });

  it('ends with the answer', async () => {
    const { cell, dossierId } = await asked();
    await cell.upload(dossierId, 'LEASE', better);
    await cell.upload(dossierId, 'SUPPLEMENT_1_2');
    await cell.provide(dossierId);
    const answer = await cell.announce(dossierId);
    expect([...statusAndKind(answer), answer.body['state']]).toEqual([409, 'dossier-wrong-state', 'supplement-requested']);
  });

  it('ends with the time to answer', async () => {
    const { cell, dossierId } = await asked();
    await cell.announce(dossierId);
    cell.clock.set('2026-11-25T10:01:00.000Z');
    expect(statusAndKind(await cell.announce(dossierId))).toEqual([409, 'supplement-overdue']);
    expect(statusAndKind(await cell.confirm(dossierId))).toEqual([409, 'supplement-overdue']);
    cell.clock.set('2026-11-25T10:00:30.000Z');
    expect((await cell.announce(dossierId)).status).toBe(200);
  });

  it('loses against an answer, and against a stop, of the same moment', async () => {
    const { cell, dossierId } = await asked();
    await cell.upload(dossierId, 'SUPPLEMENT_1_2');
    await cell.upload(dossierId, 'LEASE');
    cell.clock.advance(60_000);
    await cell.announce(dossierId, 'LEASE', better);
    cell.files.put(`${dossierId}/LEASE/${hexOf(better)}`, better);
    cell.ledger.beforeNextWrite(async () => void (await cell.provide(dossierId)));
    expect(statusAndKind(await cell.confirm(dossierId))).toEqual([409, 'dossier-wrong-state']);
    expect(cell.ledger.items().find(({ sk }) => sk === 'DOCUMENT#LEASE')).toMatchObject({ sha256: hexOf(pdf) });
  });
});
