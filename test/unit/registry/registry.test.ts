import { describe, expect, it } from 'vitest';
import land from '../../../catalogue/registries/land.json' with { type: 'json' };
import { bundledRegistries } from '../../../functions/registry/bundled-registries.ts';
import { fieldsFor, registriesOf } from '../../../functions/registry/registry.ts';

describe('the configuration of registries', () => {
  it('says for each purpose of residence which fields it may read', () => {
    const fields = ['population', 'residence', 'land'].map((id) => {
      const registry = bundledRegistries.find(id);
      return registry && fieldsFor(registry, 'RESIDENCE_REGISTRATION');
    });
    expect(fields).toEqual([
      ['name', 'status'],
      ['relationToHead', 'address'],
      ['ownedBySubject', 'address', 'dwellingAreaM2', 'use'],
    ]);
  });

  it('covers nothing for a purpose that it does not name', () => {
    const registry = bundledRegistries.find('population');
    expect(registry && fieldsFor(registry, 'TAX_AUDIT')).toEqual([]);
  });

  it.each([
    ['a key that its schema does not require', { key: { field: 'use2', of: 'thing' } }],
    ['a purpose over a field that its schema does not have', { purposes: [{ ...land.purposes[0], fields: ['owners', 'price'] }] }],
    ['a field derived from one that records may lack', { derived: { ownedBySubject: { rule: 'contains-subject', of: 'address' } } }],
    ['a derived field with the name of a stored one', { derived: { ...land.derived, use: { rule: 'contains-subject', of: 'owners' } } }],
    ['a rule that nobody knows', { derived: { ownedBySubject: { rule: 'first', of: 'owners' } } }],
    ['a purpose over a derived field that is not there', { derived: {} }],
    ['a purpose without a legal basis', { purposes: [{ ...land.purposes[0], legalBasis: [] }] }],
  ])('refuses %s', (_what, more) => {
    expect(() => registriesOf([{ ...land, ...more }])).toThrow();
  });
});
