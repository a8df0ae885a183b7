import type { HistoryEvent, HistoryEventType } from '../ledger/history-event.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { FormCode } from './form-set.ts';

type FormSetName = Procedure['formSet'];

/** A form, and the outcome that a dossier must have been concluded with for it. */
type Demanded = { readonly code: FormCode; readonly outcome?: 'GRANTED' | 'REFUSED' };

const both = (code: FormCode): Readonly<Record<FormSetName, readonly Demanded[]>> => ({ GENERAL: [{ code }], RESIDENCE: [{ code }] });

/**
 * Which event demands which form: the one table. Forms 04 to 07 are the general ones in every procedure. A general procedure's
 * result has no form of its own among the seven.
 */
const demanded: Readonly<Partial<Record<HistoryEventType, Readonly<Record<FormSetName, readonly Demanded[]>>>>> = {
  'dossier.accepted': { GENERAL: [{ code: '01' }], RESIDENCE: [{ code: 'CT04' }] },
  'dossier.supplement-requested': { GENERAL: [{ code: '02' }], RESIDENCE: [{ code: 'CT05' }] },
  'dossier.not-accepted': { GENERAL: [{ code: '03' }], RESIDENCE: [{ code: 'CT06' }] },
  'dossier.extended': both('04'),
  'dossier.stopped': both('05'),
  'dossier.concluded': {
    GENERAL: [],
    RESIDENCE: [
      { code: 'CT08', outcome: 'GRANTED' },
      { code: 'CT06', outcome: 'REFUSED' },
    ],
  },
};

/**
 * What goes with the dossier through the offices, from its submission on, and grows with it: the process control slip and its line in
 * the tracking book. They name what officers did and when, and are for officers only.
 */
export const officeForms = ['06', '07'] as const satisfies readonly FormCode[];

export const isOfficeForm = (code: FormCode): boolean => officeForms.some((one) => one === code);

/** The forms that one event of a dossier demands. */
export const formsOf = (formSet: FormSetName, { type, data }: Pick<HistoryEvent, 'type' | 'data'>): readonly FormCode[] =>
  (demanded[type]?.[formSet] ?? []).filter(({ outcome }) => outcome === undefined || outcome === data['outcome']).map(({ code }) => code);
