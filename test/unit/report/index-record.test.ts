import { beforeEach, describe, expect, it } from 'vitest';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { type IndexSources, indexRecord } from '../../../functions/report/index-record.ts';
import { nationalMoment, nationalPayload } from '../../../functions/report/national-payload.ts';
import { createHandler } from '../../../functions/report/read-index-record.handler.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { type ComplaintBench, complaintBench } from '../complaint/complaint-bench.ts';

const leader = staffClaims({ sub: 'leader-1', roles: '[leader]' });

describe('the raw record for the national index', () => {
  let bench: ComplaintBench;
  let dossierId = '';
  const ask = (claims = leader) =>
    callHttp(createHandler({ ...bench, apiAddress: 'https://api.example' }), httpEvent('readIndexRecord', { claims, path: { dossierId } }));
  const procedure = () => {
    const found = bundledProcedures.current('temporary-residence');
    if (!found) throw new Error('the catalogue has no temporary residence');
    return found;
  };
  const sources = (more: Partial<IndexSources> = {}, change: Partial<Meta> = {}): IndexSources => ({
    ...{ meta: { ...bench.ledger.meta(dossierId), ...change }, procedure: procedure(), events: bench.ledger.events(dossierId) },
    ...{ documents: [], payments: [], complaints: [], supplements: [], apiAddress: 'https://api.example', ...more },
  });

  beforeEach(async () => {
    bench = complaintBench();
    dossierId = await bench.accepted();
  });

  it('says what is known after the acceptance, and of the rest nothing', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body['record']).toMatchObject({
      ...{ dossierId, state: 'payment-requested', channel: 'online', office: 'G01.042.001', agency: 'police' },
      procedure: { id: 'temporary-residence', hasFee: true, timeLimit: { amount: 3, unit: 'WORKING_DAY' } },
      ...{ submittedAt: '2026-11-23T02:00:00.000Z', acceptedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-11-27T02:00:00.000Z' },
      fees: [{ amount: 7000, timing: 'ON_ACCEPTANCE' }],
      registries: [
        { registry: 'population', finding: 'match' },
        { registry: 'residence', finding: 'head' },
        { registry: 'land', finding: 'not-found' },
      ],
      identity: { level: 2, vneid: true },
      ...{ supplements: [], payments: [], complaints: [] },
    });
    for (const unknown of ['concludedAt', 'returnedAt', 'ended', 'result', 'rating', 'extension', 'refusedAt'])
      expect(body['record']).not.toHaveProperty(unknown);
    for (const unknown of ['NgayTra', 'NgayKetThucXuLy', 'NgayTuChoi']) expect(body['payload']).not.toHaveProperty(unknown);
  });

  it('has nothing personal in it', async () => {
    const text = JSON.stringify((await ask()).body);
    for (const secret of ['042190000016', 'Nguyễn Thị Mẫu', '0009990001', 'thôn Mẫu']) expect(text).not.toContain(secret);
  });

  it('speaks the words of the national synchronisation', () => {
    const record = indexRecord(
      sources(
        {
          documents: [{ document: 'LEASE', bytes: 12, uploadedAt: '2026-11-23T01:00:00.000Z' }],
          payments: [
            { state: 'booked', amount: 7000, closedAt: '2026-11-23T03:00:00.000Z', receipt: '42-26E-0000001' },
            { state: 'failed', amount: 7000 },
          ],
          supplements: [
            {
              ...{ dossierId, n: 1, stage: 'appraisal', askedAt: '2026-11-24T02:00:00.000Z', askedBy: 'officer-1', documents: [] },
              ...{ answerBy: '2026-11-30T02:00:00.000Z', providedAt: '2026-11-25T02:00:00.000Z' },
              ...{ dueBefore: '2026-11-27T02:00:00.000Z', dueAfter: '2026-11-30T02:00:00.000Z' },
            },
          ],
          result: { code: 'C0001', number: '12/QĐ', outcome: 'GRANTED', issuedAt: '2026-11-26T02:00:00.000Z' },
          rating: { score: 4, at: '2026-11-27T02:00:00.000Z' },
        },
        { state: 'returned', concludedAt: '2026-11-26T02:00:00.000Z', returnedAt: '2026-11-26T03:00:00.000Z' },
      ),
    );
    expect(record).toMatchObject({ rating: { score: 4 }, ended: { by: 'concluded' }, payments: [{ receipt: '42-26E-0000001' }] });
    expect(nationalPayload(record)).toMatchObject({
      ...{ MaTTHC: procedure().portalCodes[0]?.code, TenTTHC: 'Đăng ký tạm trú', KenhThucHien: '2', TrangThaiHoSo: '10', NoiNopHoSo: '1' },
      ...{ NgayNopHoSo: '20261123090000', NgayTiepNhan: '20261123090000', NgayHenTra: '20261127090000' },
      ...{ NgayKetThucXuLy: '20261126090000', NgayTra: '20261126100000' },
      ...{ HoSoCoThanhPhanSoHoa: '1', TaiKhoanDuocXacThucVoiVNeID: '1', DuocThanhToanTrucTuyen: '2', DSKetNoiCSDL: [{ MaCSDL: '1' }] },
      TaiLieuNop: [{ MaThanhPhanHoSo: 'LEASE', DuocSoHoa: '1', DuocTaiSuDung: '0', DuocLayTuKhoDMQG: '0' }],
      DanhSachLePhi: [{ HinhThucThu: '1', Gia: 7000 }],
      DanhSachHoSoBoSung: [
        {
          ...{ HoSoBoSungId: '1', NgayBoSung: '20261124090000', NgayTiepNhanBoSung: '20261125090000' },
          ...{ NgayHenTraTruoc: '20261127090000', NgayHenTraMoi: '20261130090000' },
        },
      ],
      DanhSachGiayToKetQua: [{ MaGiayToKetQua: 'C0001', DuongDanTepTinKetQua: 'https://api.example/public/results/C0001/verification' }],
    });
  });

  it.each([
    ['counter', '1', '2'],
    ['kiosk', '1', '2'],
    ['online', '2', '1'],
    ['post', '3', '2'],
  ] as const)('tells the channel %s as %s, filed at %s', (channel, code, place) => {
    const payload = nationalPayload(indexRecord(sources({}, { channel })));
    expect([payload.KenhThucHien, payload.NoiNopHoSo]).toEqual([code, place]);
  });

  it('knows a person at a counter by VNeID only where the officer said so', () => {
    const at = (findings: Meta['findings']) => indexRecord(sources({}, { channel: 'counter', findings })).identity;
    expect(at({ identity: 'VNEID' })).toMatchObject({ vneid: true, verifiedBy: 'VNEID' });
    expect(at({ identity: 'CHIP' })).toMatchObject({ vneid: false, verifiedBy: 'CHIP' });
  });

  it('takes a stop, or a refusal at the intake, for the end where nothing was concluded', () => {
    const told = (type: 'dossier.stopped' | 'dossier.not-accepted') => {
      const events = sources().events.map((event) => (event.n === 1 ? { ...event, type } : event));
      return indexRecord(sources({ events }));
    };
    expect(told('dossier.stopped').ended).toMatchObject({ by: 'stopped' });
    expect(told('dossier.not-accepted')).toMatchObject({ ended: { by: 'refused' }, refusedAt: expect.any(String) });
  });

  it('says of no register that it was used which gave no answer', () => {
    const payload = nationalPayload(indexRecord(sources({}, { findings: { population: 'unavailable', land: 'found' } })));
    expect(payload.DSKetNoiCSDL).toEqual([]);
  });

  it('has no national moment but in local time', () => {
    expect(nationalMoment('2026-12-31T17:05:09.000Z')).toBe('20270101000509');
  });

  it('tells a complaint to every leader but the one whom it is about', async () => {
    await bench.file(dossierId);
    expect((await ask()).body['record']).toMatchObject({ complaints: [{ kind: 'OFFICER', state: 'received' }] });
    expect((await ask()).body['record']).not.toHaveProperty(['complaints', 0, 'subjects']);
    expect((await ask(staffClaims({ roles: '[leader]' }))).body['record']).toMatchObject({ complaints: [] });
  });

  it('is for leaders of the office and of all its kind', async () => {
    expect((await ask(staffClaims())).status).toBe(403);
    expect((await ask({ ...leader, office: 'G01.042.002' })).status).toBe(404);
    expect((await ask({ ...leader, office: 'G01.042' })).status).toBe(200);
    expect(() => nationalPayload(indexRecord(sources({}, { state: 'draft' })))).toThrow('a draft');
  });
});
