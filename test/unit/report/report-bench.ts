import type { Edge } from '../../../functions/ledger/dossier-state.ts';
import type { NewEvent } from '../../../functions/ledger/history-event.ts';
import type { Step } from '../../../functions/ledger/ledger.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { countDossier } from '../../../functions/report/count-dossier.ts';
import { intakeBench, rentedForm } from '../../support/intake-bench.ts';
import { memoryComplaints } from '../../support/memory-complaints.ts';
import { memoryCounts } from '../../support/memory-counts.ts';

export const OFFICE = 'G01.042.001';

/** What a step of a dossier's life writes; the use cases have tests of their own. */
type Life = { readonly event: NewEvent; readonly edge?: Edge; readonly change?: Step['change'] };

/** Dossiers at any place of their lives, the counters beside them. */
export const reportBench = () => {
  const intake = intakeBench();
  const { ledger, clock } = intake;
  const counts = memoryCounts();
  const complaints = memoryComplaints(ledger);
  const deps = { ...intake, counts, complaints };

  const step = async (dossierId: string, { event, edge, change = {} }: Life): Promise<Meta> => {
    const written = await ledger.commit(ledger.meta(dossierId), {
      at: clock.now(),
      by: { kind: 'system', id: 'test' },
      events: [{ event, ...(edge && { edge }) }],
      change,
    });
    if (written.kind !== 'committed') throw new Error(`the step was ${written.kind}`);
    return written.meta;
  };

  return {
    ...deps,
    count: countDossier(deps),
    step,
    /** An accepted dossier; a temporary residence is due on Friday at the same time: the 24th is a holiday. */
    accepted: async (procedure = 'temporary-residence'): Promise<string> => {
      const form = procedure === 'temporary-residence' ? { ...rentedForm, durationMonths: 12 } : rentedForm;
      const dossierId = await intake.lookedUp(undefined, form, procedure);
      const { status } = await intake.accept(dossierId);
      if (status !== 200) throw new Error(`the dossier was not accepted: ${status}`);
      return dossierId;
    },
    /** The fee is paid: the agencies have it. */
    paid: (dossierId: string): Promise<Meta> =>
      step(dossierId, {
        event: { type: 'payment.booked', data: { attempt: 1, amount: 7000, reference: 'X', receipt: 'R' } },
        edge: { transition: 'settlePayment', to: 'accepted' },
      }).then(() =>
        step(dossierId, {
          event: { type: 'dossier.processing-started', data: { run: 1 } },
          edge: { transition: 'startProcessing', to: 'processing' },
        }),
      ),
    passed: (dossierId: string): Promise<Meta> =>
      step(dossierId, {
        event: { type: 'dossier.deadline-passed', data: { deadline: 'processing', dueAt: ledger.meta(dossierId).dueAt ?? '' } },
        change: { deadline: undefined },
      }),
    concluded: (dossierId: string, timing: 'BEFORE' | 'ON' | 'AFTER'): Promise<Meta> =>
      step(dossierId, {
        event: { type: 'dossier.concluded', data: { outcome: 'GRANTED', resultCode: 'C', number: '1', timing } },
        edge: { transition: 'conclude', to: 'processed' },
        change: { concludedAt: clock.now().toISOString(), outcome: 'GRANTED', deadline: undefined },
      }),
  };
};

export type ReportBench = ReturnType<typeof reportBench>;
