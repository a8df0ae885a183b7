import * as z from 'zod';

const text = z.string();
const moment = z
  .string()
  .regex(/^\d{14}$/)
  .describe("yyyyMMddHHmmss in Vietnam's time");
const flag = z.enum(['0', '1']);
const unknown = z.null();

/** A file of a component. */
const NationalFile = z.object({
  TepDinhKemId: unknown,
  TenTepDinhKem: text.nullable().describe('Name of the component, never of the file'),
  IsDeleted: flag,
  MaThanhPhanHoSo: unknown,
  DuongDanTaiTepTin: unknown,
  DuocSoHoa: flag,
  DuocTaiSuDung: flag.nullable(),
  DuocLayTuKhoDMQG: flag.nullable(),
  MaKetQuaThayThe: unknown,
});

const NationalSupplement = z.object({
  HoSoBoSungId: text,
  NguoiYeuCauBoSung: text,
  NoiDungBoSung: unknown,
  NgayBoSung: moment,
  NguoiTiepNhanBoSung: text.nullable().describe('Account of the clerk who took it at a counter'),
  ThongTinTiepNhan: unknown,
  NgayTiepNhanBoSung: moment.nullable(),
  TrangThaiBoSung: flag.describe('1 completed, 0 not: a yes or no in the one adapter of a province that is public (confidence low)'),
  DanhSachGiayToBoSung: z.array(NationalFile),
  DanhSachLePhiBoSung: z.array(z.never()).describe('A request for a supplement asks for no fee here'),
  NgayHenTraTruoc: moment.nullable(),
  NgayHenTraMoi: moment.nullable(),
});

/**
 * A dossier with every field that the national portal's synchronisation knows (domain notes, rules.md 1.4). What this cell does not know
 * or may not tell here is null, and national-absence.ts says why. Names, numbers and addresses of persons are among the latter.
 */
export const NationalPayload = z.object({
  MaHoSo: text.nullable(),
  MaTTHC: text.nullable(),
  TenTTHC: text,
  MaLinhVuc: unknown,
  TenLinhVuc: unknown,
  KenhThucHien: text.describe('1 direct (also kiosk), 2 online, 3 public post'),
  ChuHoSo: unknown,
  SoGiayToChuHoSo: unknown,
  LoaiDoiTuong: unknown,
  MaDoiTuong: unknown,
  ThongTinKhac: unknown,
  Email: unknown,
  Fax: unknown,
  SoDienThoai: unknown,
  TrichYeuHoSo: text.describe('The procedure: what the applicant writes is sealed'),
  NgayNopHoSo: moment.nullable(),
  NgayTiepNhan: moment.nullable(),
  NgayHenTra: moment.nullable(),
  TrangThaiHoSo: text.describe('1 to 10'),
  NgayTra: moment.nullable(),
  ThongTinTra: text.nullable().describe('How the result was returned: E_DOCUMENT, COUNTER or POST'),
  HinhThuc: unknown,
  NgayKetThucXuLy: moment.nullable(),
  NgayTuChoi: moment.nullable(),
  DonViXuLy: text,
  GhiChu: unknown,
  NoiNopHoSo: text.nullable().describe('1 the national portal, 2 here'),
  HoSoCoThanhPhanSoHoa: flag.nullable(),
  TaiKhoanDuocXacThucVoiVNeID: flag.nullable(),
  DuocThanhToanTrucTuyen: text.nullable().describe('0 none, 2 on the local gateway'),
  DinhDanhCHS: unknown,
  DSKetNoiCSDL: z.array(z.object({ MaCSDL: text.nullable() })).describe('Registers that gave an answer'),
  TaiLieuNop: z.array(NationalFile),
  DanhSachLePhi: z.array(
    z.object({
      TenPhiLePhi: unknown,
      MaPhiLePhi: unknown,
      HinhThucThu: text.nullable().describe('1 on receipt, 2 on supplement, 4 on return'),
      Gia: z.int(),
      LoaiPhiLePhi: unknown,
    }),
  ),
  DanhSachTepDinhKemKhac: z.array(z.never()).describe('Every file belongs to a component'),
  DanhSachHoSoBoSung: z.array(NationalSupplement),
  DanhSachGiayToKetQua: z.array(
    z.object({ TenGiayTo: unknown, MaThanhPhanHoSo: unknown, GiayToId: unknown, DuongDanTepTinKetQua: text, MaGiayToKetQua: text }),
  ),
});
/** One step of a dossier, as the synchronisation of its progress has it. */
export const NationalProgress = z.object({
  MaHoSo: text.nullable(),
  NguoiXuLy: text.nullable().describe('Account of an officer, agency or part of the cell'),
  ChucDanh: unknown,
  ThoiDiemXuLy: moment,
  PhongBanXuLy: text,
  NoiDungXuLy: text.describe('The fact of the history that made the change'),
  TrangThai: text.describe('1 to 10, after the step'),
  NgayBatDau: moment.nullable(),
  NgayKetThucTheoQuyDinh: moment.nullable(),
});
export type NationalProgress = z.infer<typeof NationalProgress>;
export type NationalPayload = z.infer<typeof NationalPayload>;
export type NationalFile = z.infer<typeof NationalFile>;
