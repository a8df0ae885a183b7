import { portalStatus } from '../ledger/dossier-state.ts';
import type { IndexRecord } from './index-fields.ts';
import type { NationalProgress } from './national-fields.ts';
import { nationalMoment } from './national-moment.ts';

/** The steps of a record in the words of the national portal. */
export const nationalProgress = ({ code, progress }: IndexRecord): NationalProgress[] =>
  progress.map(({ at, by, step, office, state, since, dueAt }) => ({
    MaHoSo: code ?? null,
    NguoiXuLy: by.id ?? null,
    ChucDanh: null,
    ThoiDiemXuLy: nationalMoment(at),
    PhongBanXuLy: office,
    NoiDungXuLy: step,
    TrangThai: String(portalStatus[state]),
    NgayBatDau: since ? nationalMoment(since) : null,
    NgayKetThucTheoQuyDinh: dueAt ? nationalMoment(dueAt) : null,
  }));
