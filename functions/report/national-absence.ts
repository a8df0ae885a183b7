import * as z from 'zod';
import type { NationalPayload, NationalProgress } from './national-fields.ts';

/**
 * Why a field of the national payload is null: `SEALED` personal data or words, which whoever synchronises the dossier opens, and
 * nobody else; `LINK_ONLY` a file leaves by a link of a few minutes; `NO_CODE` neither the catalogue nor any text that is known has the
 * code; `OF_PORTAL` the portal gives it when it is told; `NOT_HAPPENED` or not yet; `NOT_USED` the cell has nothing to say in it;
 * `OTHER_SYSTEM` the dossier was imported, and the system that it comes from knows.
 */
const Reason = z.enum(['SEALED', 'LINK_ONLY', 'NO_CODE', 'OF_PORTAL', 'NOT_HAPPENED', 'NOT_USED', 'OTHER_SYSTEM']);

export const NationalAbsence = z.object({
  field: z.string().describe('For example `TaiLieuNop[].TepDinhKemId`; of a step `progress[].ChucDanh`'),
  reason: Reason,
});
export type NationalAbsence = z.infer<typeof NationalAbsence>;

const fileReasons = {
  TepDinhKemId: 'OF_PORTAL',
  // Of a document that was asked for in words alone: its name is among those words.
  TenTepDinhKem: 'SEALED',
  MaThanhPhanHoSo: 'NO_CODE',
  DuongDanTaiTepTin: 'LINK_ONLY',
  DuocTaiSuDung: 'OTHER_SYSTEM',
  DuocLayTuKhoDMQG: 'OTHER_SYSTEM',
  MaKetQuaThayThe: 'NOT_HAPPENED',
} as const;

/** Why each field may be null, by its name within its object. */
const reasons: Readonly<Record<string, NationalAbsence['reason']>> = {
  ...{ MaHoSo: 'NOT_HAPPENED', MaTTHC: 'NO_CODE', MaLinhVuc: 'NO_CODE', TenLinhVuc: 'NO_CODE' },
  ...{ ChuHoSo: 'SEALED', SoGiayToChuHoSo: 'SEALED', Email: 'SEALED', SoDienThoai: 'SEALED', DinhDanhCHS: 'SEALED' },
  // The codes of kinds of persons differ from adapter to adapter.
  ...{ LoaiDoiTuong: 'NO_CODE', MaDoiTuong: 'OF_PORTAL', ThongTinKhac: 'NOT_USED', Fax: 'NOT_USED', GhiChu: 'NOT_USED' },
  ...{ NgayNopHoSo: 'NOT_HAPPENED', NgayTiepNhan: 'NOT_HAPPENED', NgayHenTra: 'NOT_HAPPENED', NgayTra: 'NOT_HAPPENED' },
  ...{ NgayKetThucXuLy: 'NOT_HAPPENED', NgayTuChoi: 'NOT_HAPPENED', ThongTinTra: 'NOT_HAPPENED', HinhThuc: 'NO_CODE' },
  ...{ NoiNopHoSo: 'OTHER_SYSTEM', HoSoCoThanhPhanSoHoa: 'OTHER_SYSTEM' },
  ...{ TaiKhoanDuocXacThucVoiVNeID: 'OTHER_SYSTEM', DuocThanhToanTrucTuyen: 'OTHER_SYSTEM' },
  'DSKetNoiCSDL[].MaCSDL': 'NO_CODE',
  ...{ 'DanhSachLePhi[].TenPhiLePhi': 'NO_CODE', 'DanhSachLePhi[].MaPhiLePhi': 'NO_CODE' },
  ...{ 'DanhSachLePhi[].HinhThucThu': 'NO_CODE', 'DanhSachLePhi[].LoaiPhiLePhi': 'NO_CODE' },
  ...{ 'DanhSachHoSoBoSung[].NoiDungBoSung': 'SEALED', 'DanhSachHoSoBoSung[].ThongTinTiepNhan': 'NOT_USED' },
  // What is completed online no clerk takes.
  'DanhSachHoSoBoSung[].NguoiTiepNhanBoSung': 'NOT_HAPPENED',
  ...{ 'DanhSachHoSoBoSung[].NgayTiepNhanBoSung': 'NOT_HAPPENED' },
  ...{ 'DanhSachHoSoBoSung[].NgayHenTraTruoc': 'NOT_HAPPENED', 'DanhSachHoSoBoSung[].NgayHenTraMoi': 'NOT_HAPPENED' },
  ...{ 'DanhSachGiayToKetQua[].TenGiayTo': 'SEALED', 'DanhSachGiayToKetQua[].MaThanhPhanHoSo': 'NO_CODE' },
  'DanhSachGiayToKetQua[].GiayToId': 'OF_PORTAL',
  // Only a citizen has no account here; the cell keeps no titles of officers.
  ...{ 'progress[].MaHoSo': 'NOT_HAPPENED', 'progress[].NguoiXuLy': 'SEALED', 'progress[].ChucDanh': 'NOT_USED' },
  ...{ 'progress[].NgayBatDau': 'NOT_HAPPENED', 'progress[].NgayKetThucTheoQuyDinh': 'NOT_HAPPENED' },
  ...Object.fromEntries(
    ['TaiLieuNop', 'DanhSachHoSoBoSung[].DanhSachGiayToBoSung'].flatMap((list) =>
      Object.entries(fileReasons).map(([field, reason]) => [`${list}[].${field}`, reason]),
    ),
  ),
};

const nullsOf = (value: unknown, path: string): string[] => {
  if (value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((one) => nullsOf(one, `${path}[]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value ?? {}).flatMap(([name, member]) => nullsOf(member, path ? `${path}.${name}` : name));
};

/** What is null in a payload and its steps, in their order, each field once and with why. @throws for a field that may not be null */
export const nationalAbsences = (payload: NationalPayload, progress: readonly NationalProgress[] = []): NationalAbsence[] =>
  [...new Set([...nullsOf(payload, ''), ...nullsOf(progress, 'progress')])].map((field) => {
    const reason = reasons[field];
    if (!reason) throw new Error(`nobody has said why ${field} may be null`);
    return { field, reason };
  });
