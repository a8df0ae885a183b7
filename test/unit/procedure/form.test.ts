import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { documentsNeeded, factsOf, readPointer } from '../../../functions/procedure/facts.ts';
import { feeRow } from '../../../functions/procedure/fee.ts';
import { checkForm } from '../../../functions/procedure/form.ts';
import { formSchema } from '../../../functions/procedure/form-schema.ts';
import { intakeIndex } from '../../../functions/procedure/intake.ts';
import { ownedForm, rentedForm } from '../../support/intake-bench.ts';

const procedure = bundledProcedures.current('permanent-residence');
const temporary = bundledProcedures.current('temporary-residence');
if (!procedure || !temporary) throw new Error('the catalogue is not complete');

const dwelling = rentedForm.dwelling;
const wrong: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['text', 'form'],
  ['a list', []],
  ['no fields', {}],
  ['a phone with letters', { ...rentedForm, phone: '09x9990001' }],
  ['a phone with a digit too many', { ...rentedForm, phone: '00099900011' }],
  ['a phone with a line after it', { ...rentedForm, phone: '0009990001\n' }],
  ['a number for a phone', { ...rentedForm, phone: 9990001 }],
  ['an unknown relation', { ...rentedForm, relationToHead: 'head' }],
  ['an e-mail without a host', { ...rentedForm, email: 'mau@' }],
  ['an e-mail that is too long', { ...rentedForm, email: `${'a'.repeat(120)}@example.invalid` }],
  ['a dwelling that is text', { ...rentedForm, dwelling: 'RENTED' }],
  ['a dwelling without a parcel', { ...rentedForm, dwelling: { ...dwelling, parcel: undefined } }],
  ['a parcel of another form', { ...rentedForm, dwelling: { ...dwelling, parcel: 'T4201-1-1' } }],
  ['an address of two letters', { ...rentedForm, dwelling: { ...dwelling, line: 'ab' } }],
  ['an address without end', { ...rentedForm, dwelling: { ...dwelling, line: 'x'.repeat(201) } }],
  ['no area', { ...rentedForm, dwelling: { ...dwelling, areaM2: 0 } }],
  ['an area that is text', { ...rentedForm, dwelling: { ...dwelling, areaM2: '60' } }],
  ['an area without end', { ...rentedForm, dwelling: { ...dwelling, areaM2: Number.POSITIVE_INFINITY } }],
  ['an unknown field', { ...rentedForm, pin: '042190000016' }],
  ['an unknown field inside', { ...rentedForm, dwelling: { ...dwelling, owner: 'x' } }],
];
const right: readonly (readonly [string, unknown])[] = [
  ['everything needed', rentedForm],
  ['everything there is', { ...rentedForm, email: 'mau@example.invalid', request: 'Đề nghị đăng ký thường trú' }],
  ['no area', { ...rentedForm, dwelling: { ...dwelling, areaM2: undefined } }],
  ['an area in fractions', { ...rentedForm, dwelling: { ...dwelling, areaM2: 60.5 } }],
];

describe('a form', () => {
  it.each(wrong)('is refused with %s', (_, form) => {
    const checked = checkForm(procedure, form, ['body', 'form']);
    expect(checked.kind).toBe('invalid');
    if (checked.kind === 'invalid') expect(checked.faults.every(({ pointer }) => pointer.startsWith('/body/form'))).toBe(true);
  });

  it('is refused at its root when it is nested without a floor', () => {
    const bottomless = JSON.parse(`${'{"a":'.repeat(50_000)}[]${'}'.repeat(50_000)}`);
    expect(checkForm(procedure, { ...rentedForm, more: bottomless }, ['body', 'form'])).toEqual({
      kind: 'invalid',
      faults: [{ pointer: '/body/form', detail: 'must not be nested deeper than 16 levels' }],
    });
  });

  it.each(right)('is taken with %s', (_, form) => {
    expect(checkForm(procedure, form, [])).toMatchObject({ kind: 'valid' });
  });

  it.each([
    ['a month too many', 25],
    ['no month', 0],
    ['half a month', 1.5],
    ['a month as text', '3'],
  ])('of temporary residence is refused with %s', (_, durationMonths) => {
    expect(checkForm(temporary, { ...rentedForm, durationMonths }, []).kind).toBe('invalid');
  });

  it('gives its text in composed Unicode', () => {
    const line = 'Số 5, thôn Mẫu';
    const checked = checkForm(procedure, { ...rentedForm, dwelling: { ...dwelling, line: line.normalize('NFD') } }, []);
    expect(checked).toMatchObject({ form: { dwelling: { line: line.normalize('NFC') } } });
  });

  it('escapes what stands in a pointer', () => {
    const checked = checkForm(procedure, { ...rentedForm, 'a/b~c': 1 }, ['body', 'form']);
    expect(checked).toEqual({ kind: 'invalid', faults: [{ pointer: '/body/form/a~1b~0c', detail: 'is not known' }] });
  });

  it('is judged as zod’s own reading of JSON Schema judges it', () => {
    const theirs = z.fromJSONSchema(procedure.form);
    const ours = formSchema(procedure.form);
    for (const [, form] of [...wrong, ...right])
      expect([form, ours.safeParse(form).success]).toEqual([form, theirs.safeParse(form).success]);
  });
});

describe('a form’s JSON Schema', () => {
  it.each([
    ['oneOf', { oneOf: [{ type: 'string' }] }],
    ['an unknown type', { type: 'array', items: { type: 'string' } }],
    ['an unknown keyword', { type: 'string', contentEncoding: 'base64' }],
    ['another format', { type: 'string', format: 'date' }],
    ['open objects', { type: 'object', properties: {} }],
    ['an unknown keyword inside', { type: 'object', additionalProperties: false, properties: { a: { type: 'number', multipleOf: 2 } } }],
    ['a required member that it has not', { type: 'object', additionalProperties: false, required: ['b'], properties: {} }],
  ])('is refused with %s, never read wrongly', (_, schema) => {
    expect(() => formSchema(schema)).toThrow();
  });

  it('may hold yes or no', () => {
    expect(formSchema({ type: 'boolean', title: 'x' }).safeParse('true').success).toBe(false);
    expect(formSchema({ type: 'boolean' }).safeParse(true).success).toBe(true);
  });
});

describe('what a form says', () => {
  it.each([
    ['/dwelling/kind', 'RENTED'],
    ['/dwelling', dwelling],
    ['', rentedForm],
    ['/dwelling/none', undefined],
    ['/phone/0', undefined],
    ['/constructor', undefined],
    ['/dwelling/__proto__', undefined],
  ])('at %j', (pointer, value) => {
    expect(readPointer(rentedForm, pointer)).toEqual(value);
  });

  it('decodes the escapes of a pointer', () => {
    expect(readPointer({ 'a/b': { 'c~d': 1 } }, '/a~1b/c~0d')).toBe(1);
  });

  it('becomes facts without personal data', () => {
    expect(factsOf(procedure, rentedForm)).toEqual({ dwelling: 'RENTED' });
  });

  it('decides which documents are needed', () => {
    const codes = (form: unknown) => documentsNeeded(procedure, factsOf(procedure, form)).map(({ code }) => code);
    expect([codes(rentedForm), codes(ownedForm)]).toEqual([['LEASE'], []]);
  });
});

describe('the fee', () => {
  const row = (of: typeof procedure, channel: 'online' | 'counter' | 'post', day = '2026-11-23') => feeRow(of, { channel, day })?.amount;

  it('differs by procedure and channel', () => {
    expect([row(procedure, 'online'), row(procedure, 'counter')]).toEqual([10_000, 20_000]);
    expect([row(temporary, 'online'), row(temporary, 'counter')]).toEqual([7000, 15_000]);
  });

  it('is not guessed for a channel, a case or a day that no row covers', () => {
    expect(row(procedure, 'post')).toBeUndefined();
    expect(row(procedure, 'online', '2026-06-30')).toBeUndefined();
    expect(feeRow(procedure, { channel: 'online', day: '2026-11-23', case: 'poor-household' })).toBeUndefined();
  });

  it('holds from its first day to its last, both included', () => {
    const dated = { ...procedure, fees: procedure.fees.map((fee) => ({ ...fee, validTo: '2026-12-31' })) };
    expect([row(dated, 'online', '2026-07-01'), row(dated, 'online', '2026-12-31')]).toEqual([10_000, 10_000]);
    expect(row(dated, 'online', '2027-01-01')).toBeUndefined();
  });

  it('is not chosen between two rows that contradict each other', () => {
    const twice = { ...procedure, fees: [...procedure.fees, ...procedure.fees] };
    expect(() => row(twice, 'online')).toThrow('2 fee rows cover');
  });
});

describe('the place in the inbox', () => {
  it('follows from the submission alone', () => {
    expect(intakeIndex(vietnamCalendar, { agency: 'police', submittedAt: '2026-11-23T02:00:00.000Z' })).toEqual({
      inbox: { at: '2026-11-25T02:30:00.000Z' },
    });
  });

  it('does not exist for a draft', () => {
    expect(() => intakeIndex(vietnamCalendar, { agency: 'police', submittedAt: undefined })).toThrow('only a submitted dossier');
  });
});
