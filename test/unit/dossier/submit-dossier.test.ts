import { describe, expect, it } from 'vitest';
import { codePointerKey } from '../../../functions/ledger/item-keys.ts';
import { countedUlid } from '../../support/fixed.ts';
import { intakeBench, ownedForm } from '../../support/intake-bench.ts';

const code = 'G01.042.001-261123-000001';

describe('submitting a draft', () => {
  it('gives the dossier its code and puts it into state 1', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    expect(await cell.submit(dossierId)).toMatchObject({
      status: 200,
      body: { dossierId, code, state: 'new', status: 1, submittedAt: '2026-11-23T02:00:00.000Z', receivedAt: '2026-11-23T02:00:00.000Z' },
    });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      n: 2,
      type: 'dossier.submitted',
      from: 'draft',
      to: 'new',
      data: { code, receivedAt: '2026-11-23T02:00:00.000Z' },
    });
  });

  it('sets the intake deadline at 8 working hours and stands in the inbox by it', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    // 09:00 on Monday, 07:30-11:30 and 13:30-17:00: 360 minutes on Monday, 120 on Wednesday after Culture Day.
    const dueAt = '2026-11-25T02:30:00.000Z';
    expect(cell.ledger.meta(dossierId)).toMatchObject({ lookups: 'waiting', deadline: { kind: 'intake', at: dueAt } });
    expect((await cell.ledger.listInbox('police', 'G01.042.001')).entries).toEqual([
      { key: { pk: `DOSSIER#${dossierId}`, sk: 'META' }, at: dueAt },
    ]);
  });

  it.each([
    ['on Saturday morning, when the police receive, at once', '2026-11-28T03:00:00.000Z', '2026-11-28T03:00:00.000Z'],
    ['on Saturday afternoon on Monday morning', '2026-11-28T07:00:00.000Z', '2026-11-30T00:30:00.000Z'],
  ])('counts as received what comes in %s, and answers it in working hours', async (_when, submittedAt, receivedAt) => {
    const cell = intakeBench({ at: submittedAt });
    const dossierId = await cell.readyDraft();
    const { body } = await cell.submit(dossierId);
    expect(body).toMatchObject({ submittedAt, receivedAt });
    expect(cell.ledger.meta(dossierId).deadline).toEqual({ kind: 'intake', at: '2026-12-01T01:00:00.000Z' });
  });

  it('numbers the codes of an office and a local day', async () => {
    const cell = intakeBench({ at: '2026-11-23T16:59:00.000Z' });
    const codes = [];
    for (let n = 0; n < 2; n += 1) codes.push((await cell.submit(await cell.readyDraft())).body['code']);
    cell.clock.set('2026-11-23T17:00:00.000Z');
    codes.push((await cell.submit(await cell.readyDraft())).body['code']);
    expect(codes).toEqual(['G01.042.001-261123-000001', 'G01.042.001-261123-000002', 'G01.042.001-261124-000001']);
  });

  it('makes the code a pointer to the dossier', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    expect(await cell.ledger.readItem(codePointerKey(code))).toMatchObject({ dossierId });
  });

  it('answers a repeat with the same code and writes nothing more', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    const first = await cell.submit(dossierId);
    const items = cell.ledger.items();
    expect(await cell.submit(dossierId)).toEqual(first);
    expect(cell.ledger.items()).toEqual(items);
  });

  it('answers a repeat in a later state with that state and the same code', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    expect(await cell.submit(dossierId)).toMatchObject({ status: 200, body: { code, state: 'payment-requested', status: 6 } });
  });

  it('submits once when two requests come at once', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    const answers = await Promise.all([cell.submit(dossierId), cell.submit(dossierId)]);
    expect(new Set(answers.map(({ body }) => body['code'])).size).toBe(1);
    expect(cell.types(dossierId)).toEqual(['dossier.drafted', 'dossier.submitted']);
  });

  it('takes one number however often it must decide anew', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    cell.ledger.conflictNext(4);
    expect((await cell.submit(dossierId)).body['code']).toBe(code);
    expect(cell.ledger.calls.nextNumber).toBe(1);
  });

  it('keeps the level that the token shows at submission', async () => {
    const cell = intakeBench();
    await cell.open({ body: { procedure: 'permanent-residence', form: ownedForm }, claims: { acr: '1' } });
    await cell.submit(countedUlid(1), { acr: '2' });
    expect(cell.ledger.meta(countedUlid(1)).identityLevel).toBe(2);
  });
});

describe('a draft that cannot be submitted', () => {
  it('names the documents that are missing', async () => {
    const cell = intakeBench();
    const dossierId = await cell.draft();
    const { status, body } = await cell.submit(dossierId);
    expect([status, body['type'], body['documents']]).toEqual([409, 'https://mot-cua.example/problems/documents-missing', ['LEASE']]);
    expect(cell.ledger.meta(dossierId).state).toBe('draft');
    expect(cell.ledger.calls.nextNumber).toBe(0);
  });

  it('refuses an e-ID of level 1 and says which level is needed', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    const { status, body } = await cell.submit(dossierId, { acr: '1' });
    expect([status, body['type'], body['needed'], body['given']]).toEqual([
      403,
      'https://mot-cua.example/problems/identity-level-too-low',
      2,
      1,
    ]);
    expect(cell.types(dossierId)).toEqual(['dossier.drafted']);
  });

  it("answers 404 for somebody else's draft, as for one that does not exist", async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    const other = await cell.submit(dossierId, { sub: 'citizen-2', pin: '042190000017' });
    const none = await cell.submit(countedUlid(99));
    expect([other.status, none.status]).toEqual([404, 404]);
    expect(other.body).toEqual(none.body);
  });

  it('refuses an id that is no id', async () => {
    const { status, body } = await intakeBench().submit('42');
    expect([status, body['errors']]).toEqual([400, [{ pointer: '/path/dossierId', detail: 'must be a ULID' }]]);
  });

  it('says busy after five lost races', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    cell.ledger.conflictNext(5);
    const { status, headers } = await cell.submit(dossierId);
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect(cell.ledger.meta(dossierId).state).toBe('draft');
  });

  it('does not guess a deadline beyond the calendar', async () => {
    const cell = intakeBench({ at: '2027-12-31T08:00:00.000Z' });
    const dossierId = await cell.readyDraft();
    const { status, body } = await cell.submit(dossierId);
    expect([status, body['type']]).toEqual([503, 'https://mot-cua.example/problems/calendar-missing']);
    expect(cell.ledger.meta(dossierId).state).toBe('draft');
  });

  it('says so when the running numbers of a day are used up, and is taken on the next day', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    await cell.ledger.putItem({ pk: 'COUNTER#CODE#G01.042.001#261123', sk: 'COUNTER' }, { value: 999_999 });
    const { status, body } = await cell.submit(dossierId);
    expect([status, body]).toMatchObject([
      503,
      { type: 'https://mot-cua.example/problems/codes-used-up', office: 'G01.042.001', day: '2026-11-23' },
    ]);
    expect(cell.ledger.meta(dossierId).state).toBe('draft');
    cell.clock.set('2026-11-23T17:00:00.000Z');
    expect((await cell.submit(dossierId)).body['code']).toBe('G01.042.001-261124-000001');
  });

  it('never gives a code that another dossier has: it takes the next number', async () => {
    const cell = intakeBench();
    const dossierId = await cell.readyDraft();
    await cell.ledger.putItem(codePointerKey(code), { dossierId: countedUlid(99) });
    expect((await cell.submit(dossierId)).body['code']).toBe('G01.042.001-261123-000002');
    expect(await cell.ledger.readItem(codePointerKey(code))).toMatchObject({ dossierId: countedUlid(99) });
  });

  /** Codes with these numbers are those of dossiers that came from outside. */
  const outside = async (cell: ReturnType<typeof intakeBench>, from: number, to: number) => {
    for (let n = from; n <= to; n += 1)
      await cell.ledger.putItem(codePointerKey(`G01.042.001-261123-${String(n).padStart(6, '0')}`), { dossierId: countedUlid(99) });
  };

  it('passes over a whole run of codes that came from outside, in one submission', async () => {
    const cell = intakeBench();
    await outside(cell, 1, 350);
    await outside(cell, 353, 353);
    const codes = [];
    for (let n = 0; n < 3; n += 1) codes.push((await cell.submit(await cell.readyDraft())).body['code']);
    expect(codes).toEqual(['G01.042.001-261123-000351', 'G01.042.001-261123-000352', 'G01.042.001-261123-000354']);
    expect(cell.ledger.calls.nextNumber).toBe(5);
  });

  it('passes over no number that another submission has drawn and may write still', async () => {
    const cell = intakeBench();
    await outside(cell, 1, 3);
    const dossierId = await cell.readyDraft();
    const other = await cell.readyDraft();
    cell.ledger.beforeNextWrite(async () => {
      expect((await cell.submit(other)).body['code']).toBe('G01.042.001-261123-000004');
    });
    expect((await cell.submit(dossierId)).body['code']).toBe('G01.042.001-261123-000005');
  });

  it('takes a code of the next day when midnight comes between the taken code and the next one', async () => {
    const cell = intakeBench({ at: '2026-11-23T16:59:59.999Z' });
    await outside(cell, 1, 30);
    const dossierId = await cell.readyDraft();
    cell.ledger.beforeNextWrite(async () => cell.clock.set('2026-11-23T17:00:00.000Z'));
    expect((await cell.submit(dossierId)).body['code']).toBe('G01.042.001-261124-000001');
    expect(cell.ledger.calls.passNumber).toBe(0);
  });

  it('gives the last code of a day, and none behind it, where those before came from outside', async () => {
    const cell = intakeBench();
    await cell.ledger.putItem({ pk: 'COUNTER#CODE#G01.042.001#261123', sk: 'COUNTER' }, { value: 999_900 });
    await outside(cell, 999_901, 999_998);
    expect((await cell.submit(await cell.readyDraft())).body['code']).toBe('G01.042.001-261123-999999');
    expect((await cell.submit(await cell.readyDraft())).status).toBe(503);
  });
});
