import { describe, expect, it } from 'vitest';
import type { HistoryEvent, HistoryEventType } from '../../../functions/ledger/history-event.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { progressOf } from '../../../functions/report/index-progress.ts';
import { type IndexSources, indexRecord } from '../../../functions/report/index-record.ts';
import { nationalAbsences } from '../../../functions/report/national-absence.ts';
import { NationalPayload } from '../../../functions/report/national-fields.ts';
import { nationalMoment } from '../../../functions/report/national-moment.ts';
import { nationalPayload } from '../../../functions/report/national-payload.ts';
import { nationalProgress } from '../../../functions/report/national-progress.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';

const procedure = bundledProcedures.current('temporary-residence');
if (!procedure) throw new Error('the catalogue has no temporary residence');
const { dossierId } = await unpaidMeta();

const event = (type: HistoryEventType, data: Record<string, unknown>, by: HistoryEvent['by'] = { kind: 'owner' }): HistoryEvent => ({
  ...{ dossierId, n: 1, type, data, by, at: '2026-11-23T01:00:00.000Z' },
});
const drafted = event('dossier.drafted', { procedure: procedure.id, procedureVersion: procedure.version, channel: 'online' });
const uploaded = (document: string) => event('document.uploaded', { document, sha256: 'a'.repeat(64), bytes: 12 });
const file = (document: string) => ({ document, bytes: 12, uploadedAt: '2026-11-23T01:00:00.000Z' });

/** A dossier that was completed once, paid, decided and returned: everything that the national fields tell has happened to it. */
const whole: IndexSources = {
  meta: await unpaidMeta({
    ...{ procedure: procedure.id, state: 'returned', previous: undefined, deadline: undefined },
    ...{ submittedAt: '2026-11-23T01:30:00.000Z', acceptedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-11-30T02:00:00.000Z' },
    ...{ concludedAt: '2026-11-26T02:00:00.000Z', returnedAt: '2026-11-26T03:00:00.000Z' },
    findings: { population: 'match', residence: 'head', land: 'unavailable' },
  }),
  procedure,
  events: [
    ...[drafted, uploaded('LEASE'), uploaded('SUPPLEMENT_1_1')],
    event('dossier.supplement-provided', { n: 1 }, { kind: 'staff', id: 'clerk-1' }),
    event('dossier.returned', { way: 'E_DOCUMENT' }, { kind: 'system', id: 'delivery' }),
  ],
  documents: [file('LEASE'), file('SUPPLEMENT_1_1')],
  payments: [
    { state: 'booked', amount: 7000, closedAt: '2026-11-23T03:00:00.000Z', receipt: '42-26E-0000001' },
    { state: 'failed', amount: 7000 },
  ],
  supplements: [
    {
      ...{ dossierId, n: 1, stage: 'appraisal', askedAt: '2026-11-24T02:00:00.000Z', askedBy: 'officer-1', documents: ['SUPPLEMENT_1_1'] },
      ...{ answerBy: '2026-11-30T02:00:00.000Z', providedAt: '2026-11-25T02:00:00.000Z' },
      ...{ dueBefore: '2026-11-27T02:00:00.000Z', dueAfter: '2026-11-30T02:00:00.000Z' },
    },
  ],
  result: { code: 'C0001', number: '12/QĐ', outcome: 'GRANTED', issuedAt: '2026-11-26T02:00:00.000Z' },
  complaints: [],
  apiAddress: 'https://api.example',
};
const tell = (more: Partial<IndexSources> = {}): NationalPayload =>
  NationalPayload.parse(nationalPayload(indexRecord({ ...whole, ...more })));

const lease = {
  ...{ TepDinhKemId: null, TenTepDinhKem: procedure.documents[0]?.name.vi, IsDeleted: '0', MaThanhPhanHoSo: null },
  ...{ DuongDanTaiTepTin: null, DuocSoHoa: '1', DuocTaiSuDung: '0', DuocLayTuKhoDMQG: '0', MaKetQuaThayThe: null },
};
const inWords = { ...lease, TenTepDinhKem: null };

/** What every field says of the dossier above. */
const expected: { readonly [Field in keyof NationalPayload]: NationalPayload[Field] | unknown } = {
  MaHoSo: 'G01.042.001-261123-000001',
  MaTTHC: '1.004194',
  TenTTHC: 'Đăng ký tạm trú',
  MaLinhVuc: null,
  TenLinhVuc: null,
  KenhThucHien: '2',
  ChuHoSo: null,
  SoGiayToChuHoSo: null,
  LoaiDoiTuong: null,
  MaDoiTuong: null,
  ThongTinKhac: null,
  Email: null,
  Fax: null,
  SoDienThoai: null,
  TrichYeuHoSo: 'Đăng ký tạm trú',
  NgayNopHoSo: '20261123083000',
  NgayTiepNhan: '20261123090000',
  NgayHenTra: '20261130090000',
  TrangThaiHoSo: '10',
  NgayTra: '20261126100000',
  ThongTinTra: 'E_DOCUMENT',
  HinhThuc: null,
  NgayKetThucXuLy: '20261126090000',
  NgayTuChoi: null,
  DonViXuLy: 'G01.042.001',
  GhiChu: null,
  NoiNopHoSo: '1',
  HoSoCoThanhPhanSoHoa: '1',
  TaiKhoanDuocXacThucVoiVNeID: '1',
  DuocThanhToanTrucTuyen: '2',
  DinhDanhCHS: null,
  DSKetNoiCSDL: [{ MaCSDL: '1' }, { MaCSDL: null }],
  TaiLieuNop: [lease, inWords],
  DanhSachLePhi: [{ TenPhiLePhi: null, MaPhiLePhi: null, HinhThucThu: '1', Gia: 7000, LoaiPhiLePhi: null }],
  DanhSachTepDinhKemKhac: [],
  DanhSachHoSoBoSung: [
    {
      ...{ HoSoBoSungId: '1', NguoiYeuCauBoSung: 'officer-1', NoiDungBoSung: null, NgayBoSung: '20261124090000' },
      ...{ NguoiTiepNhanBoSung: 'clerk-1', ThongTinTiepNhan: null, NgayTiepNhanBoSung: '20261125090000', TrangThaiBoSung: '1' },
      ...{ DanhSachGiayToBoSung: [inWords], DanhSachLePhiBoSung: [] },
      ...{ NgayHenTraTruoc: '20261127090000', NgayHenTraMoi: '20261130090000' },
    },
  ],
  DanhSachGiayToKetQua: [
    {
      ...{ TenGiayTo: null, MaThanhPhanHoSo: null, GiayToId: null, MaGiayToKetQua: 'C0001' },
      DuongDanTepTinKetQua: 'https://api.example/public/results/C0001/verification',
    },
  ],
};

describe('the national payload of a dossier', () => {
  it.each(NationalPayload.keyof().options)('says in %s what the history knows, and null where it knows nothing', (field) => {
    expect(tell()[field]).toEqual(expected[field]);
  });

  it('says of every null why', () => {
    const absent = Object.fromEntries(nationalAbsences(tell()).map(({ field, reason }) => [field, reason]));
    for (const [field, value] of Object.entries(expected)) expect([field, field in absent]).toEqual([field, value === null]);
    expect(absent).toMatchObject({
      ...{ ChuHoSo: 'SEALED', MaLinhVuc: 'NO_CODE', MaDoiTuong: 'OF_PORTAL', GhiChu: 'NOT_USED', NgayTuChoi: 'NOT_HAPPENED' },
      ...{ 'TaiLieuNop[].DuongDanTaiTepTin': 'LINK_ONLY', 'DanhSachHoSoBoSung[].NoiDungBoSung': 'SEALED' },
      ...{ 'DSKetNoiCSDL[].MaCSDL': 'NO_CODE', 'DanhSachHoSoBoSung[].DanhSachGiayToBoSung[].TepDinhKemId': 'OF_PORTAL' },
    });
  });

  it('has a reason for every field that may be null, and does without one for no field', () => {
    const emptied = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(emptied);
      if (typeof value !== 'object' || value === null) return null;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, emptied(member)]));
    };
    for (const [field, schema] of Object.entries(NationalPayload.shape)) {
      if (!schema.safeParse(null).success) continue;
      expect(nationalAbsences({ ...tell(), [field]: null })).toContainEqual({ field, reason: expect.any(String) });
    }
    const [supplement] = tell().DanhSachHoSoBoSung;
    const open = { ...supplement, ...Object.fromEntries(['NguoiTiepNhanBoSung', 'NgayTiepNhanBoSung'].map((name) => [name, null])) };
    const opened = NationalPayload.parse({ ...tell(), DanhSachHoSoBoSung: [{ ...open, NgayHenTraTruoc: null, NgayHenTraMoi: null }] });
    expect(nationalAbsences(opened).map(({ field }) => field)).toContain('DanhSachHoSoBoSung[].NgayHenTraMoi');
    expect(() => nationalAbsences({ ...tell(), ...Object(emptied({ TenTTHC: 'x' })) })).toThrow('TenTTHC');
  });

  it('says of a request that is not answered yet that it is open, and has no file for it', () => {
    const asked = whole.supplements.map(({ providedAt: _, dueAfter: __, ...supplement }) => supplement);
    const events = whole.events.filter(({ type }) => type !== 'dossier.supplement-provided');
    expect(tell({ supplements: asked, events }).DanhSachHoSoBoSung).toMatchObject([
      { TrangThaiBoSung: '0', NguoiTiepNhanBoSung: null, NgayTiepNhanBoSung: null, DanhSachGiayToBoSung: [], NgayHenTraMoi: null },
    ]);
  });

  it('names no clerk where the applicant completed it online', () => {
    const events = whole.events.map((one) =>
      one.type === 'dossier.supplement-provided' ? { ...one, by: { kind: 'owner' as const } } : one,
    );
    expect(tell({ events }).DanhSachHoSoBoSung).toMatchObject([{ TrangThaiBoSung: '1', NguoiTiepNhanBoSung: null }]);
  });

  it('knows of a file that it was not taken out of a store only where the history has its upload', () => {
    const events = whole.events.filter(({ type, data }) => type !== 'document.uploaded' || data['document'] === 'LEASE');
    const [known, unknown] = tell({ events }).TaiLieuNop;
    expect(known).toMatchObject({ DuocSoHoa: '1', DuocTaiSuDung: '0', DuocLayTuKhoDMQG: '0' });
    expect(unknown).toMatchObject({ DuocSoHoa: '1', DuocTaiSuDung: null, DuocLayTuKhoDMQG: null });
  });

  it('leaves to the other system what only it knows of an imported dossier', () => {
    const events = [{ ...drafted, data: { ...drafted.data, source: 'ministry' } }];
    const imported = tell({ events, documents: [], payments: [] });
    const foreign = { NoiNopHoSo: null, HoSoCoThanhPhanSoHoa: null, TaiKhoanDuocXacThucVoiVNeID: null, DuocThanhToanTrucTuyen: null };
    expect(imported).toMatchObject(foreign);
    for (const field of Object.keys(foreign)) expect(nationalAbsences(imported)).toContainEqual({ field, reason: 'OTHER_SYSTEM' });
    const here = tell({ events: [drafted], documents: [], payments: [] });
    expect(here).toMatchObject({ NoiNopHoSo: '1', HoSoCoThanhPhanSoHoa: '0', DuocThanhToanTrucTuyen: '0' });
  });

  it('tells every change of state: who made it, where, since when and until when', () => {
    const step = (type: HistoryEventType, data: Record<string, unknown>, to: HistoryEvent['to'], at: string, by: HistoryEvent['by']) => ({
      ...event(type, data, by),
      ...{ to, at },
    });
    const officer = { kind: 'staff' as const, id: 'officer-1' };
    const moved = { from: 'G01.042.001', to: 'G01.042.002', reason: 'WORDS#0005' };
    const events = [
      { ...drafted, to: 'draft' as const },
      step('dossier.submitted', {}, 'new', '2026-11-23T01:30:00.000Z', { kind: 'owner' }),
      step('dossier.accepted', { dueAt: '2026-11-27T02:00:00.000Z', office: 'x' }, 'accepted', '2026-11-23T02:00:00.000Z', officer),
      event('dossier.transferred', moved, officer),
      step('dossier.stopped', {}, 'stopped', '2026-11-24T02:00:00.000Z', { kind: 'system', id: 'deadlines' }),
    ];
    const progress = progressOf('G01.042.002', events);
    const told = nationalProgress({ ...indexRecord(whole), progress });
    const common = { MaHoSo: 'G01.042.001-261123-000001', ChucDanh: null };
    const office = 'G01.042.001';
    expect(told).toEqual([
      {
        ...{ ...common, NguoiXuLy: null, ThoiDiemXuLy: '20261123083000', PhongBanXuLy: office, NoiDungXuLy: 'dossier.submitted' },
        ...{ TrangThai: '1', NgayBatDau: null, NgayKetThucTheoQuyDinh: null },
      },
      {
        ...{ ...common, NguoiXuLy: 'officer-1', ThoiDiemXuLy: '20261123090000', PhongBanXuLy: office, NoiDungXuLy: 'dossier.accepted' },
        ...{ TrangThai: '2', NgayBatDau: '20261123083000', NgayKetThucTheoQuyDinh: '20261127090000' },
      },
      {
        ...{ ...common, NguoiXuLy: 'deadlines', ThoiDiemXuLy: '20261124090000', PhongBanXuLy: 'G01.042.002' },
        ...{ NoiDungXuLy: 'dossier.stopped', TrangThai: '8', NgayBatDau: '20261123090000', NgayKetThucTheoQuyDinh: '20261127090000' },
      },
    ]);
    const absent = nationalAbsences(tell(), told).filter(({ field }) => field.startsWith('progress'));
    expect(absent.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      'progress[].NguoiXuLy SEALED',
      'progress[].ChucDanh NOT_USED',
      'progress[].NgayBatDau NOT_HAPPENED',
      'progress[].NgayKetThucTheoQuyDinh NOT_HAPPENED',
    ]);
  });

  it('writes a moment in local time', () => {
    expect(nationalMoment('2026-12-31T17:05:09.000Z')).toBe('20270101000509');
  });
});
