import { describe, expect, it } from 'vitest';
import { codePointerKey } from '../../../functions/ledger/item-keys.ts';
import { dayOfCode, OutsideCode } from '../../../functions/procedure/dossier-code-format.ts';
import { provinceCodeOf } from '../../../functions/procedure/offices.ts';
import { channelOfPortal, portalChannelOf } from '../../../functions/procedure/portal-channel.ts';
import { ownedForm } from '../../support/intake-bench.ts';
import { filingBench, kindOf, person, pointersOf } from './filing-bench.ts';

const province = { codeIssuer: 'PROVINCE' };
const portal = { codeIssuer: 'NPSP' };
const given = 'G22.99-261123-0000123';

/** Submits drafts one after the other and gives their codes. */
const codesOf = async (cell: ReturnType<typeof filingBench>, count: number) => {
  const codes: unknown[] = [];
  for (let n = 0; n < count; n += 1) codes.push((await cell.submit(await cell.readyDraft(ownedForm))).body['code']);
  return codes;
};

describe('a code that the province issues', () => {
  it('is the agency, the local day and a number of four digits', async () => {
    expect(await codesOf(filingBench({ changes: province }), 2)).toEqual(['H27.91.001-261123-0001', 'H27.91.001-261123-0002']);
  });

  it('begins anew at midnight in Viet Nam, and with another office', async () => {
    const cell = filingBench({ changes: province, at: '2026-11-23T16:59:59.999Z' });
    expect(await codesOf(cell, 1)).toEqual(['H27.91.001-261123-0001']);
    cell.clock.set('2026-11-23T17:00:00.000Z');
    expect(await codesOf(cell, 1)).toEqual(['H27.91.001-261124-0001']);
    const next = { ...ownedForm, dwelling: { ...ownedForm.dwelling, commune: 'T4202', parcel: 'T4202/12/345' } };
    expect((await cell.submit(await cell.readyDraft(next))).body['code']).toBe('H27.91.002-261124-0001');
  });

  it('is the same form at the counter, out of the same sequence', async () => {
    const cell = filingBench({ changes: province });
    await codesOf(cell, 1);
    const dossierId = await cell.filed({ body: { ...cell.counter, form: ownedForm } });
    expect((await cell.submitAtCounter(dossierId)).body['code']).toBe('H27.91.001-261123-0002');
  });

  it('says so when the four digits of a day are used up', async () => {
    const cell = filingBench({ changes: province });
    await cell.ledger.putItem({ pk: 'COUNTER#CODE#H27.91.001#261123', sk: 'COUNTER' }, { value: 9999 });
    const dossierId = await cell.readyDraft(ownedForm);
    expect(kindOf(await cell.submit(dossierId))).toBe('503 codes-used-up');
    expect(cell.ledger.meta(dossierId).state).toBe('draft');
  });

  it('goes on after those that the system before this one gave on the same day, however many were imported', async () => {
    const cell = filingBench({ changes: province });
    for (let n = 1; n <= 25; n += 1) {
      const code = `H27.91.001-261123-${String(n).padStart(4, '0')}`;
      const stamps = { source: 'old-portal', kenhThucHien: 2, status: 1, submittedAt: '2026-11-23T01:30:00.000Z' };
      const { status } = await cell.takeOver({
        body: { ...stamps, code, procedure: 'permanent-residence', form: ownedForm, applicant: person },
      });
      expect(status).toBe(201);
    }
    expect(await codesOf(cell, 2)).toEqual(['H27.91.001-261123-0026', 'H27.91.001-261123-0027']);
  });

  it('is data of the catalogue: a province whose code is not known issues none', () => {
    expect(['G01.042.001', 'ZUB.042.010', 'ZLR.042.000', 'ZOS.001.002'].map(provinceCodeOf)).toEqual([
      'H27.91.001',
      'H27.90.010',
      'H27.92',
      'H26.93.002',
    ]);
    // Merged in 2025 out of three; which of their codes is used since is not known.
    expect(provinceCodeOf('G01.025.001')).toBeUndefined();
    expect(provinceCodeOf('H99.1')).toBeUndefined();
  });

  it('is refused by name where it is not known, and the draft stays', async () => {
    const cell = filingBench({ changes: province });
    const dossierId = await cell.readyDraft(ownedForm);
    cell.change(dossierId, { office: 'G01.025.001' });
    const answer = await cell.submit(dossierId);
    expect([kindOf(answer), answer.body['office'], cell.ledger.meta(dossierId).state]).toEqual([
      '409 code-issuer-unknown',
      'G01.025.001',
      'draft',
    ]);
  });
});

describe('a code that the national portal issues', () => {
  const draft = { procedure: 'permanent-residence', form: ownedForm, code: given };

  it('comes with the filing and is kept, from every channel', async () => {
    const cell = filingBench({ changes: portal });
    const { body } = await cell.open({ body: draft });
    const dossierId = String(body['dossierId']);
    expect(cell.ledger.meta(dossierId).code).toBeUndefined();
    expect((await cell.submit(dossierId)).body['code']).toBe(given);
    expect(cell.ledger.meta(dossierId).givenCode).toBeUndefined();
    expect(cell.ledger.calls.nextNumber).toBe(0);
    expect(cell.faults(dossierId)).toEqual([]);

    const atCounter = await cell.filed({ body: { ...cell.counter, form: ownedForm, code: 'G22.99-261123-0000124' } });
    expect((await cell.submitAtCounter(atCounter)).body['code']).toBe('G22.99-261123-0000124');
  });

  it('belongs to one dossier', async () => {
    const cell = filingBench({ changes: portal });
    for (const n of [1, 2]) {
      const { body } = await cell.open({ body: draft });
      const answer = await cell.submit(String(body['dossierId']));
      expect(kindOf(answer)).toBe(n === 1 ? '200' : '409 code-taken');
    }
    expect(await cell.ledger.readItem(codePointerKey(given))).not.toHaveProperty('voided');
  });

  it.each([
    ['missing', { code: undefined }],
    ['no code', { code: 'G22.99' }],
    ['of tomorrow', { code: 'G22.99-261124-0000123' }],
  ])('is refused when it is %s', async (_, more) => {
    expect(pointersOf(await filingBench({ changes: portal }).open({ body: { ...draft, ...more } }))).toContain('/body/code');
  });

  it('is not taken from the filing of any other procedure', async () => {
    expect(pointersOf(await filingBench().open({ body: draft }))).toEqual(['/body/code']);
  });
});

describe('a number that no dossier got', () => {
  it('says that the same draft was submitted meanwhile', async () => {
    const cell = filingBench();
    const dossierId = await cell.readyDraft(ownedForm);
    cell.ledger.beforeNextWrite(async () => {
      await cell.submit(dossierId);
    });
    const { body } = await cell.submit(dossierId);
    expect(body['code']).toBe('G01.042.001-261123-000002');
    expect(await cell.ledger.readItem(codePointerKey('G01.042.001-261123-000001'))).toMatchObject({
      ...{ voided: 'SUBMITTED_MEANWHILE', at: '2026-11-23T02:00:00.000Z' },
    });
  });

  it('says that the dossier was busy', async () => {
    const cell = filingBench();
    const dossierId = await cell.readyDraft(ownedForm);
    cell.ledger.conflictNext(5);
    expect((await cell.submit(dossierId)).status).toBe(503);
    expect(await cell.ledger.readItem(codePointerKey('G01.042.001-261123-000001'))).toMatchObject({ voided: 'DOSSIER_BUSY' });
    expect((await cell.submit(dossierId)).body['code']).toBe('G01.042.001-261123-000002');
  });

  it('is not called void when it stands for a dossier after all', async () => {
    const cell = filingBench();
    const dossierId = await cell.readyDraft(ownedForm);
    cell.ledger.beforeNextWrite(async () => {
      await cell.ledger.putItem(codePointerKey('G01.042.001-261123-000001'), { dossierId });
    });
    cell.ledger.conflictNext(5);
    expect((await cell.submit(dossierId)).status).toBe(503);
    expect(await cell.ledger.readItem(codePointerKey('G01.042.001-261123-000001'))).not.toHaveProperty('voided');
  });

  it('is not called void when nobody knows whether it was written', async () => {
    const cell = filingBench();
    const dossierId = await cell.readyDraft(ownedForm);
    cell.ledger.failNext('commit');
    expect((await cell.submit(dossierId)).status).toBe(500);
    expect(await cell.ledger.readItem(codePointerKey('G01.042.001-261123-000001'))).toBeUndefined();
  });
});

describe('a dossier code', () => {
  it.each([
    ['H40.15-261122-0007', '2026-11-22'],
    ['000.00.15.H40-210705-0012', '2021-07-05'],
    ['G09.20-20260609-0092637', '2026-06-09'],
    ['G01.899.909-260916-890028', '2026-09-16'],
    ['H15.50.05.13-261008-0975', '2026-10-08'],
    ['H27-280229-0001', '2028-02-29'],
  ])('%s is one, of %s', (code, day) => {
    expect([OutsideCode.safeParse(code).success, dayOfCode(code)]).toEqual([true, day]);
  });

  it.each([
    ...['H40.15-261122-007', 'H40.15-261122-00000007', 'H4.15-261122-0007', 'H40.1-261122-0007', 'H40.1500-261122-0007'],
    ...['H40.15.07.01.02.03-261122-0007', '15.H40.15-261122-0007', 'H40.15_261122_0007', 'H40.15-2611221-0007', 'H40.15-261131-0007'],
    ...['H40.15-270229-0007', ' H40.15-261122-0007', 'H40.15-261122-0007\n', 'Ｈ40.15-261122-0007', `${'000.'.repeat(20)}H40-261122-0007`],
  ])('%j is none', (code) => {
    expect(OutsideCode.safeParse(code).success).toBe(false);
  });
});

describe('KenhThucHien of the national payload', () => {
  it('is 1 at a counter and at a kiosk, 2 online, 3 by post', () => {
    expect((['counter', 'kiosk', 'online', 'post'] as const).map(portalChannelOf)).toEqual([1, 1, 2, 3]);
  });

  it('means a counter by 1 and by nothing, and the same channel back by 2 and 3', () => {
    expect(([1, null, 2, 3] as const).map(channelOfPortal)).toEqual(['counter', 'counter', 'online', 'post']);
  });
});
