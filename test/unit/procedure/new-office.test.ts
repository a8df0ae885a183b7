import { describe, expect, it } from 'vitest';
import { newOffice } from '../../../functions/procedure/new-office.ts';

describe('an office that takes over', () => {
  it.each([
    ['G01.042.001', 'G01.042.002', 'police'],
    ['ZUB.042.001', 'ZUB.042.010', 'commune'],
  ])('may be one of the same kind: %s to %s', (from, to, agency) => {
    for (const sameKind of [true, false]) expect(newOffice(from, to, { sameKind })).toEqual({ kind: 'fit', agency, office: to });
  });

  it('may be one of another kind where no decision goes with it', () => {
    expect(newOffice('ZLR.042.000', 'ZUB.042.001', { sameKind: false })).toMatchObject({ kind: 'fit', agency: 'commune' });
    expect(newOffice('ZLR.042.000', 'ZUB.042.001', { sameKind: true })).toMatchObject({
      kind: 'unfit',
      detail: expect.stringContaining('kind'),
    });
  });

  it('may take over from one that the catalogue has dropped, but no decision, whose kind is not known', () => {
    expect(newOffice('L27.042.000', 'ZUB.042.001', { sameKind: false })).toMatchObject({ kind: 'fit' });
    expect(newOffice('L27.042.000', 'ZUB.042.001', { sameKind: true })).toMatchObject({ kind: 'unfit' });
  });

  it.each([
    ['itself', 'G01.042.001', 'already'],
    ['one that does not exist', 'G01.042.011', 'no such'],
    ['one that is no code', 'police', 'no such'],
    ['one of another cell', 'G01.001.001', 'another cell'],
    ['a one-stop', 'ZOS.042.001', 'one-stop'],
  ])('is not %s', (_what, to, detail) => {
    for (const sameKind of [true, false])
      expect(newOffice('G01.042.001', to, { sameKind })).toEqual({ kind: 'unfit', detail: expect.stringContaining(detail) });
  });
});
