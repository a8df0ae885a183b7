import * as z from 'zod';
import { localDay, minuteOfDay } from '../calendar/local-time.ts';
import { portalStatus } from '../ledger/dossier-state.ts';
import { portalChannelOf } from '../procedure/portal-channel.ts';
import type { IndexRecord } from './index-record.ts';

const text = z.string();
const moment = z
  .string()
  .regex(/^\d{14}$/)
  .describe("yyyyMMddHHmmss in Vietnam's time");
const flag = z.enum(['0', '1']);

/**
 * A dossier as the national portal's synchronisation names its fields (domain notes, rules.md 1.4). Only what the index needs: names,
 * numbers and addresses of persons are not in it, and no field whose value this project does not know.
 */
export const NationalPayload = z.object({
  MaHoSo: text.optional(),
  MaTTHC: text.optional().describe('Absent for a procedure without a national code'),
  TenTTHC: text,
  KenhThucHien: text.describe('1 direct (also kiosk), 2 online, 3 public post'),
  NgayNopHoSo: moment.optional(),
  NgayTiepNhan: moment.optional(),
  NgayHenTra: moment.optional(),
  TrangThaiHoSo: text.describe('1 to 10'),
  NgayTra: moment.optional(),
  NgayKetThucXuLy: moment.optional(),
  NgayTuChoi: moment.optional(),
  DonViXuLy: text,
  NoiNopHoSo: text.describe('1 the national portal, 2 here'),
  HoSoCoThanhPhanSoHoa: flag,
  TaiKhoanDuocXacThucVoiVNeID: flag,
  DuocThanhToanTrucTuyen: text.describe('0 none, 2 on the local gateway'),
  DSKetNoiCSDL: z.array(z.object({ MaCSDL: text })).describe('Only registers whose national code is known'),
  TaiLieuNop: z.array(z.object({ MaThanhPhanHoSo: text, DuocSoHoa: flag, DuocTaiSuDung: flag, DuocLayTuKhoDMQG: flag })),
  DanhSachLePhi: z.array(z.object({ HinhThucThu: text.optional().describe('1 on receipt, 2 on supplement, 4 on return'), Gia: z.int() })),
  DanhSachHoSoBoSung: z.array(
    z.object({
      HoSoBoSungId: text,
      NguoiYeuCauBoSung: text,
      NgayBoSung: moment,
      NgayTiepNhanBoSung: moment.optional(),
      NgayHenTraTruoc: moment.optional(),
      NgayHenTraMoi: moment.optional(),
    }),
  ),
  DanhSachGiayToKetQua: z.array(z.object({ MaGiayToKetQua: text, DuongDanTepTinKetQua: text })),
});
export type NationalPayload = z.infer<typeof NationalPayload>;

/** What is known of the national codes of registers (S10). */
const registers: Readonly<Record<string, string>> = { population: '1' };

const collections: Readonly<Record<string, string>> = { AT_FILING: '1', ON_ACCEPTANCE: '1', ON_SUPPLEMENT: '2', ON_RETURN: '4' };

const digits = (n: number): string => String(n).padStart(2, '0');

/** An instant as the national synchronisation writes it. */
export const nationalMoment = (at: string): string => {
  const date = new Date(at);
  const minute = Math.floor(minuteOfDay(date));
  return `${localDay(date).replaceAll('-', '')}${digits(Math.floor(minute / 60))}${digits(minute % 60)}${digits(date.getUTCSeconds())}`;
};

const when = (at: string | undefined): string | undefined => (at ? nationalMoment(at) : undefined);
const yes = (value: boolean): '0' | '1' => (value ? '1' : '0');

/** A record in the words of the national portal. @throws for a draft: it never leaves the cell */
export const nationalPayload = (record: IndexRecord): NationalPayload => {
  if (record.state === 'draft') throw new Error('a draft is not told to the national portal');
  return {
    MaHoSo: record.code,
    MaTTHC: record.procedure.portalCodes[0],
    TenTTHC: record.procedure.name,
    KenhThucHien: String(portalChannelOf(record.channel)),
    NgayNopHoSo: when(record.submittedAt),
    NgayTiepNhan: when(record.acceptedAt),
    NgayHenTra: when(record.dueAt),
    TrangThaiHoSo: String(portalStatus[record.state]),
    NgayTra: when(record.returnedAt),
    NgayKetThucXuLy: when(record.ended?.at),
    NgayTuChoi: when(record.refusedAt),
    DonViXuLy: record.office,
    NoiNopHoSo: record.channel === 'online' ? '1' : '2',
    HoSoCoThanhPhanSoHoa: yes(record.components.some(({ digitised }) => digitised)),
    TaiKhoanDuocXacThucVoiVNeID: yes(record.identity.vneid),
    DuocThanhToanTrucTuyen: record.payments.length > 0 ? '2' : '0',
    DSKetNoiCSDL: record.registries
      .filter(({ finding }) => finding !== 'unavailable')
      .flatMap(({ registry }) => (registers[registry] ? [{ MaCSDL: registers[registry] }] : [])),
    TaiLieuNop: record.components.map(({ code, digitised, reused, fromNationalStore }) => ({
      MaThanhPhanHoSo: code,
      DuocSoHoa: yes(digitised),
      DuocTaiSuDung: yes(reused),
      DuocLayTuKhoDMQG: yes(fromNationalStore),
    })),
    DanhSachLePhi: record.fees.map(({ amount, timing }) => ({ HinhThucThu: collections[timing], Gia: amount })),
    DanhSachHoSoBoSung: record.supplements.map(({ n, askedBy, askedAt, providedAt, dueBefore, dueAfter }) => ({
      HoSoBoSungId: String(n),
      NguoiYeuCauBoSung: askedBy,
      NgayBoSung: nationalMoment(askedAt),
      NgayTiepNhanBoSung: when(providedAt),
      NgayHenTraTruoc: when(dueBefore),
      NgayHenTraMoi: when(dueAfter),
    })),
    DanhSachGiayToKetQua: record.result ? [{ MaGiayToKetQua: record.result.code, DuongDanTepTinKetQua: record.result.link }] : [],
  };
};
