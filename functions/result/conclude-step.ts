import type { CertifiedDue } from '../deadline/certified-due.ts';
import { dossierTiming } from '../deadline/dossier-timing.ts';
import { dropDraft } from '../deadline/extension.ts';
import { resultKey, resultPointerKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { handoverWrite } from './handover.ts';
import type { IssuedResult } from './issue-result.ts';

/**
 * Stores the numbered and signed result of a decided dossier (4 to 9); a result that is to be handed over on paper is put before the
 * office that does it. `moved`: what certified downtimes make of its due time (certified-due.ts). The caller adds `by` and `cause`.
 */
export const concludeStep = (
  meta: Meta,
  { at, payload, item, pointer }: IssuedResult,
  moved?: CertifiedDue | undefined,
): Pick<Step, 'at' | 'events' | 'change' | 'writes'> => {
  const { dossierId, delivery } = meta;
  const { outcome, code: resultCode, number } = payload;
  const concludedAt = at.toISOString();
  const dueAt = moved?.dueAt ?? meta.dueAt;
  return {
    at,
    events: [
      ...(moved?.events ?? []).map((event) => ({ event })),
      {
        event: { type: 'dossier.concluded', data: { outcome, resultCode, number, timing: dossierTiming({ ...meta, dueAt }, at) } },
        edge: { transition: 'conclude', to: 'processed' },
      },
    ],
    change: { dueAt, outcome, resultCode, concludedAt, openTasks: 0, deadline: undefined, awaiting: undefined, apology: undefined },
    writes: [
      { kind: 'create', key: resultKey(dossierId), item, otherwise: 'result-exists' },
      { kind: 'create', key: resultPointerKey(resultCode), item: pointer, otherwise: 'result-code-taken' },
      ...(delivery ? [handoverWrite(meta, { delivery, concludedAt })] : []),
      ...dropDraft(meta),
      ...(moved?.writes ?? []),
    ],
  };
};
