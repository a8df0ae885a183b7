import { describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { enactDeadlines } from '../../../functions/dossier/enact-deadlines.ts';
import { taskKey } from '../../../functions/ledger/item-keys.ts';
import { storedMeta } from '../../../functions/ledger/stored-meta.ts';
import { proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { countedUlid } from '../../support/fixed.ts';
import { foldHistory } from '../../support/fold-history.ts';
import { allFound, intakeBench, ownedForm } from '../../support/intake-bench.ts';
import { itemBytes } from '../../support/item-bytes.ts';
import { kindOf } from '../../support/kind-of.ts';

const dueAt = '2026-12-03T02:00:00.000Z';

/** Permanent residence as if it cost nothing. */
const withoutFee = proceduresOf([{ ...permanentResidence, fees: permanentResidence.fees.map((row) => ({ ...row, amount: 0 })) }]);

describe('accepting a submission', () => {
  it('answers with the receipt: appointment, amount and the tracking secret', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    const { status, body } = await cell.accept(dossierId);
    expect(status).toBe(200);
    expect(body).toEqual({
      dossierId,
      code: 'G01.042.001-261123-000001',
      procedure: 'permanent-residence',
      state: 'payment-requested',
      status: 6,
      office: 'G01.042.001',
      acceptedAt: '2026-11-23T02:00:00.000Z',
      dueAt,
      amountDue: 10_000,
      trackingSecret: expect.stringMatching(/^[0-9A-Z]{21}$/),
    });
  });

  it('walks 1-2-6 with one event per edge', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    expect(cell.ledger.events(dossierId).slice(-2)).toMatchObject([
      { n: 3, type: 'dossier.accepted', from: 'new', to: 'accepted', by: { kind: 'staff', id: 'officer-1' }, data: { dueAt } },
      { n: 4, type: 'dossier.payment-requested', from: 'accepted', to: 'payment-requested', data: { amount: 10_000 } },
    ]);
  });

  it('keeps the versions, the plan and the hash of the secret, not the secret', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    const { body } = await cell.accept(dossierId);
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      procedureVersion: '2026-07-01',
      calendarVersion: cell.calendar.version,
      dueAt,
      // 2,205 of the 3,150 minutes of seven working days.
      deadline: { kind: 'escalation-70', at: '2026-12-01T01:15:00.000Z' },
      previous: 'accepted',
      openTasks: 0,
      run: 0,
      stages: [
        [
          { n: 1, kind: 'parcel-check', role: 'consulted', agency: 'land', office: 'ZLR.042.000' },
          { n: 2, kind: 'lawful-dwelling', role: 'consulted', agency: 'commune', office: 'ZUB.042.001' },
          { n: 3, kind: 'actual-residence', role: 'consulted', agency: 'police', office: 'G01.042.001' },
        ],
        [{ n: 4, kind: 'decision', role: 'competent', agency: 'police', office: 'G01.042.001' }],
      ],
    });
    expect(JSON.stringify(cell.ledger.items())).not.toContain(String(body['trackingSecret']));
  });

  it('leaves the inbox', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    expect((await cell.ledger.listInbox('police', 'G01.042.001')).entries).toEqual([]);
  });

  it('asks only the deciding office when the own house is in the land register', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp({ ...allFound, land: 'owned-by-applicant' }, ownedForm);
    await cell.accept(dossierId);
    expect(cell.ledger.meta(dossierId).stages).toEqual([
      [{ n: 1, kind: 'decision', role: 'competent', agency: 'police', office: 'G01.042.001' }],
    ]);
  });

  it('gives temporary residence three working days and its own fee', async () => {
    const cell = intakeBench();
    const form = { ...ownedForm, durationMonths: 12 };
    const dossierId = await cell.lookedUp(allFound, form, 'temporary-residence');
    expect((await cell.accept(dossierId)).body).toMatchObject({ amountDue: 7000, dueAt: '2026-11-27T02:00:00.000Z' });
  });

  it('takes a Saturday morning of the police for the day that is not counted', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    cell.clock.set('2026-11-28T02:00:00.000Z');
    expect((await cell.accept(dossierId)).body).toMatchObject({ dueAt: '2026-12-08T02:00:00.000Z' });
  });

  it('sets no appointment while the time limit is not known, and says so by name', async () => {
    const timeLimit = { value: null, confidence: 'unknown', source: 'not found' };
    const cell = intakeBench({ procedures: proceduresOf([{ ...permanentResidence, timeLimit }]) });
    const dossierId = await cell.lookedUp();
    const answer = await cell.accept(dossierId);
    expect([answer.status, kindOf(answer), answer.body['procedure']]).toEqual([409, 'time-limit-unknown', 'permanent-residence']);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'new' });
  });

  it('goes straight to the agencies where nothing is due', async () => {
    const cell = intakeBench({ procedures: withoutFee });
    const dossierId = await cell.lookedUp();
    expect((await cell.accept(dossierId)).body).toMatchObject({ state: 'processing', status: 4, amountDue: 0 });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ run: 1, stage: 0, openTasks: 3 });
    expect(cell.ledger.events(dossierId).slice(-2)).toMatchObject([
      { type: 'dossier.accepted', to: 'accepted' },
      {
        type: 'dossier.processing-started',
        from: 'accepted',
        to: 'processing',
        data: { run: 1, opened: [{ taskId: `${dossierId}.1` }, {}, {}] },
      },
    ]);
    expect(await cell.ledger.readItem(taskKey(dossierId, 3))).toMatchObject({ state: 'open', dueAt, kind: 'actual-residence' });
  });

  it('keeps META within one write unit to its end, with the longest plan of the catalogue', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId, { identityVerifiedBy: 'VNEID' });
    const paid = { ...cell.ledger.meta(dossierId), state: 'processing' as const, previous: undefined, receiptNumber: 'BL-42-2026-0000001' };
    const working = { ...paid, attempts: 99, run: 25, openTasks: 3, stage: 1 };
    const concluded = {
      outcome: 'GRANTED' as const,
      resultCode: 'C'.repeat(21),
      concludedAt: dueAt,
      returnedAt: dueAt,
      deadline: undefined,
    };
    expect(itemBytes(storedMeta(working, {}))).toBeLessThanOrEqual(1024);
    expect(itemBytes(storedMeta({ ...working, ...concluded }, {}))).toBeLessThanOrEqual(1024);
  });

  it.each(['VNEID', 'CHIP', 'MRZ'])('accepts when the officer verified the person by %s, and records it', async (identityVerifiedBy) => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp({ ...allFound, population: 'other-name' });
    expect((await cell.accept(dossierId, { identityVerifiedBy })).status).toBe(200);
    expect(cell.ledger.meta(dossierId).findings).toMatchObject({ population: 'other-name', identity: identityVerifiedBy });
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted')?.data).toMatchObject({ identityVerifiedBy });
  });

  it.each([
    ['before', '2026-11-25T02:29:59.999Z', 'BEFORE'],
    ['in', '2026-11-25T02:30:59.999Z', 'ON'],
    ['after', '2026-11-25T02:31:00.000Z', 'AFTER'],
  ])('says in its event that the submission was answered %s its due minute', async (_, at, timing) => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    cell.clock.set(at);
    await cell.accept(dossierId);
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted')?.data).toMatchObject({ timing });
  });

  it('says AFTER also when the sweep has removed the deadline', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    cell.clock.set('2026-11-25T03:00:00.000Z');
    await enactDeadlines(cell)();
    expect(cell.ledger.meta(dossierId).deadline).toBeUndefined();
    await cell.accept(dossierId);
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted')?.data).toMatchObject({ timing: 'AFTER' });
  });

  it('does not take any other word for it', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp({ ...allFound, population: 'not-found' });
    const { status, body } = await cell.accept(dossierId, { identityVerifiedBy: 'KNOWN_TO_ME' });
    expect([status, (body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([400, '/body/identityVerifiedBy']);
  });
});

describe('accepting while the lookups wait', () => {
  const unavailable = { population: 'unavailable', residence: 'unavailable', land: 'unavailable' };

  it('is possible when the officer says how the person was verified', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    expect((await cell.accept(dossierId, { identityVerifiedBy: 'CHIP' })).status).toBe(200);
    const findings = { ...unavailable, identity: 'CHIP' };
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'payment-requested', lookups: 'skipped', findings });
  });

  it('says in its event which registries had not answered', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await cell.accept(dossierId, { identityVerifiedBy: 'CHIP' });
    const accepted = cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted');
    expect(accepted?.data).toMatchObject({ identityVerifiedBy: 'CHIP', findings: unavailable });
    const folded = foldHistory(cell.ledger.events(dossierId));
    expect(folded).toMatchObject({ lookups: 'skipped', findings: { ...unavailable, identity: 'CHIP' } });
  });

  it('keeps every task of the plan: no registry has answered a question', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted(ownedForm);
    await cell.accept(dossierId, { identityVerifiedBy: 'CHIP' });
    const kinds = cell.ledger.meta(dossierId).stages.map((tasks) => tasks.map(({ kind }) => kind));
    expect(kinds).toEqual([['parcel-check', 'lawful-dwelling', 'actual-residence'], ['decision']]);
  });

  it('keeps a finding that is there already', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.change(dossierId, { findings: { population: 'match' } });
    await cell.accept(dossierId, { identityVerifiedBy: 'MRZ' });
    expect(cell.ledger.meta(dossierId).findings).toEqual({ ...unavailable, population: 'match', identity: 'MRZ' });
  });

  it('uses what the registries said when they answer just before', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.ledger.beforeNextWrite(async () => {
      cell.change(dossierId, { lookups: 'done', findings: allFound, n: 3 });
    });
    await cell.accept(dossierId, { identityVerifiedBy: 'CHIP' });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ lookups: 'done', findings: { ...allFound, identity: 'CHIP' } });
  });

  it('keeps META within one write unit', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await cell.accept(dossierId, { identityVerifiedBy: 'VNEID' });
    const meta = cell.ledger.meta(dossierId);
    const working = {
      ...meta,
      state: 'processing' as const,
      previous: undefined,
      receiptNumber: 'BL-42-2026-0000001',
      attempts: 99,
      run: 25,
    };
    expect(itemBytes(storedMeta({ ...working, stage: 1, openTasks: 3 }, {}))).toBeLessThanOrEqual(1024);
    const concluded = {
      outcome: 'GRANTED' as const,
      resultCode: 'C'.repeat(21),
      concludedAt: dueAt,
      returnedAt: dueAt,
      deadline: undefined,
    };
    expect(itemBytes(storedMeta({ ...working, ...concluded }, {}))).toBeLessThanOrEqual(1024);
  });
});

describe('a submission that cannot be accepted', () => {
  it('waits for the lookups', async () => {
    const cell = intakeBench();
    const { status, body } = await cell.accept(await cell.submitted());
    expect([status, body['type']]).toEqual([409, 'https://mot-cua.example/problems/lookups-open']);
  });

  it('is refused when it was accepted already, and the secret is not shown again', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    const items = cell.ledger.items();
    const { status, body } = await cell.accept(dossierId);
    expect([status, body['type'], body['state'], body['trackingSecret']]).toEqual([
      409,
      'https://mot-cua.example/problems/dossier-wrong-state',
      'payment-requested',
      undefined,
    ]);
    expect(cell.ledger.items()).toEqual(items);
  });

  it('is accepted once when two officers press the button at once', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    const answers = await Promise.all([cell.accept(dossierId), cell.accept(dossierId, {}, { sub: 'officer-2' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(cell.types(dossierId).filter((type) => type === 'dossier.accepted')).toHaveLength(1);
  });

  it('is refused after it was not accepted', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.refuse(dossierId, { reason: 'The house stands in another province.', legalBasis: 'Law on Residence, Article 20' });
    expect((await cell.accept(dossierId)).body).toMatchObject({ status: 409, state: 'not-accepted' });
  });

  it.each([
    ['of another office', { office: 'G01.042.002' }],
    ['of another cell', { office: 'G01.001.001' }],
  ])('answers 404 to an officer %s', async (_, claims) => {
    const cell = intakeBench();
    expect((await cell.accept(await cell.lookedUp(), {}, claims)).status).toBe(404);
  });

  it('answers 404 for a draft and for a dossier that does not exist', async () => {
    const cell = intakeBench();
    expect((await cell.accept(await cell.draft())).status).toBe(404);
    expect((await cell.accept(countedUlid(99))).status).toBe(404);
  });

  it.each([
    ['an approver', '[approver]'],
    ['no role at all', '[]'],
  ])('answers 403 to %s', async (_, roles) => {
    const cell = intakeBench();
    const { status, body } = await cell.accept(await cell.lookedUp(), {}, { roles });
    expect([status, body['type']]).toEqual([403, 'https://mot-cua.example/problems/role-missing']);
  });

  it('refuses when no fee row covers the day: nobody guesses an amount', async () => {
    const ended = proceduresOf([
      { ...permanentResidence, fees: permanentResidence.fees.map((row) => ({ ...row, validTo: '2026-11-22' })) },
    ]);
    const cell = intakeBench({ procedures: ended });
    const dossierId = await cell.lookedUp();
    const { status, body } = await cell.accept(dossierId);
    expect([status, body['type']]).toEqual([409, 'https://mot-cua.example/problems/fee-unknown']);
    expect(cell.ledger.meta(dossierId).state).toBe('new');
  });

  it('refuses a channel that no fee row covers', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    cell.change(dossierId, { channel: 'post' });
    expect((await cell.accept(dossierId)).status).toBe(409);
  });

  it('does not guess an appointment beyond the calendar', async () => {
    const cell = intakeBench({ at: '2027-12-28T02:00:00.000Z' });
    const dossierId = await cell.lookedUp();
    const { status, body } = await cell.accept(dossierId);
    expect([status, body['type']]).toEqual([503, 'https://mot-cua.example/problems/calendar-missing']);
  });

  it('refuses a body that is not known', async () => {
    const cell = intakeBench();
    const { status, body } = await cell.accept(await cell.lookedUp(), { force: true });
    expect([status, body['errors']]).toEqual([400, [{ pointer: '/body/force', detail: 'is not known' }]]);
  });
});
