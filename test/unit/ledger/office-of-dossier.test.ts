import { describe, expect, it } from 'vitest';
import { dossierStates } from '../../../functions/ledger/dossier-state.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { givesReceipt, isBookedAt, type Part, partOf } from '../../../functions/ledger/office-of-dossier.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';

const DECIDES = 'G01.042.001';
const RECEIVES = 'G01.042.002';
const HELPS = 'ZOS.042.003';
const OTHER = 'G01.042.004';

/** A dossier that one office decides, another one has received, and a third one's clerk has entered. */
const metaOf = (more: Partial<Meta>): Promise<Meta> =>
  unpaidMeta({ channel: 'counter', receivedOffice: RECEIVES, supportedOffice: HELPS, ...more });

const asked = { n: 1, stage: 'appraisal', answerBy: '2026-11-27T10:00:00.000Z' } as const;
const before = { acceptedAt: undefined } as const;

describe('which office has a part in a dossier', () => {
  it.each<[string, Partial<Meta>, readonly (Part | undefined)[]]>([
    ['a draft', { ...before, state: 'draft' }, [undefined, undefined, undefined]],
    ['submitted', { ...before, state: 'new' }, ['decides', 'takes-in', undefined]],
    ['asked at the intake', { ...before, state: 'supplement-requested', supplement: asked }, ['decides', 'takes-in', 'helps']],
    [
      'answered at the intake',
      { ...before, state: 'supplement-requested', supplement: { ...asked, provided: '2026-11-26T10:00:00.000Z' } },
      ['decides', 'takes-in', undefined],
    ],
    ['not accepted', { ...before, state: 'not-accepted' }, ['decides', 'takes-in', undefined]],
    ['stopped before its acceptance', { ...before, state: 'stopped' }, ['decides', 'takes-in', undefined]],
    ['accepted, and to be paid', { state: 'payment-requested' }, ['decides', undefined, undefined]],
    ['with the agencies', { state: 'processing' }, ['decides', undefined, undefined]],
    ['asked in the appraisal', { state: 'supplement-requested', supplement: asked }, ['decides', undefined, 'helps']],
    ['decided, for the counter', { state: 'processed', delivery: 'COUNTER' }, ['decides', 'hands-over', undefined]],
    ['decided, for the post', { state: 'processed', delivery: 'POST' }, ['decides', 'hands-over', undefined]],
    ['decided, online', { state: 'processed' }, ['decides', undefined, undefined]],
    ['returned', { state: 'returned', delivery: 'COUNTER' }, ['decides', undefined, undefined]],
    ['stopped', { state: 'stopped' }, ['decides', undefined, undefined]],
  ])('that is %s', async (_, more, parts) => {
    const meta = await metaOf(more);
    expect([DECIDES, RECEIVES, HELPS].map((office) => partOf(meta, { office }))).toEqual(parts);
    expect(partOf(meta, { office: OTHER })).toBeUndefined();
  });

  it('goes with a dossier that is handed over', async () => {
    const handed = await metaOf({ state: 'processing', office: OTHER });
    expect([DECIDES, OTHER].map((office) => partOf(handed, { office }))).toEqual([undefined, 'decides']);
  });

  it('has the one-stop that entered what it received as well, when the applicant is asked', async () => {
    const meta = await metaOf({ state: 'supplement-requested', supplement: asked, supportedOffice: undefined });
    expect(partOf(meta, { office: RECEIVES })).toBe('helps');
  });

  it('has no office that only lent its kiosk or that the citizen did without', async () => {
    for (const channel of ['kiosk', 'online'] as const)
      expect(partOf(await metaOf({ channel, state: 'supplement-requested', supplement: asked }), { office: HELPS })).toBeUndefined();
  });

  it('has none by the way in which the dossier came, in any state', async () => {
    for (const state of dossierStates) expect(partOf(await metaOf({ state }), { office: OTHER })).toBeUndefined();
  });
});

describe('the receipt', () => {
  it.each<[Meta['state'], boolean]>([
    ['payment-requested', true],
    ['processing', true],
    ['supplement-requested', true],
    ['withdrawal-requested', true],
    ['processed', false],
    ['returned', false],
    ['stopped', false],
  ])('is printed in %s by the one-stop that took the dossier in: %s', async (state, gives) => {
    const meta = await metaOf({ state });
    expect([RECEIVES, HELPS, OTHER].map((office) => givesReceipt(meta, { office }))).toEqual([gives, false, false]);
  });

  it('is there from the acceptance on', async () => {
    expect(givesReceipt(await metaOf({ ...before, state: 'new' }), { office: RECEIVES })).toBe(false);
  });
});

it('names people in the book of the office that decides and of the one-stop that took the dossier in', async () => {
  const meta = await metaOf({});
  expect([DECIDES, RECEIVES, HELPS, OTHER].map((office) => isBookedAt(meta, office))).toEqual([true, true, false, false]);
});
