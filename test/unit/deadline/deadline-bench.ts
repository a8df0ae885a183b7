import { expect } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { proceduresOf } from '../../../functions/procedure/catalogue.ts';
import type { CellOptions } from '../../contract/cell-in-memory.ts';
import { because, dossierLife } from '../../support/dossier-life.ts';
import { staffClaims } from '../../support/http-event.ts';

/** The moments of a dossier of the demonstration's case, accepted on Monday 23 November 2026 at 09:00: 7 working days, the 24th is off. */
export const at = {
  percent70: '2026-12-01T01:15:00.000Z',
  apology: '2026-12-01T09:30:00.000Z',
  percent90: '2026-12-02T04:15:00.000Z',
  due: '2026-12-03T02:00:00.000Z',
} as const;

export const minuteAfter = (instant: string): string => new Date(Date.parse(instant) + 60_000).toISOString();

const unknown = { confidence: 'low', source: 'test' };
type Limit = { readonly amount: number; readonly unit: 'WORKING_HOUR' | 'WORKING_DAY' | 'DAY' };

export type Rules = {
  readonly unpaidLapse?: Limit;
  readonly whileUnpaid?: 'PAUSE' | 'RUN';
  readonly supplement?: 'PAUSE' | 'RESTART';
  /** Limit of the land registration's task, after which silence is agreement. */
  readonly silence?: Limit;
  /** The least time that an applicant is given to complete a dossier. */
  readonly least?: Limit;
  /** How far a leader may put the due time off. */
  readonly extension?: Limit;
};

/** Permanent residence under rules that no law known here gives it, as a version of its own. */
export const ruledBy = ({ unpaidLapse, whileUnpaid = 'RUN', supplement = 'PAUSE', silence, least, extension }: Rules) => {
  const rows = permanentResidence.plan.map((stage) =>
    stage.map((row) =>
      silence && row.agency === 'land'
        ? { ...row, limit: { value: silence, ...unknown }, silence: { legalBasis: 'Luật mẫu, Điều 1', ...unknown } }
        : row,
    ),
  );
  return proceduresOf([
    {
      ...permanentResidence,
      version: '2026-07-02',
      plan: rows,
      unpaidLapse: { value: unpaidLapse ?? null, ...unknown },
      ...(extension && { extension: { value: extension, ...unknown } }),
      ...(least && { leastAnswerTime: { value: least, ...unknown } }),
      clock: {
        ...permanentResidence.clock,
        whileUnpaid: { value: whileUnpaid, ...unknown },
        supplement: { value: supplement, ...unknown },
      },
    },
  ]);
};

/** A cell with its sweep, and what it says of a dossier's deadlines. */
export const deadlineBench = (options: CellOptions = {}) => {
  const life = dossierLife(options);
  const { ledger, clock } = life;
  const told = ['dossier.escalated', 'dossier.extension-drafted', 'dossier.deadline-passed', 'dossier.due-moved', 'task.silent'];

  return {
    ...life,
    /** Sweeps at a moment. */
    sweepAt: async (instant: string) => {
      clock.set(instant);
      return life.sweep();
    },
    deadline: (dossierId: string) => ledger.meta(dossierId).deadline,
    /** What the sweep has said: percent, draft, the deadline that passed. */
    said: (dossierId: string) =>
      ledger
        .events(dossierId)
        .filter(({ type }) => told.includes(type))
        .map(({ type, data }) => String(data['percent'] ?? data['deadline'] ?? type.split('.')[1])),
    /** Asks the applicant for the lease anew. */
    ask: async (dossierId: string, answerBy: string): Promise<void> => {
      const body = { items: [{ document: 'LEASE', what: 'Bản chụp mờ, không đọc được' }], ...because, answerBy };
      const asked = { claims: staffClaims({ roles: '[intake approver]' }), headers: life.once(), path: { dossierId }, body };
      expect((await life.call('requestSupplement', asked)).status).toBe(201);
    },
    provide: async (dossierId: string): Promise<void> => {
      await life.upload(dossierId);
      expect((await life.citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} })).status).toBe(200);
    },
    /** Decides as granted, and concludes. */
    conclude: async (dossierId: string): Promise<void> => {
      await life.answerAll(dossierId);
      await life.decide(dossierId);
      await life.conclude(dossierId);
    },
    timing: (dossierId: string) => ledger.events(dossierId).find(({ type }) => type === 'dossier.concluded')?.data['timing'],
    extend: (dossierId: string, body: object = {}, claims: Record<string, string> = {}) =>
      life.staff('extendDossier', { dossierId }, { ...sorry, ...body }, { sub: 'leader-1', roles: '[leader]', ...claims }),
  };
};

export type DeadlineBench = ReturnType<typeof deadlineBench>;

/** What a leader writes to put the due time off to Tuesday 8 December at 09:00. */
export const sorry = {
  dueAt: '2026-12-08T02:00:00.000Z',
  reason: 'Cơ quan đăng ký đất đai chưa trả lời',
  legalBasis: 'Nghị định 118/2025/NĐ-CP',
};
