import { portalStatus } from '../ledger/dossier-state.ts';
import { portalChannelOf } from '../procedure/portal-channel.ts';
import type { IndexRecord } from './index-fields.ts';
import type { NationalFile, NationalPayload } from './national-fields.ts';
import { nationalMoment } from './national-moment.ts';

/** What is known of the national codes of registers (S10). */
const registers: Readonly<Record<string, string>> = { population: '1' };

const collections: Readonly<Record<string, string>> = { AT_FILING: '1', ON_ACCEPTANCE: '1', ON_SUPPLEMENT: '2', ON_RETURN: '4' };

const when = (at: string | undefined): string | null => (at ? nationalMoment(at) : null);
const yes = (value: boolean): '0' | '1' => (value ? '1' : '0');
const yesIfKnown = (value: boolean | undefined): '0' | '1' | null => (value === undefined ? null : yes(value));

const fileOf = ({ name, digitised, reused, fromNationalStore }: IndexRecord['components'][number]): NationalFile => ({
  TepDinhKemId: null,
  TenTepDinhKem: name ?? null,
  IsDeleted: '0',
  MaThanhPhanHoSo: null,
  DuongDanTaiTepTin: null,
  DuocSoHoa: yes(digitised),
  DuocTaiSuDung: yesIfKnown(reused),
  DuocLayTuKhoDMQG: yesIfKnown(fromNationalStore),
  MaKetQuaThayThe: null,
});

const supplementOf = (
  record: IndexRecord,
  supplement: IndexRecord['supplements'][number],
): NationalPayload['DanhSachHoSoBoSung'][number] => {
  const { n, askedBy, askedAt, receivedBy, providedAt, documents, dueBefore, dueAfter } = supplement;
  return {
    HoSoBoSungId: String(n),
    NguoiYeuCauBoSung: askedBy,
    NoiDungBoSung: null,
    NgayBoSung: nationalMoment(askedAt),
    NguoiTiepNhanBoSung: receivedBy ?? null,
    ThongTinTiepNhan: null,
    NgayTiepNhanBoSung: when(providedAt),
    TrangThaiBoSung: yes(providedAt !== undefined),
    DanhSachGiayToBoSung: providedAt ? record.components.filter(({ code }) => documents.includes(code)).map(fileOf) : [],
    DanhSachLePhiBoSung: [],
    NgayHenTraTruoc: when(dueBefore),
    NgayHenTraMoi: when(dueAfter),
  };
};

/** A record in the words of the national portal. @throws for a draft: it never leaves the cell */
export const nationalPayload = (record: IndexRecord): NationalPayload => {
  if (record.state === 'draft') throw new Error('a draft is not told to the national portal');
  const imported = record.source !== undefined;
  const digitised = record.components.some((component) => component.digitised);
  return {
    MaHoSo: record.code ?? null,
    MaTTHC: record.procedure.portalCodes[0] ?? null,
    TenTTHC: record.procedure.name,
    ...{ MaLinhVuc: null, TenLinhVuc: null },
    KenhThucHien: String(portalChannelOf(record.channel)),
    ...{ ChuHoSo: null, SoGiayToChuHoSo: null, LoaiDoiTuong: null, MaDoiTuong: null, ThongTinKhac: null },
    ...{ Email: null, Fax: null, SoDienThoai: null },
    TrichYeuHoSo: record.procedure.name,
    NgayNopHoSo: when(record.submittedAt),
    NgayTiepNhan: when(record.acceptedAt),
    NgayHenTra: when(record.dueAt),
    TrangThaiHoSo: String(portalStatus[record.state]),
    NgayTra: when(record.returnedAt),
    ThongTinTra: record.returnedBy ?? null,
    HinhThuc: null,
    NgayKetThucXuLy: when(record.ended?.at),
    NgayTuChoi: when(record.refusedAt),
    DonViXuLy: record.office,
    GhiChu: null,
    NoiNopHoSo: imported ? null : record.channel === 'online' ? '1' : '2',
    HoSoCoThanhPhanSoHoa: imported && !digitised ? null : yes(digitised),
    TaiKhoanDuocXacThucVoiVNeID: yesIfKnown(record.identity.vneid),
    DuocThanhToanTrucTuyen: record.payments.length > 0 ? '2' : imported ? null : '0',
    DinhDanhCHS: null,
    DSKetNoiCSDL: record.registries
      .filter(({ finding }) => finding !== 'unavailable')
      .map(({ registry }) => ({ MaCSDL: registers[registry] ?? null })),
    TaiLieuNop: record.components.map(fileOf),
    DanhSachLePhi: record.fees.map(({ amount, timing }) => ({
      ...{ TenPhiLePhi: null, MaPhiLePhi: null, LoaiPhiLePhi: null },
      HinhThucThu: collections[timing] ?? null,
      Gia: amount,
    })),
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: record.supplements.map((supplement) => supplementOf(record, supplement)),
    DanhSachGiayToKetQua: record.result
      ? [
          {
            ...{ TenGiayTo: null, MaThanhPhanHoSo: null, GiayToId: null },
            ...{ DuongDanTepTinKetQua: record.result.link, MaGiayToKetQua: record.result.code },
          },
        ]
      : [],
  };
};
