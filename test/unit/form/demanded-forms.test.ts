import { describe, expect, it } from 'vitest';
import { formsOf, isOfficeForm } from '../../../functions/form/demanded-forms.ts';
import { FormCode, formDefinition } from '../../../functions/form/form-set.ts';
import { TableName } from '../../../functions/form/form-tables.ts';
import { type HistoryEventType, historyEvents } from '../../../functions/ledger/history-event.ts';

const types = Object.keys(historyEvents) as HistoryEventType[];

/** What every event demands; those that are not here demand nothing. */
const expected = {
  GENERAL: {
    'dossier.accepted': ['01'],
    'dossier.supplement-requested': ['02'],
    'dossier.not-accepted': ['03'],
    'dossier.extended': ['04'],
    'dossier.stopped': ['05'],
  },
  RESIDENCE: {
    'dossier.accepted': ['CT04'],
    'dossier.supplement-requested': ['CT05'],
    'dossier.not-accepted': ['CT06'],
    'dossier.extended': ['04'],
    'dossier.stopped': ['05'],
  },
} as const;

describe('the table of forms', () => {
  it.each(['GENERAL', 'RESIDENCE'] as const)('says of every event what it demands, and of most nothing: %s', (formSet) => {
    const demanded = types.flatMap((type) => {
      const codes = formsOf(formSet, { type, data: {} });
      return codes.length > 0 ? [[type, codes]] : [];
    });
    expect(Object.fromEntries(demanded)).toEqual(expected[formSet]);
  });

  it('gives a residence result the form of its outcome, and a general one none', () => {
    const concluded = (outcome: string) => ({ type: 'dossier.concluded' as const, data: { outcome } });
    expect(formsOf('RESIDENCE', concluded('GRANTED'))).toEqual(['CT08']);
    expect(formsOf('RESIDENCE', concluded('REFUSED'))).toEqual(['CT06']);
    expect(formsOf('GENERAL', concluded('GRANTED'))).toEqual([]);
  });

  it('leaves no form out: each is demanded by an event, or goes with the dossier through the offices', () => {
    const all = new Set(
      (['GENERAL', 'RESIDENCE'] as const).flatMap((formSet) =>
        types.flatMap((type) => ['GRANTED', 'REFUSED'].flatMap((outcome) => formsOf(formSet, { type, data: { outcome } }))),
      ),
    );
    expect(FormCode.options.filter((code) => !all.has(code) && !isOfficeForm(code))).toEqual([]);
  });
});

describe('the definitions of the forms', () => {
  it.each(FormCode.options)('have the paper that the circular prescribes, and say what they rest on: %s', (code) => {
    const { page, set, confidence, source, fields, ifKnown } = formDefinition('RESIDENCE', code);
    expect(page).toBe(isOfficeForm(code) ? 'A4' : 'A5');
    expect(set).toBe(code.startsWith('CT') ? 'RESIDENCE' : 'GENERAL');
    expect(['high', 'medium', 'low']).toContain(confidence);
    expect(source).not.toBe('');
    expect(new Set(fields).size).toBe(fields.length);
    expect(ifKnown.filter((name) => !fields.includes(name))).toEqual([]);
  });

  it.each(FormCode.options)('say of every table which columns it has, and of nothing else: %s', (code) => {
    const { fields, columns } = formDefinition('RESIDENCE', code);
    expect(Object.keys(columns)).toEqual(TableName.options.filter((table) => fields.includes(table)));
    for (const names of Object.values(columns)) expect(new Set(names).size).toBe(names.length);
  });

  it('of the residence set are not in the general one', () => {
    expect(() => formDefinition('GENERAL', 'CT04')).toThrow('CT04');
  });
});
