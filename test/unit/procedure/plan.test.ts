import { describe, expect, it } from 'vitest';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { communesOf, officeByCode, officesBeside, officesOf } from '../../../functions/procedure/offices.ts';
import { buildPlan } from '../../../functions/procedure/plan.ts';
import type { Procedure } from '../../../functions/procedure/procedure.ts';

const procedure = bundledProcedures.current('permanent-residence');
const offices = officesOf('42', 'T4203');
if (!procedure || !offices) throw new Error('the catalogue is not complete');

const kindsOf = (findings: Record<string, string>, of: Procedure = procedure) =>
  buildPlan(of, { facts: { dwelling: 'RENTED' }, findings, offices }).map((stage) => stage.map(({ n, kind }) => `${n} ${kind}`));

describe('the plan of a dossier', () => {
  it('asks everybody when the parcel is in no register', () => {
    expect(kindsOf({ land: 'not-found' })).toEqual([['1 parcel-check', '2 lawful-dwelling', '3 actual-residence'], ['4 decision']]);
  });

  it('does not ask about a parcel that was found', () => {
    expect(kindsOf({ land: 'found' })).toEqual([['1 lawful-dwelling', '2 actual-residence'], ['3 decision']]);
  });

  it('asks only for the decision about the own house, and has no empty stage', () => {
    expect(kindsOf({ land: 'owned-by-applicant' })).toEqual([['1 decision']]);
  });

  it('asks everybody when nothing is known: a lookup that did not happen answers nothing', () => {
    expect(kindsOf({})).toHaveLength(2);
  });

  it('is not misled by a finding of another registry', () => {
    expect(kindsOf({ population: 'owned-by-applicant' })).toHaveLength(2);
  });

  it('leaves out a task whose condition does not hold', () => {
    const [first = [], last = []] = procedure.plan;
    const conditional = { ...procedure, plan: [first.map((row) => ({ ...row, when: { fact: 'dwelling', equals: 'OWNED' } })), last] };
    expect(kindsOf({}, conditional)).toEqual([['1 decision']]);
  });

  it('sends each task to its office', () => {
    const stages = buildPlan(procedure, { facts: {}, findings: {}, offices });
    expect(stages.flat().map(({ office }) => office)).toEqual(['ZLR.042.000', 'ZUB.042.003', 'G01.042.003', 'G01.042.003']);
  });

  it.each([
    ['nobody', procedure.plan.slice(0, 1)],
    ['two agencies', [...procedure.plan.slice(0, 1), [...(procedure.plan[1] ?? []), ...(procedure.plan[1] ?? [])]]],
    ['nobody at the end', [...procedure.plan].reverse()],
  ])('is refused when %s would decide', (_, plan) => {
    expect(() => buildPlan({ ...procedure, plan }, { facts: {}, findings: {}, offices })).toThrow('must end with one competent agency');
  });
});

describe('the synthetic offices', () => {
  it('cannot be taken for real ones: communes begin with T, offices with Z but for the Ministry’s prefix', () => {
    for (const commune of communesOf('42')) expect(commune).toMatch(/^T42\d\d$/);
    for (const code of Object.values(offices)) expect(code).toMatch(/^(Z..|G01)\.042\.\d{3}$/);
  });

  it.each([
    ['01', 'T0101'],
    ['42', 'T4210'],
    ['96', 'T9605'],
  ])('are there in cell %s for %s', (cell, commune) => {
    expect(officesOf(cell, commune)?.['commune-police']).toBe(`G01.0${cell}.0${commune.slice(3)}`);
  });

  it.each(['T4200', 'T4211', 'T0101', 'T42010', 't4201', '', 'undefined'])('do not exist for %j in cell 42', (commune) => {
    expect(officesOf('42', commune)).toBeUndefined();
  });

  it('tell their kind and agency by their code', () => {
    expect(officeByCode('G01.042.001')).toEqual({ kind: 'commune-police', agency: 'police' });
    expect(officeByCode('ZLR.042.000')).toEqual({ kind: 'land-registration', agency: 'land' });
  });

  it.each(['G01.042.000', 'G01.042.011', 'ZLR.042.001', 'G02.042.001', 'G01.42.001', 'G01.042', '', 'constructor'])(
    'do not know the code %j',
    (code) => {
      expect(officeByCode(code)).toBeUndefined();
    },
  );

  it('know the other offices of the same commune', () => {
    expect(officesBeside('G01.042.003')).toEqual(offices);
    expect(() => officesBeside('ZLR.042.000')).toThrow('not the office of a commune');
    expect(() => officesBeside('H99.1')).toThrow('not the office of a commune');
  });
});
