import { describe, expect, it } from 'vitest';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { judgePointer } from '../../../scripts/verify/pointer-faults.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { rentedForm } from '../../support/intake-bench.ts';
import { asking, supplementBench } from './supplement-bench.ts';

/** A dossier whose form was corrected before its acceptance: it waits for its officer. */
const answered = async () => {
  const cell = supplementBench();
  const dossierId = await cell.submitted();
  await cell.ask(dossierId, { ...asking, form: true });
  cell.clock.advance(60_000);
  await cell.upload(dossierId);
  await cell.provide(dossierId, 1, { form: rentedForm });
  return { cell, dossierId };
};

const spoilt =
  (sk: string, change: Item | undefined) =>
  (item: Item): Item | undefined => {
    if (item['sk'] !== sk) return item;
    return change && { ...item, ...change };
  };

describe('the checker of the table', () => {
  it.each<[string, string, Item | undefined, RegExp]>([
    ['a request that is gone', 'SUPPLEMENT#0001', undefined, /^the requests for supplements is \[\]/],
    [
      'a request that was asked at another time',
      'SUPPLEMENT#0001',
      { askedAt: '2026-11-22T02:00:00.000Z' },
      /^the requests for supplements/,
    ],
    ['a request without its answer', 'SUPPLEMENT#0001', { providedAt: undefined }, /^the requests for supplements/],
    ['a request under the number of another', 'SUPPLEMENT#0001', { n: 2 }, /SUPPLEMENT#0002 lies elsewhere/],
    ['a request of another dossier', 'SUPPLEMENT#0001', { dossierId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, /names another dossier/],
    ['a corrected form that is gone', 'FORM#0002', undefined, /^FORM#0002 is missing/],
    ['the form as it was filed gone', 'FORM#0001', undefined, /^FORM#0001 is missing/],
    ['a form that nobody corrected', 'FORM#0002', { sk: 'FORM#0003' }, /^has FORM#0003, of which its history says nothing/],
    ['a dossier that reads an older form', 'META', { formVersion: undefined }, /^formVersion is absent, its history says 2/],
    ['an answer that nobody sees', 'META', { inboxKey: undefined, inboxAt: undefined }, /^is unanswered, but not in its office's inbox/],
    ['a request that has vanished from the head', 'META', { supplement: undefined }, /^supplement is absent/],
    ['a document that was not given again', 'META', { documents: { LEASE: 'expected' } }, /^uploaded is \[\]/],
  ])('finds %s', async (_what, sk, change, fault) => {
    const { cell, dossierId } = await answered();
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
    const faults = faultsInMemory(cell.ledger, dossierId, spoilt(sk, change));
    expect(faults.filter((one) => fault.test(one))).not.toEqual([]);
  });

  it('knows what the key of a request stands for, and finds one that stands for nothing', async () => {
    const { cell, dossierId } = await answered();
    const items = cell.ledger.items().filter(({ reference }) => String(reference).endsWith('.S1'));
    const [item] = items;
    const { faults, questions } = judgePointer({ pk: String(item?.['pk']), items });
    expect([faults, questions.map(({ key }) => key)]).toEqual([[], [{ pk: `DOSSIER#${dossierId}`, sk: 'SUPPLEMENT#0001' }]]);
    expect(questions.flatMap((question) => question.faults(undefined))).toEqual([
      "a request's key stands for supplement 1, which does not exist",
    ]);
    expect(questions.flatMap((question) => question.faults(item))).toEqual([]);
  });
});
