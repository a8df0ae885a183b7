import { describe, expect, it } from 'vitest';
import { createHandler as trackHandler } from '../../../functions/dossier/track-dossier.handler.ts';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import type { DossierState } from '../../../functions/ledger/dossier-state.ts';
import { countedUlid } from '../../support/fixed.ts';
import { callHttp, httpEvent } from '../../support/http-event.ts';
import { type IntakeBench, intakeBench } from '../../support/intake-bench.ts';

const accepted = async (cell: IntakeBench) => {
  const dossierId = await cell.lookedUp();
  const { body } = await cell.accept(dossierId);
  return { dossierId, receipt: body };
};
const track = async (cell: IntakeBench, secret: unknown) => {
  const body = { code: 'G01.042.001-261123-000001', secret };
  return (await callHttp(trackHandler(cell), httpEvent('trackDossier', { body }))).status;
};

describe('issuing a receipt again', () => {
  it('answers with the same receipt and another secret', async () => {
    const cell = intakeBench();
    const { dossierId, receipt } = await accepted(cell);
    cell.clock.advance(3_600_000);
    const { status, body } = await cell.reissue(dossierId);
    expect([status, body]).toEqual([200, { ...receipt, trackingSecret: expect.stringMatching(/^[0-9A-Z]{21}$/) }]);
    expect(body['trackingSecret']).not.toBe(receipt['trackingSecret']);
  });

  it('makes the old secret void', async () => {
    const cell = intakeBench();
    const { dossierId, receipt } = await accepted(cell);
    expect(await track(cell, receipt['trackingSecret'])).toBe(200);
    const { body } = await cell.reissue(dossierId);
    expect([await track(cell, receipt['trackingSecret']), await track(cell, body['trackingSecret'])]).toEqual([404, 200]);
  });

  it('is one event that says no more than the office', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    const { body } = await cell.reissue(dossierId);
    const fact = cell.ledger.events(dossierId).at(-1);
    expect(fact).toMatchObject({ n: 5, type: 'dossier.receipt-reissued', by: { kind: 'staff', id: 'officer-1' } });
    expect([fact?.data, fact?.from, fact?.to]).toEqual([{ office: 'G01.042.001' }, undefined, undefined]);
    expect(JSON.stringify(fact && messagesOf(fact, '42'))).not.toContain(cell.ledger.meta(dossierId).trackingHash);
    expect(JSON.stringify(cell.ledger.items())).not.toContain(body['trackingSecret']);
  });

  it('changes nothing else', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    const before = cell.ledger.meta(dossierId);
    await cell.reissue(dossierId);
    expect({ ...cell.ledger.meta(dossierId), n: before.n, trackingHash: before.trackingHash }).toEqual(before);
  });

  it('leaves the newest secret valid when it is asked for twice at once', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    const answers = await Promise.all([cell.reissue(dossierId), cell.reissue(dossierId)]);
    const tracked = await Promise.all(answers.map(({ body }) => track(cell, body['trackingSecret'])));
    expect([answers.map(({ status }) => status), tracked.sort()]).toEqual([
      [200, 200],
      [200, 404],
    ]);
  });

  it.each<DossierState>(['accepted', 'payment-requested', 'processing', 'supplement-requested', 'withdrawal-requested'])(
    'is possible while the dossier is %s',
    async (state) => {
      const cell = intakeBench();
      const { dossierId } = await accepted(cell);
      cell.change(dossierId, { state });
      expect((await cell.reissue(dossierId)).status).toBe(200);
    },
  );

  it('does not let an acceptance be repeated', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    await cell.reissue(dossierId);
    expect((await cell.accept(dossierId)).status).toBe(409);
  });
});

describe('a receipt that cannot be issued again', () => {
  it('is that of a submission which nobody has accepted', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    expect((await cell.reissue(dossierId)).body).toMatchObject({ status: 409, state: 'new' });
    cell.change(dossierId, { state: 'supplement-requested' });
    expect((await cell.reissue(dossierId)).body).toMatchObject({ status: 409, state: 'supplement-requested' });
  });

  it.each<DossierState>(['not-accepted', 'stopped', 'processed', 'returned'])('is that of a dossier that is %s', async (state) => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    cell.change(dossierId, { state, deadline: undefined });
    const items = cell.ledger.items();
    const { status, body } = await cell.reissue(dossierId);
    expect([status, body['type'], body['state']]).toEqual([409, 'https://mot-cua.example/problems/dossier-wrong-state', state]);
    expect(cell.ledger.items()).toEqual(items);
  });

  it('is 404 for another office, for a draft and for no dossier', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    expect((await cell.reissue(dossierId, { office: 'G01.042.002' })).status).toBe(404);
    expect((await cell.reissue(await cell.draft())).status).toBe(404);
    expect((await cell.reissue(countedUlid(99))).status).toBe(404);
  });

  it('is 403 for an approver', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    expect((await cell.reissue(dossierId, { roles: '[approver]' })).status).toBe(403);
  });

  it('is 503 when others keep changing the dossier', async () => {
    const cell = intakeBench();
    const { dossierId } = await accepted(cell);
    cell.ledger.conflictNext(5);
    expect((await cell.reissue(dossierId)).status).toBe(503);
  });
});
