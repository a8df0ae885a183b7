import { beforeAll, describe, expect, it } from 'vitest';
import { nationalPolicy, policy } from '../../functions/api/policy.ts';
import { scanKey } from '../../functions/document/scan-verdict.ts';
import { countedUlid } from '../support/fixed.ts';
import { agencyClaims, citizenClaims, staffClaims } from '../support/http-event.ts';
import { allFound, rentedForm } from '../support/intake-bench.ts';
import { announcementOf, hexOf, pdf } from '../unit/document/document-bench.ts';
import { lookup, pin } from '../unit/registry/registry-bench.ts';
import { type CellInMemory, cellInMemory } from './cell-in-memory.ts';

const citizen = citizenClaims();
const stranger = citizenClaims({ sub: 'citizen-2', pin: '042190000999' });
const staff = staffClaims();
const idempotency = (n: number) => ({ 'idempotency-key': `contract-${n}` });

/** The demonstration journey from the draft to the result, with every route used on its way. */
const journey = async (cell: CellInMemory): Promise<string> => {
  const { call, ledger } = cell;
  const opened = await call('openDraft', {
    claims: citizen,
    headers: idempotency(1),
    body: { procedure: 'permanent-residence', form: rentedForm },
  });
  const dossierId = String(opened.body['dossierId']);
  const own = { claims: citizen, path: { dossierId } };
  const lease = { claims: citizen, path: { dossierId, document: 'LEASE' } };
  await call('requestUpload', { ...lease, body: announcementOf(pdf) });
  cell.files.put(`${dossierId}/LEASE/${hexOf(pdf)}`, pdf);
  await call('confirmUpload', lease);
  await ledger.putItem(scanKey(dossierId, { document: 'LEASE', sha256: hexOf(pdf) }, 'NO_THREATS_FOUND'), {
    ...{ objectKey: `${dossierId}/LEASE/${hexOf(pdf)}`, status: 'NO_THREATS_FOUND', at: '2026-11-23T02:00:00.000Z' },
  });
  await call('submitDossier', own);
  cell.change(dossierId, { lookups: 'done', findings: allFound });
  await call('listInbox', { claims: staff });
  await call('readStaffDossier', { claims: staff, path: { dossierId } });
  await call('openStaffDocument', { claims: staff, path: lease.path });
  const { body: receipt } = await call('acceptDossier', { claims: staff, path: { dossierId }, body: {} });
  await call('trackDossier', { body: { code: receipt['code'], secret: receipt['trackingSecret'] } });
  await call('reissueReceipt', { claims: staff, path: { dossierId } });
  const { body: attempt } = await call('openPayment', { ...own, headers: idempotency(2) });
  const query = cell.paid(String(attempt['reference']));
  await call('notifyPayment', { query });
  await call('returnFromPayment', { query });
  for (const [index, system] of ['land', 'commune', 'police'].entries()) {
    const claims = agencyClaims(system);
    const path = { taskId: `${dossierId}.${index + 1}` };
    const { office } = ledger.meta(dossierId).stages[0]?.[index] ?? {};
    await call('listTasks', { claims, query: { office: office ?? '' } });
    await call('readTask', { claims, path });
    await call('openTaskDocument', { claims, path: { ...path, document: 'LEASE' } });
    await call('answerTask', { claims, path, body: { answer: index === 1 ? 'NEGATIVE' : 'POSITIVE', note: 'Đã xác minh' } });
  }
  await call('decideTask', { claims: staff, path: { taskId: `${dossierId}.4` }, body: { decision: 'GRANT' } });
  await cell.conclude(dossierId);
  await call('readOwnResult', own);
  await call('verifyResult', { path: { code: ledger.meta(dossierId).resultCode ?? '' } });
  for (const operation of ['readOwnDossier', 'listOwnAccesses'] as const) await call(operation, own);
  await call('listOwnDossiers', { claims: citizen });
  return dossierId;
};

describe('what the functions answer', () => {
  const cell = cellInMemory();
  const { call } = cell;
  let done = '';

  beforeAll(async () => {
    done = await journey(cell);
  });

  it('is described, from the draft to the signed result', () => {
    expect(cell.ledger.meta(done)).toMatchObject({ state: 'processed', outcome: 'GRANTED' });
  });

  it('is described for what anyone may read', async () => {
    for (const operation of ['listProcedures', 'readKeys', 'readApiDescription', 'showApiDescription'] as const)
      expect((await call(operation)).status).toBe(200);
    expect((await call('readProcedure', { path: { procedure: 'temporary-residence' } })).status).toBe(200);
    for (const agency of ['police', 'commune'])
      for (const acceptedAt of ['2026-11-21T09:00:00+07:00', '2027-02-03T18:00:00+07:00'])
        expect((await call('readAppointment', { path: { procedure: 'permanent-residence' }, query: { acceptedAt, agency } })).status).toBe(
          200,
        );
    expect((await call('verifyResult', { path: { code: 'unknown' } })).body).toEqual({ status: 'unknown' });
  });

  it('is described for the national cell', async () => {
    const claims = agencyClaims('cell-42');
    expect((await call('lookUp', { claims, body: lookup([{ registry: 'population', key: pin }]) })).status).toBe(200);
    const document = {
      ...{ code: '0123456789ABCDEFGHJKM', owner: { pin }, cell: '42', dossierId: countedUlid(1), dossierCode: 'G01.042.001-261123-000001' },
      ...{ procedure: 'permanent-residence', outcome: 'GRANTED', number: '1', issuedAt: '2026-11-23T02:00:00.000Z', jws: 'a.b.c' },
    };
    expect((await call('storeEDocument', { claims, body: document })).status).toBe(200);
    expect((await call('storeEDocument', { claims, body: { ...document, jws: 'a.b.d' } })).status).toBe(409);
  });

  it('is described for a dossier that is refused at the intake', async () => {
    const form = { ...rentedForm, dwelling: { ...rentedForm.dwelling, kind: 'OWNED' } };
    const { body } = await call('openDraft', {
      claims: citizen,
      headers: idempotency(3),
      body: { procedure: 'permanent-residence', form },
    });
    const path = { dossierId: String(body['dossierId']) };
    await call('submitDossier', { claims: citizen, path });
    expect((await call('acceptDossier', { claims: staff, path, body: {} })).status).toBe(409);
    const refusal = { reason: 'Không thuộc thẩm quyền', legalBasis: 'Law on Residence, Article 22' };
    expect((await call('refuseDossier', { claims: staff, path, body: refusal })).status).toBe(200);
    expect((await call('refuseDossier', { claims: staff, path, body: { ...refusal, reason: 'Lý do khác' } })).status).toBe(409);
    expect((await call('reissueReceipt', { claims: staff, path })).status).toBe(409);
    const { body: own } = await call('readOwnDossier', { claims: citizen, path });
    expect(own['refusal']).toMatchObject(refusal);
  });

  it('is described for every operation of both policy tables', () => {
    const silent = Object.keys({ ...policy, ...nationalPolicy }).filter(
      (operation) => !['200', '201'].some((status) => cell.answered.has(`${operation} ${status}`)),
    );
    expect(silent).toEqual([]);
  });

  describe('when it is refused', () => {
    const ofDossier = ['readOwnDossier', 'listOwnAccesses', 'submitDossier', 'readOwnResult'] as const;
    it.each(ofDossier)('is a described problem: %s', async (operation) => {
      const { status } = await call(operation, { claims: stranger, path: { dossierId: done } });
      expect(status).toBe(404);
      expect((await call(operation, { claims: citizen, path: { dossierId: 'x' } })).status).toBe(400);
      expect((await call(operation, { claims: { sub: 'x' }, path: { dossierId: done } })).status).toBe(403);
    });

    it.each(['requestUpload', 'confirmUpload'] as const)('is a described problem: %s', async (operation) => {
      const path = { dossierId: done, document: 'MARRIAGE' };
      expect((await call(operation, { claims: stranger, path, body: announcementOf(pdf) })).status).toBe(404);
      expect((await call(operation, { claims: citizen, path, body: announcementOf(pdf) })).status).toBe(409);
      expect((await call(operation, { claims: citizen, path: { ...path, document: 'x' }, body: {} })).status).toBe(400);
    });

    it('is a described problem: a file that never came', async () => {
      const form = { ...rentedForm };
      const { body } = await call('openDraft', {
        claims: citizen,
        headers: idempotency(4),
        body: { procedure: 'permanent-residence', form },
      });
      const path = { dossierId: String(body['dossierId']), document: 'LEASE' };
      await call('requestUpload', { claims: citizen, path, body: announcementOf(pdf) });
      expect((await call('confirmUpload', { claims: citizen, path })).status).toBe(422);
      expect((await call('submitDossier', { claims: citizen, path })).status).toBe(409);
    });

    it('is a described problem: drafts', async () => {
      const body = { procedure: 'permanent-residence', form: rentedForm };
      const other = { ...body, form: { ...rentedForm, relationToHead: 'CHILD' } };
      expect((await call('openDraft', { claims: citizen, headers: idempotency(1), body: other })).status).toBe(409);
      expect((await call('openDraft', { claims: citizen, headers: {}, body })).status).toBe(400);
      expect((await call('openDraft', { claims: citizen, headers: idempotency(5), body: { ...body, procedure: 'divorce' } })).status).toBe(
        404,
      );
      expect((await call('openDraft', { claims: citizen, headers: idempotency(5), body: { ...body, form: {} } })).status).toBe(400);
    });

    it('is a described problem: payments', async () => {
      const path = { dossierId: done };
      expect((await call('openPayment', { claims: stranger, path, headers: idempotency(6) })).status).toBe(404);
      expect((await call('openPayment', { claims: citizen, path, headers: idempotency(6) })).status).toBe(409);
      expect((await call('notifyPayment', { query: { vnp_TxnRef: 'x' } })).body).toMatchObject({ RspCode: '97' });
      expect((await call('returnFromPayment', { query: { vnp_TxnRef: 'x' } })).status).toBe(200);
    });

    it('is a described problem: staff', async () => {
      const elsewhere = staffClaims({ office: 'G01.042.002' });
      const path = { dossierId: done };
      expect((await call('readStaffDossier', { claims: elsewhere, path })).status).toBe(404);
      expect((await call('acceptDossier', { claims: staff, path, body: {} })).status).toBe(409);
      expect((await call('openStaffDocument', { claims: elsewhere, path: { ...path, document: 'LEASE' } })).status).toBe(404);
      expect((await call('openStaffDocument', { claims: staff, path: { ...path, document: 'MARRIAGE' } })).status).toBe(404);
      expect((await call('listInbox', { claims: staffClaims({ roles: '[leader]' }) })).status).toBe(403);
      const task = { taskId: `${done}.4` };
      expect((await call('decideTask', { claims: elsewhere, path: task, body: { decision: 'GRANT' } })).status).toBe(404);
      const refusal = { decision: 'REFUSE', reason: 'Không đủ điều kiện', legalBasis: 'Article 22' };
      expect((await call('decideTask', { claims: staff, path: task, body: refusal })).status).toBe(409);
      expect((await call('decideTask', { claims: staff, path: task, body: { decision: 'REFUSE' } })).status).toBe(400);
    });

    it('is a described problem: agencies', async () => {
      const claims = agencyClaims('land');
      const path = { taskId: `${done}.1` };
      expect((await call('answerTask', { claims, path, body: { answer: 'NEGATIVE' } })).status).toBe(409);
      expect((await call('answerTask', { claims: agencyClaims('commune'), path, body: { answer: 'POSITIVE' } })).status).toBe(404);
      expect((await call('readTask', { claims: agencyClaims('commune'), path })).status).toBe(404);
      expect((await call('openTaskDocument', { claims, path: { ...path, document: 'LEASE' } })).status).toBe(409);
    });

    it('is a described problem: the public', async () => {
      expect((await call('trackDossier', { body: { code: 'G01.042.001-261123-999999', secret: 'X'.repeat(21) } })).status).toBe(404);
      expect((await call('readProcedure', { path: { procedure: 'divorce' } })).status).toBe(404);
      const path = { procedure: 'permanent-residence' };
      const acceptedAt = '2026-11-23T09:00:00+07:00';
      expect((await call('readAppointment', { path: { procedure: 'divorce' }, query: { acceptedAt } })).status).toBe(404);
      expect((await call('readAppointment', { path, query: { acceptedAt: '2030-01-01T09:00:00+07:00' } })).status).toBe(422);
      expect((await call('readAppointment', { path, query: { acceptedAt, calendar: 'old' } })).status).toBe(400);
    });

    it('is a described problem: the national cell', async () => {
      const claims = agencyClaims('cell-42');
      const asked = [{ registry: 'population', key: pin }];
      expect((await call('lookUp', { claims: agencyClaims('land'), body: lookup(asked) })).status).toBe(403);
      expect((await call('lookUp', { claims, body: lookup(asked, { purpose: 'CURIOSITY' }) })).status).toBe(403);
      expect((await call('lookUp', { claims, body: lookup([{ registry: 'horoscope', key: pin }]) })).status).toBe(404);
      expect((await call('lookUp', { claims, body: {} })).status).toBe(400);
    });

    it('is a described problem: a table that fails', async () => {
      cell.ledger.failNext('readMeta');
      const { status, body } = await call('readOwnDossier', { claims: citizen, path: { dossierId: done } });
      expect([status, body['instance'], body['detail']]).toEqual([500, 'request-0001', undefined]);
    });
  });
});
