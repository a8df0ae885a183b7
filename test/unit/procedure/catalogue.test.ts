import { describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { findingOf } from '../../../functions/identity/findings.ts';
import { bundledProcedures, procedureOf, proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { formSchema } from '../../../functions/procedure/form-schema.ts';
import { officeByCode, officesOf } from '../../../functions/procedure/offices.ts';
import { buildPlan } from '../../../functions/procedure/plan.ts';

const offices = officesOf('42', 'T4201');
if (!offices) throw new Error('cell 42 has communes');
const all = bundledProcedures.all();

describe('the catalogue', () => {
  it('has the procedures of the first issue', () => {
    expect(all.map(({ id }) => id).sort()).toEqual(['permanent-residence', 'temporary-residence']);
  });

  it('gives the newest version, and each version by its name', () => {
    const old = { ...permanentResidence, version: '2025-01-01' };
    const procedures = proceduresOf([old, permanentResidence]);
    expect(procedures.current('permanent-residence')?.version).toBe('2026-07-01');
    expect(procedures.version('permanent-residence', '2025-01-01')?.version).toBe('2025-01-01');
    expect(procedures.current('dog-licence')).toBeUndefined();
  });

  it('reads a procedure when it is first asked for: a broken one beside it does no harm', () => {
    const procedures = proceduresOf([{ ...permanentResidence, id: 'broken', plan: [] }, permanentResidence]);
    expect(procedures.current('permanent-residence')).toBe(procedures.version('permanent-residence', '2026-07-01'));
    expect(() => procedures.current('broken')).toThrow();
  });

  it('does not lose the version of a dossier quietly', () => {
    expect(() => procedureOf(bundledProcedures, { procedure: 'permanent-residence', procedureVersion: '2020-01-01' })).toThrow(
      'the catalogue lost permanent-residence 2020-01-01',
    );
  });

  it.each([
    ['acceptance', 'AUTOMATIC'],
    ['feeTiming', 'AT_FILING'],
    ['feeTiming', 'ON_RETURN'],
  ])('refuses by name what is not done yet: %s %s', (name, value) => {
    expect(() => proceduresOf([{ ...permanentResidence, [name]: value }]).all()).toThrow(
      `permanent-residence 2026-07-01 needs what is not supported: ${name} ${value}`,
    );
  });

  it.each([
    ['a fee in fractions', { fees: [{ ...permanentResidence.fees[0], amount: 0.5 }] }],
    ['a negative fee', { fees: [{ ...permanentResidence.fees[0], amount: -1 }] }],
    ['no plan', { plan: [] }],
    ['an empty stage', { plan: [[]] }],
    ['a limit of no hours', { timeLimit: { ...permanentResidence.timeLimit, value: { amount: 0, unit: 'WORKING_HOUR' } } }],
    ['a limit of half a day', { timeLimit: { ...permanentResidence.timeLimit, value: { amount: 0.5, unit: 'WORKING_DAY' } } }],
    ['a limit in years', { timeLimit: { ...permanentResidence.timeLimit, value: { amount: 1, unit: 'YEAR' } } }],
    ['no rules for its clock', { clock: undefined }],
    ['an unknown office', { office: 'district' }],
  ])('refuses a procedure with %s', (_, change) => {
    expect(() => proceduresOf([{ ...permanentResidence, ...change }]).all()).toThrow();
  });
});

describe.each(all)('procedure $id', (procedure) => {
  it('has a form that its own checks understand', () => {
    expect(() => formSchema(procedure.form)).not.toThrow();
  });

  it('has no two fee rows for the same case, channel and day', () => {
    const clash = procedure.fees.filter((a, index) =>
      procedure.fees.some(
        (b, other) =>
          other > index &&
          a.case === b.case &&
          a.channel === b.channel &&
          a.validFrom <= (b.validTo ?? '9999-12-31') &&
          b.validFrom <= (a.validTo ?? '9999-12-31'),
      ),
    );
    expect(clash).toEqual([]);
  });

  it('sends its tasks to offices of their own agency', () => {
    for (const task of procedure.plan.flat())
      expect(officeByCode(offices[task.office])).toEqual({ kind: task.office, agency: task.agency });
    expect(officeByCode(offices[procedure.office])?.agency).toBe(procedure.agency);
  });

  it('ends with its competent agency whatever the lookups find', () => {
    for (const land of ['owned-by-applicant', 'found', 'not-found', undefined])
      for (const dwelling of ['OWNED', 'RENTED']) {
        const stages = buildPlan(procedure, { facts: { dwelling }, findings: land ? { land } : {}, offices });
        expect(stages.at(-1)?.map(({ role, agency }) => [role, agency])).toEqual([['competent', procedure.agency]]);
      }
  });

  it('drops tasks only for findings that a lookup of its own can give', () => {
    const unlesses = procedure.plan.flat().flatMap(({ unless }) => (unless ? [unless.registry] : []));
    expect(unlesses.filter((registry) => !procedure.lookups.includes(registry))).toEqual([]);
  });

  it('asks registries whose answers are understood', () => {
    const applicant = { pin: '042190000016', name: 'Mẫu' };
    const asOf = '2026-11-23T02:00:00.000Z';
    const data = { name: 'Mẫu', status: 'ACTIVE', relationToHead: 'HEAD', ownedBySubject: false, use: 'ONT' };
    for (const registry of procedure.lookups) expect(findingOf({ registry, status: 'found', data, asOf }, applicant)).toMatch(/^[a-z-]+$/);
  });

  it('names where each fact of law comes from', () => {
    const { channels, nonTerritorial, identityLevel, timeLimit, clock, fees, portalCodes } = procedure;
    for (const fact of [channels, nonTerritorial, identityLevel, timeLimit, ...Object.values(clock), ...fees, ...portalCodes])
      expect([fact.source.length > 0, fact.confidence]).toEqual([true, expect.any(String)]);
  });
});
