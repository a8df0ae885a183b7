import { describe, expect, it } from 'vitest';
import { DOWNTIMES, downtimeKey } from '../../../functions/downtime/downtime.ts';
import { storedMeta } from '../../../functions/ledger/stored-meta.ts';
import { countedAt, readRegister } from '../../../scripts/verify/downtimes.ts';
import { verify } from '../../../scripts/verify/verify.ts';
import { because, dossierLife } from '../../support/dossier-life.ts';
import { noPause } from '../../support/fixed.ts';
import { certified, fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { memoryTable } from './memory-table.ts';

/** Most of a working day after the acceptance. */
const down = { from: '2026-11-25T01:00:00.000Z', to: '2026-11-25T09:00:00.000Z' };
const [entry] = certified([down]);
const marked = { superseded: entry?.id, reason: 'x', legalBasis: 'x', by: { kind: 'staff' }, office: 'ZOP.042.000' };

/** A dossier that chose its deadline anew when the downtime was certified, before its due time was looked at. */
const asked = async () => {
  const life = dossierLife({ downtimes: fixedDowntimes([down]) });
  const dossierId = await life.dossierIn('processing');
  life.clock.set('2026-11-26T02:00:00.000Z');
  await life.citizen('requestWithdrawal', dossierId, { body: {} });
  await life.staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', ...because });
  return { life, dossierId };
};

describe('a dossier whose clock a certified downtime stops', () => {
  it('is held against the register as it was when its deadline was chosen', async () => {
    const { life, dossierId } = await asked();
    const faults = (certifiedAt?: string) => life.faults(dossierId, certified([down], certifiedAt));
    expect(faults()).toEqual([]);
    const named = [expect.stringMatching(/^the deadline is escalation-70 at .*, its history says escalation-70 at /)];
    expect(life.faults(dossierId)).toEqual(named);
    expect(faults('2026-11-26T02:00:01.000Z')).toEqual(named);
  });

  it('is no fault of its table, which holds the register', async () => {
    const { life, dossierId } = await asked();
    const items = life.ledger
      .items(dossierId)
      .map((item) => (item['sk'] === 'META' ? storedMeta(life.ledger.meta(dossierId), { inbox: { at: String(item['inboxAt']) } }) : item));
    const tellsOfDeadline = async (...register: object[]) => {
      const { faults } = await verify(memoryTable(...items, ...register.map((one) => ({ ...one }))), { pause: noPause });
      return faults.some(({ fault }) => fault.startsWith('the deadline is'));
    };
    expect(await tellsOfDeadline()).toBe(true);
    expect(await tellsOfDeadline({ ...downtimeKey({ to: down.to, id: entry?.id ?? '' }), ...entry })).toBe(false);
  });
});

describe('the register', () => {
  it.each([
    ['counts from its certification on', '2026-11-25T08:59:59.999Z', 0],
    ['counts until it is corrected', '2026-11-25T11:59:59.999Z', 1],
    ['counts no more from then on', '2026-11-25T12:00:00.000Z', 0],
  ])('%s', (_what, moment, count) => {
    const mark = { pk: DOWNTIMES, sk: 'x', ...marked, at: '2026-11-25T12:00:00.000Z' };
    const register = readRegister([{ pk: DOWNTIMES, sk: 'COUNT', entries: 2 }, { ...entry }, mark]);
    expect(register).toHaveLength(1);
    expect(countedAt(register, moment)).toHaveLength(count);
  });
});
