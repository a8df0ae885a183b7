import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { nationalPolicy, policy } from '../../functions/api/policy.ts';
import { scanKey } from '../../functions/document/scan-verdict.ts';
import { listField } from '../../local/demo/api-client.ts';
import { seedProcessing } from '../support/accepted-dossier.ts';
import { countedUlid } from '../support/fixed.ts';
import { agencyClaims, citizenClaims, staffClaims } from '../support/http-event.ts';
import { allFound, ownedForm, rentedForm } from '../support/intake-bench.ts';
import { announcementOf, hexOf, pdf } from '../unit/document/document-bench.ts';
import { lookup, pin } from '../unit/registry/registry-bench.ts';
import { type CellInMemory, cellInMemory } from './cell-in-memory.ts';

const citizen = citizenClaims();
const stranger = citizenClaims({ sub: 'citizen-2', pin: '042190000999' });
const staff = staffClaims();
const REFUSAL = { reason: 'Không thuộc thẩm quyền', legalBasis: 'Law on Residence, Article 22' };
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
  for (const [list, read, open, claims] of [
    ['listOwnForms', 'readOwnForm', 'openOwnFormPdf', citizen],
    ['listStaffForms', 'readStaffForm', 'openStaffFormPdf', staff],
  ] as const) {
    const { body } = await call(list, { claims, path: { dossierId } });
    for (const { form } of z.array(z.object({ form: z.string() })).parse(body['forms'])) {
      expect((await call(read, { claims, path: { dossierId, form } })).status).toBe(200);
      expect((await call(open, { claims, path: { dossierId, form } })).status).toBe(200);
    }
  }
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

  it('is described for a dossier that is completed later', async () => {
    const { body } = await call('openDraft', {
      claims: citizen,
      headers: idempotency(7),
      body: { procedure: 'permanent-residence', form: ownedForm },
    });
    const dossierId = String(body['dossierId']);
    const own = { claims: citizen, path: { dossierId } };
    const answer = { claims: citizen, path: { dossierId, n: '1' } };
    await call('submitDossier', own);
    const request = {
      items: [{ what: 'Giấy tờ chứng minh quan hệ' }],
      ...{ form: true, reason: 'Hồ sơ chưa đầy đủ', legalBasis: 'Luật Cư trú, Điều 21', answerBy: '2026-12-04T10:00:00+07:00' },
    };
    const ask = (body: unknown, n: number, claims = staff) =>
      call('requestSupplement', { claims, path: { dossierId }, headers: idempotency(n), body });
    expect((await call('provideSupplement', { ...answer, body: {} })).status).toBe(404);
    expect((await ask({ ...request, items: [{ document: 'LEASE', what: 'Hợp đồng' }] }, 8)).status).toBe(409);
    for (const answerBy of ['2030-01-01T10:00:00+07:00', '2026-11-25T10:00:00+07:00'])
      expect((await ask({ ...request, answerBy }, 8)).status).toBe(422);
    expect((await ask(request, 8)).status).toBe(201);
    expect((await ask({ ...request, items: [] }, 8)).status).toBe(409);
    expect((await ask(request, 9)).status).toBe(409);
    expect((await call('acceptDossier', { claims: staff, path: { dossierId }, body: {} })).status).toBe(409);
    expect((await call('refuseDossier', { claims: staff, path: { dossierId }, body: { ...REFUSAL } })).status).toBe(409);
    expect((await call('provideSupplement', { ...answer, body: {} })).status).toBe(409);
    const document = { claims: citizen, path: { dossierId, document: 'SUPPLEMENT_1_1' } };
    await call('requestUpload', { ...document, body: announcementOf(pdf) });
    cell.files.put(`${dossierId}/SUPPLEMENT_1_1/${hexOf(pdf)}`, pdf);
    await call('confirmUpload', document);
    const moved = { ...ownedForm, dwelling: { ...ownedForm.dwelling, parcel: 'T4201/1/1' } };
    expect((await call('provideSupplement', { ...answer, body: { form: moved } })).status).toBe(409);
    expect((await call('provideSupplement', { ...answer, body: { form: ownedForm } })).status).toBe(200);
    expect((await call('provideSupplement', { ...answer, body: { form: moved } })).status).toBe(409);
    expect((await ask(request, 9)).status).toBe(409);
    expect((await call('readOwnDossier', own)).body['supplements']).toMatchObject([{ n: 1, stage: 'intake' }]);
    expect((await call('readStaffDossier', { claims: staff, path: { dossierId } })).status).toBe(200);
    expect((await call('requestUpload', { ...document, body: announcementOf(pdf) })).status).toBe(409);
    cell.change(dossierId, { channel: 'counter' });
    expect((await call('provideStaffSupplement', { ...answer, claims: staff, body: {} })).status).toBe(200);
    expect((await call('provideStaffSupplement', { ...answer, claims: staff, body: { form: moved } })).status).toBe(409);
  });

  it('is described for dossiers that an officer enters, and for those of another system', async () => {
    const people = { applicant: { pin: '042190000016', name: 'Nguyễn Thị Mẫu' } };
    const filing = { procedure: 'permanent-residence', form: rentedForm, ...people };
    const atCounter = { ...filing, channel: 'counter', identityVerifiedBy: 'CHIP' };
    const elsewhere = staffClaims({ office: 'G01.042.002' });
    const { body } = await call('fileDossier', { claims: elsewhere, headers: idempotency(5), body: atCounter });
    const dossierId = String(body['dossierId']);
    const lease = { claims: elsewhere, path: { dossierId, document: 'LEASE' } };
    expect((await call('requestStaffUpload', { ...lease, body: announcementOf(pdf) })).status).toBe(200);
    cell.files.put(`${dossierId}/LEASE/${hexOf(pdf)}`, pdf);
    expect((await call('confirmStaffUpload', lease)).status).toBe(200);
    expect((await call('submitStaffDossier', { claims: elsewhere, path: { dossierId } })).status).toBe(200);
    expect((await call('readOwnDossier', { claims: citizen, path: { dossierId } })).body['filedBy']).toBe('OFFICER');
    expect((await call('readStaffDossier', { claims: elsewhere, path: { dossierId } })).status).toBe(200);
    expect(
      (await call('fileDossier', { claims: staffClaims({ office: 'ZLR.042.000' }), headers: idempotency(6), body: atCounter })).status,
    ).toBe(403);
    const letter = { ...filing, channel: 'post', arrivedAt: '2026-11-23T08:00:00+07:00' };
    expect((await call('fileDossier', { claims: staff, headers: idempotency(7), body: letter })).status).toBe(409);

    const importer = staffClaims({ roles: '[importer]' });
    const imported = {
      ...{
        ...filing,
        source: 'elsewhere',
        code: 'H15.50-261120-0001',
        kenhThucHien: 1,
        status: 4,
        submittedAt: '2026-11-20T08:00:00+07:00',
      },
      ...{ acceptedAt: '2026-11-20T09:00:00+07:00', dueAt: '2026-12-02T09:00:00+07:00' },
    };
    expect((await call('importDossier', { claims: importer, headers: idempotency(8), body: imported })).status).toBe(201);
    expect((await call('importDossier', { claims: importer, headers: idempotency(9), body: imported })).status).toBe(409);
    expect((await call('importDossier', { claims: importer, headers: idempotency(10), body: { ...imported, status: 1 } })).status).toBe(
      400,
    );
  });

  it('is described for a due time that a leader puts off', async () => {
    const dossierId = countedUlid(700);
    await seedProcessing(cell.ledger, { dossierId, office: 'G01.042.001' });
    const leader = staffClaims({ sub: 'leader-1', roles: '[leader]' });
    const extend = (dueAt: string, claims = leader) => call('extendDossier', { claims, path: { dossierId }, body: { ...REFUSAL, dueAt } });
    expect((await extend('2026-12-06T02:00:00.000Z')).status).toBe(400);
    expect((await extend('2031-12-08T02:00:00.000Z')).status).toBe(422);
    expect((await extend('2026-12-08T02:00:00.000Z', staff)).status).toBe(403);
    expect((await extend('2026-12-08T02:00:00.000Z', staffClaims({ office: 'G01.042.002', roles: '[leader]' }))).status).toBe(404);
    expect((await extend('2026-12-08T02:00:00.000Z')).status).toBe(200);
    expect((await extend('2026-12-09T02:00:00.000Z')).status).toBe(409);
  });

  it('is described for dossiers that end otherwise than by their result', async () => {
    const submitted = async (n: number, more: object = {}) => {
      const body = { procedure: 'temporary-residence', form: { ...ownedForm, durationMonths: 12 }, ...more };
      const { body: opened } = await call('openDraft', { claims: citizen, headers: idempotency(n), body });
      const dossierId = String(opened['dossierId']);
      await call('submitDossier', { claims: citizen, path: { dossierId } });
      cell.change(dossierId, { lookups: 'done', findings: allFound });
      return { dossierId };
    };
    const head = staffClaims({ roles: '[approver intake clerk]' });
    const elsewhere = staffClaims({ office: 'G01.042.002' });

    const withdrawn = await submitted(20);
    const answer = (claims: Record<string, string>, body: unknown) => call('decideWithdrawal', { claims, path: withdrawn, body });
    expect((await answer(head, { decision: 'GRANT' })).status).toBe(409);
    expect((await call('requestWithdrawal', { claims: stranger, path: withdrawn, body: {} })).status).toBe(404);
    expect((await call('requestWithdrawal', { claims: citizen, path: withdrawn, body: { reason: 'Nộp nhầm hồ sơ' } })).status).toBe(200);
    expect((await answer(elsewhere, { decision: 'GRANT' })).status).toBe(404);
    expect((await answer(head, { decision: 'REFUSE' })).status).toBe(400);
    expect((await call('listInbox', { claims: head })).status).toBe(200);
    expect((await answer(head, { decision: 'GRANT' })).body).toMatchObject({ status: 8 });
    expect((await call('requestWithdrawal', { claims: citizen, path: withdrawn, body: {} })).status).toBe(409);
    for (const [operation, claims] of [
      ['readOwnDossier', citizen],
      ['readStaffDossier', head],
    ] as const)
      expect((await call(operation, { claims, path: withdrawn })).body['words']).toHaveLength(1);

    const moved = await submitted(21);
    const transfer = (office: string) => call('transferDossier', { claims: head, path: moved, body: { office, reason: 'Thuộc xã khác' } });
    expect((await transfer('ZUB.042.001')).status).toBe(422);
    expect((await transfer('G01.042.002')).body).toMatchObject({ office: 'G01.042.002' });
    expect((await transfer('G01.042.003')).status).toBe(404);

    const mailed = await submitted(22, { delivery: 'POST' });
    const number = () => call('numberResult', { claims: head, path: mailed });
    const handOver = (body: unknown) => call('handOverResult', { claims: head, path: mailed, body });
    const dispatch = (claims = head) => call('dispatchResult', { claims, path: mailed, body: { parcel: 'EE123456789VN' } });
    expect((await number()).status).toBe(409);
    expect((await dispatch()).status).toBe(409);
    cell.change(mailed.dossierId, { state: 'new' });
    await call('acceptDossier', { claims: staff, path: mailed, body: {} });
    const { body: attempt } = await call('openPayment', { claims: citizen, path: mailed, headers: idempotency(23) });
    await call('notifyPayment', { query: cell.paid(String(attempt['reference']), { vnp_Amount: '700000' }) });
    await call('decideTask', { claims: staff, path: { taskId: `${mailed.dossierId}.1` }, body: { decision: 'GRANT' } });
    expect((await call('requestWithdrawal', { claims: citizen, path: mailed, body: {} })).body['title']).toBe('The dossier is decided');
    await cell.conclude(mailed.dossierId);
    expect((await call('numberResult', { claims: staff, path: mailed })).status).toBe(403);
    expect((await number()).status).toBe(200);
    expect((await handOver({ proof: 'RECEIVER_SIGNATURE' })).status).toBe(409);
    expect((await handOver({ receivedBy: 'VNEID' })).status).toBe(409);
    expect((await dispatch(elsewhere)).status).toBe(404);
    expect((await dispatch()).status).toBe(200);
    expect((await handOver({ proof: 'BY_WORD' })).status).toBe(400);
    expect((await handOver({ proof: 'RECEIVER_SIGNATURE' })).status).toBe(200);
  });

  it('is described for a task that is for another agency', async () => {
    const dossierId = countedUlid(77);
    await seedProcessing(cell.ledger, { dossierId, office: 'G01.042.001' });
    const path = { taskId: `${dossierId}.1` };
    const reason = 'Không thuộc thẩm quyền';
    const sendBack = (claims: Record<string, string>) => call('returnTask', { claims, path, body: { reason } });
    const route = (office: string, claims = staff) => call('routeTask', { claims, path, body: { office, reason } });
    expect((await route('ZUB.042.001')).status).toBe(409);
    expect((await sendBack(agencyClaims('commune'))).status).toBe(404);
    expect((await sendBack(agencyClaims('land'))).status).toBe(200);
    expect((await call('answerTask', { claims: agencyClaims('land'), path, body: { answer: 'POSITIVE' } })).status).toBe(409);
    expect((await call('readTask', { claims: agencyClaims('land'), path })).body['state']).toBe('sent-back');
    expect((await call('listInbox', { claims: staff })).status).toBe(200);
    expect((await route('ZUB.042.099')).status).toBe(422);
    expect((await route('ZUB.042.001', staffClaims({ office: 'G01.042.002' }))).status).toBe(404);
    expect((await route('ZUB.042.001')).status).toBe(200);
    expect((await sendBack(agencyClaims('land'))).status).toBe(404);
  });

  it('is described for what is said and counted of how the dossiers were handled', async () => {
    const path = { dossierId: done };
    const leader = staffClaims({ sub: 'leader-1', roles: '[leader]' });
    const office = 'G01.042.001';
    await cell.count(done);
    const month = { office, from: '2026-11', to: '2026-11' };
    expect((await call('readOfficeReport', { claims: leader, query: month })).body).toMatchObject({ total: { received: { total: 1 } } });
    expect((await call('readOfficeReport', { claims: leader, query: { ...month, office: 'G01.042.002' } })).status).toBe(404);
    expect((await call('readTrackingBook', { claims: staff, query: { office, day: '2026-11-23' } })).body).toMatchObject({
      lines: [{ dossierId: done }],
    });
    expect((await call('readTrackingBook', { claims: staff, query: { office, day: 'today' } })).status).toBe(400);
    const slip = await call('readControlSlip', { claims: staff, path });
    expect(listField(slip.body, 'rows').map(({ step, timing }) => [step, timing])).toEqual([
      ['dossier.submitted', undefined],
      ['dossier.accepted', 'BEFORE'],
      ...Array.from({ length: 3 }, () => ['dossier.processing-started', 'BEFORE']),
      ...Array.from({ length: 3 }, () => ['task.answered', 'BEFORE']),
      ['task.decided', 'BEFORE'],
      ['dossier.concluded', 'BEFORE'],
    ]);
    expect((await call('readControlSlip', { claims: staffClaims({ office: 'G01.042.002' }), path })).status).toBe(404);
    const complaint = { dossier: done, kind: 'RESULT', text: 'Tôi không đồng ý với kết quả' };
    const { body, status } = await call('fileComplaint', { claims: citizen, headers: idempotency(70), body: complaint });
    expect(status).toBe(201);
    const about = { complaintId: String(body['complaintId']) };
    expect((await call('fileComplaint', { claims: stranger, headers: idempotency(71), body: complaint })).status).toBe(404);
    expect((await call('listComplaints', { claims: leader, query: { office } })).body['complaints']).toHaveLength(1);
    expect((await call('readComplaint', { claims: leader, path: about })).status).toBe(200);
    expect((await call('readComplaint', { claims: staffClaims({ roles: '[complaints]' }), path: about })).status).toBe(404);
    const solution = { action: 'SOLVE', text: 'Kết quả đúng quy định' };
    expect((await call('handleComplaint', { claims: leader, path: about, body: solution })).status).toBe(200);
    expect((await call('handleComplaint', { claims: leader, path: about, body: solution })).status).toBe(409);
    expect((await call('answerOwnComplaint', { claims: citizen, path: about, body: { satisfied: true } })).status).toBe(200);
    expect((await call('answerOwnComplaint', { claims: citizen, path: about, body: { text: 'Thêm' } })).status).toBe(409);
    expect((await call('listOwnComplaints', { claims: citizen, path })).status).toBe(200);
    const rating = { claims: citizen, path, headers: idempotency(72), body: { score: 5 } };
    expect((await call('rateDossier', rating)).status).toBe(409);
    const { state } = cell.ledger.meta(done);
    cell.change(done, { state: 'returned' });
    expect((await call('rateDossier', rating)).status).toBe(201);
    expect((await call('rateDossier', { ...rating, headers: idempotency(73) })).status).toBe(409);
    const told = (await call('readIndexRecord', { claims: leader, path })).body;
    expect(told).toMatchObject({ record: { rating: { score: 5 } }, payload: { TrangThaiHoSo: '10', ChuHoSo: null } });
    expect(told['absent']).toContainEqual({ field: 'ChuHoSo', reason: 'SEALED' });
    expect(listField(told, 'progress').map(({ TrangThai }) => TrangThai)).toEqual(['1', '2', '6', '2', '4', '9']);
    cell.change(done, { state });
  });

  it('is described for certified downtimes', async () => {
    const claims = staffClaims({ sub: 'operations-1', office: 'ZOP.042.000', roles: '[operations-leader]' });
    const why = { reason: 'Mất điện cả ngày hôm đó', legalBasis: 'Biên bản 01' };
    const to = '2026-11-20T11:00:00+07:00';
    const headers = idempotency(80);
    const span = { from: '2026-11-20T08:00:00+07:00', to, ...why };
    const { body, status } = await call('certifyDowntime', { claims, headers, body: span });
    expect(status).toBe(201);
    expect((await call('certifyDowntime', { claims, headers: idempotency(83), body: span })).status).toBe(409);
    const elsewhere = { ...claims, office: 'G01.042.001' };
    expect((await call('certifyDowntime', { claims: elsewhere, headers: idempotency(84), body: span })).status).toBe(403);
    const supersedes = { id: body['id'], to };
    expect((await call('certifyDowntime', { claims, headers: idempotency(81), body: { supersedes, ...why } })).status).toBe(201);
    expect((await call('certifyDowntime', { claims, headers: idempotency(82), body: { supersedes, ...why } })).status).toBe(409);
    expect((await call('listDowntimes', { claims, query: {} })).body['downtimes']).toMatchObject([{ superseded: {} }]);
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
      expect((await call('listInbox', { claims: staffClaims({ roles: '[importer]' }) })).status).toBe(403);
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

    it('is a described problem: forms', async () => {
      const elsewhere = staffClaims({ office: 'G01.042.002' });
      const path = { dossierId: done, form: 'CT05-1' };
      for (const operation of ['listOwnForms', 'readOwnForm', 'openOwnFormPdf'] as const)
        expect((await call(operation, { claims: stranger, path })).status).toBe(404);
      for (const operation of ['listStaffForms', 'readStaffForm', 'openStaffFormPdf'] as const)
        expect((await call(operation, { claims: elsewhere, path })).status).toBe(404);
      for (const operation of ['readOwnForm', 'openOwnFormPdf'] as const) {
        expect((await call(operation, { claims: citizen, path })).body['title']).toBe('There is no such form');
        expect((await call(operation, { claims: citizen, path: { ...path, form: 'x' } })).status).toBe(400);
      }
      expect((await call('readStaffForm', { claims: staff, path })).status).toBe(404);
      expect((await call('openStaffFormPdf', { claims: staffClaims({ roles: '[importer]' }), path })).status).toBe(403);
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
