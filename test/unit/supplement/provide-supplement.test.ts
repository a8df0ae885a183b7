import { describe, expect, it } from 'vitest';
import { openFiling } from '../../../functions/ledger/filing.ts';
import { Task } from '../../../functions/ledger/task.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { fixedPersonalData } from '../../support/fixed.ts';
import { rentedForm } from '../../support/intake-bench.ts';
import { kindOf } from '../../support/kind-of.ts';
import { asking, leader, override, type SupplementBench, supplementBench } from './supplement-bench.ts';

const statusAndKind = (answer: { status: number; body: Record<string, unknown> }) => [answer.status, kindOf(answer)];
const HOUR = 60 * 60_000;
const corrected = { ...rentedForm, phone: '0009990099', relationToHead: 'CHILD' };
const formAlone = { ...asking, items: [], form: true };

const tasksOf = async (cell: SupplementBench, dossierId: string) =>
  (await cell.ledger.list(dossierId, 'TASK#')).map((item) => Task.parse(item));

describe('the answer before the acceptance', () => {
  it('puts the dossier before its office again, with the hours of a new submission', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId);
    cell.clock.advance(HOUR);
    await cell.upload(dossierId);
    const { status, body } = await cell.provide(dossierId);
    const providedAt = '2026-11-23T03:00:00.000Z';
    expect([status, body]).toEqual([200, { dossierId, n: 1, stage: 'intake', providedAt, state: 'supplement-requested', status: 5 }]);
    // The police work seven and a half hours a day, and not on Tuesday: five hours are left of Monday.
    const due = '2026-11-25T03:30:00.000Z';
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      ...{ state: 'supplement-requested', previous: 'new', deadline: { kind: 'intake', at: due } },
      ...{ supplement: { n: 1, provided: providedAt }, documents: { LEASE: 'uploaded' } },
    });
    expect(await cell.inbox()).toMatchObject([{ kind: 'dossier', dossierId, dueAt: due, status: 5 }]);
    expect((await cell.own(dossierId))['supplements']).toMatchObject([{ n: 1, providedAt }]);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.supplement-provided',
      by: { kind: 'owner' },
      data: { n: 1 },
    });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('is accepted from 5 to 2, as if it had been complete from the start', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    const { status } = await cell.accept(dossierId);
    expect(status).toBe(200);
    const accepted = cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted');
    expect(accepted).toMatchObject({ from: 'supplement-requested', to: 'accepted', data: { timing: 'BEFORE' } });
    const meta = cell.ledger.meta(dossierId);
    expect(meta).toMatchObject({ state: 'processing', acceptedAt: '2026-11-23T03:00:00.000Z' });
    expect([meta.supplement, meta.previous]).toEqual([undefined, undefined]);
    expect(await cell.inbox()).toHaveLength(1);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('is refused from 5 to 3, and the owner reads why', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    const refusal = { reason: 'Vẫn không đọc được chữ ký', legalBasis: 'Luật Cư trú, Điều 21' };
    expect((await cell.refuse(dossierId, refusal)).body).toMatchObject({ status: 3 });
    expect(await cell.own(dossierId)).toMatchObject({ status: 3, refusal, supplements: [{ n: 1 }] });
    expect(cell.ledger.meta(dossierId).supplement).toBeUndefined();
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('may be asked about again, and each answer is kept with its times', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    await cell.ask(dossierId, { ...formAlone, override }, leader);
    cell.clock.advance(HOUR);
    await cell.provide(dossierId, 2, { form: corrected });
    expect((await cell.own(dossierId))['supplements']).toMatchObject([
      { n: 1, askedAt: '2026-11-23T02:00:00.000Z', providedAt: '2026-11-23T03:00:00.000Z' },
      { n: 2, askedAt: '2026-11-23T03:00:00.000Z', providedAt: '2026-11-23T04:00:00.000Z' },
    ]);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
    expect((await cell.accept(dossierId)).status).toBe(200);
  });
});

describe('the answer while the agencies have the dossier', () => {
  it('takes it back to 4 at once, with the waiting time added to its due time and that of the open tasks', async () => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    const { dueAt: dueBefore } = cell.ledger.meta(dossierId);
    expect(dueBefore).toBe('2026-12-03T02:00:00.000Z');
    await cell.ask(dossierId);
    // To Wednesday, 10:00: the rest of Monday and one hour; Tuesday is a holiday.
    cell.clock.set('2026-11-25T03:00:00.000Z');
    await cell.upload(dossierId);
    const { body } = await cell.provide(dossierId);
    const dueAt = '2026-12-04T03:00:00.000Z';
    expect(body).toMatchObject({ stage: 'appraisal', state: 'processing', status: 4, dueAt });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', dueAt, openTasks: 3 });
    expect(cell.ledger.meta(dossierId).supplement).toBeUndefined();
    expect((await tasksOf(cell, dossierId)).map((task) => task.dueAt)).toEqual([dueAt, dueAt, dueAt]);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      ...{ type: 'dossier.supplement-provided', from: 'supplement-requested', to: 'processing' },
      data: { n: 1, dueBefore, dueAt, tasks: [1, 2, 3].map((n) => `${dossierId}.${n}`) },
    });
    expect(cell.ledger.items().find(({ sk }) => sk === 'SUPPLEMENT#0001')).toMatchObject({ dueBefore, dueAfter: dueAt });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('begins the whole limit anew where the procedure says so', async () => {
    const cell = supplementBench({ clock: 'RESTART' });
    const dossierId = await cell.processing();
    await cell.ask(dossierId);
    cell.clock.set('2026-11-25T03:00:00.000Z');
    await cell.upload(dossierId);
    // Seven working days from Wednesday, 10:00.
    expect((await cell.provide(dossierId)).body).toMatchObject({ dueAt: '2026-12-04T03:00:00.000Z' });
  });

  it('does not make a dossier timely that was late when it was asked about', async () => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    const { dueAt } = cell.ledger.meta(dossierId);
    cell.clock.set('2026-12-07T02:00:00.000Z');
    await cell.ask(dossierId, { ...asking, answerBy: '2026-12-09T10:00:00+07:00' });
    cell.clock.advance(HOUR);
    await cell.upload(dossierId);
    expect((await cell.provide(dossierId)).body).toMatchObject({ status: 4, dueAt });
  });

  it('counts two waits in the due time, and the second needs a leader', async () => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    await cell.ask(dossierId);
    cell.clock.advance(HOUR);
    await cell.upload(dossierId);
    await cell.provide(dossierId);
    expect(statusAndKind(await cell.ask(dossierId))).toEqual([409, 'supplement-limit']);
    await cell.ask(dossierId, { ...formAlone, override }, leader);
    cell.clock.advance(HOUR);
    expect((await cell.provide(dossierId, 2, { form: corrected })).body).toMatchObject({ dueAt: '2026-12-03T04:00:00.000Z' });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });
});

describe('the answer of a person at the counter', () => {
  it('is given by the office that entered the dossier, and by no other', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    cell.change(dossierId, { channel: 'counter' });
    await cell.ask(dossierId, formAlone);
    expect(statusAndKind(await cell.provideAsStaff(dossierId, {}, { office: 'G01.042.002' }))).toEqual([404, 'dossier-not-found']);
    expect(statusAndKind(await cell.provideAsStaff(dossierId, {}, { roles: '[approver]' }))).toEqual([403, 'role-missing']);
    const { status, body } = await cell.provideAsStaff(dossierId, { form: corrected, identityVerifiedBy: 'CHIP' });
    expect([status, body['n'], body['status']]).toEqual([200, 1, 5]);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.supplement-provided',
      by: { kind: 'staff', id: 'officer-1' },
      data: { identityVerifiedBy: 'CHIP' },
    });
  });

  it.each(['new', 'processing'] as const)('says how the person was verified, as the filing does (%s)', async (stage) => {
    const cell = supplementBench();
    const dossierId = stage === 'new' ? await cell.submitted() : await cell.processing();
    cell.change(dossierId, { channel: 'counter' });
    await cell.ask(dossierId, formAlone);
    for (const identityVerifiedBy of [undefined, 'A_FRIEND']) {
      const { status, body } = await cell.provideAsStaff(dossierId, { form: corrected, identityVerifiedBy });
      expect([status, body['errors']]).toMatchObject([400, [{ pointer: '/body/identityVerifiedBy' }]]);
    }
    expect(cell.ledger.meta(dossierId).state).toBe('supplement-requested');
    const first = await cell.provideAsStaff(dossierId, { form: corrected, identityVerifiedBy: 'VNEID' });
    expect(first.status).toBe(200);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ identityVerifiedBy: 'VNEID' });
    // Nobody stands there any more when the same answer is sent again.
    expect(await cell.provideAsStaff(dossierId, { form: corrected })).toEqual(first);
  });

  it('may come by letter, as the filing did, and then nobody was there to be verified', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    cell.change(dossierId, { channel: 'post' });
    await cell.ask(dossierId, formAlone);
    expect((await cell.provideAsStaff(dossierId, { form: corrected })).status).toBe(200);
    expect(cell.ledger.events(dossierId).at(-1)?.data).not.toHaveProperty('identityVerifiedBy');
  });

  it('is given by nobody else for a dossier that was filed online', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    expect(statusAndKind(await cell.provideAsStaff(dossierId, { form: corrected }))).toEqual([404, 'dossier-not-found']);
  });
});

describe('a corrected form', () => {
  const asked = async (request: unknown = formAlone) => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, request);
    return { cell, dossierId };
  };

  it('is what everybody reads from then on, and the one that was filed is kept', async () => {
    const { cell, dossierId } = await asked();
    expect((await cell.provide(dossierId, 1, { form: corrected })).status).toBe(200);
    expect(cell.ledger.meta(dossierId).formVersion).toBe(2);
    expect((await cell.staff(dossierId))['form']).toEqual(corrected);
    const filed = await openFiling(cell.ledger, fixedPersonalData(), { dossierId });
    expect(filed.form).toEqual(rentedForm);
    expect((await openFiling(cell.ledger, fixedPersonalData(), cell.ledger.meta(dossierId))).applicant).toEqual(filed.applicant);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ n: 1, formVersion: 2 });
    expect(JSON.stringify(cell.ledger.events(dossierId))).not.toContain('0009990099');
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('is missing from an answer that leaves it out, and unasked for in one that brings it', async () => {
    const { cell, dossierId } = await asked();
    const without = await cell.provide(dossierId);
    expect([...statusAndKind(without), without.body['form'], without.body['documents']]).toEqual([409, 'supplement-incomplete', true, []]);
    const other = await asked(asking);
    const unasked = await other.cell.provide(other.dossierId, 1, { form: corrected });
    expect([unasked.status, unasked.body['errors']]).toMatchObject([400, [{ pointer: '/body/form' }]]);
  });

  it.each([
    ['the kind of dwelling', { kind: 'OWNED' }, ['/body/form/dwelling/kind']],
    ['the commune', { commune: 'T4202', parcel: 'T4202/12/345' }, ['/body/form/dwelling/commune', '/body/form/dwelling/parcel']],
    ['the parcel', { parcel: 'T4201/12/346' }, ['/body/form/dwelling/parcel']],
  ])('may not change %s', async (_what, dwelling, pointers) => {
    const { cell, dossierId } = await asked();
    const answer = await cell.provide(dossierId, 1, { form: { ...rentedForm, dwelling: { ...rentedForm.dwelling, ...dwelling } } });
    expect([...statusAndKind(answer), answer.body['pointers']]).toEqual([409, 'form-changes-plan', pointers]);
    expect(cell.ledger.meta(dossierId).formVersion).toBeUndefined();
  });

  it('may change the rest of the dwelling', async () => {
    const { cell, dossierId } = await asked();
    const dwelling = { ...rentedForm.dwelling, line: 'Số 2, thôn Mẫu 1', areaM2: 55 };
    expect((await cell.provide(dossierId, 1, { form: { ...rentedForm, dwelling } })).status).toBe(200);
  });

  it.each([
    ['without what it needs', { phone: '0009990001' }, '/body/form/relationToHead'],
    ['with what it does not know', { ...corrected, note: 'x' }, '/body/form/note'],
    ['that is a list', [], '/body/form'],
  ])('is refused %s', async (_what, form, pointer) => {
    const { cell, dossierId } = await asked();
    const { status, body } = await cell.provide(dossierId, 1, { form });
    expect([status, Array.isArray(body['errors']) && body['errors'][0]]).toMatchObject([400, { pointer }]);
  });
});

describe('an answer that cannot be taken', () => {
  it('lacks a document that is asked for', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, { ...asking, items: [...asking.items, { what: 'Giấy tờ khác' }] });
    cell.clock.advance(HOUR);
    await cell.upload(dossierId);
    const answer = await cell.provide(dossierId);
    expect([...statusAndKind(answer), answer.body['documents']]).toEqual([409, 'supplement-incomplete', ['SUPPLEMENT_1_2']]);
    await cell.upload(dossierId, 'SUPPLEMENT_1_2');
    expect((await cell.provide(dossierId)).status).toBe(200);
  });

  it('is taken in the last minute, and comes too late in the next', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    cell.clock.set('2026-11-25T10:01:00.000Z');
    const late = await cell.provide(dossierId, 1, { form: corrected });
    expect([...statusAndKind(late), late.body['answerBy']]).toEqual([409, 'supplement-overdue', '2026-11-25T10:00:00.000Z']);
    cell.clock.set('2026-11-25T10:00:59.000Z');
    expect((await cell.provide(dossierId, 1, { form: corrected })).status).toBe(200);
  });

  it('comes after the dossier was stopped, also when that happens at the same moment', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    cell.ledger.beforeNextWrite(async () => {
      const meta = cell.ledger.meta(dossierId);
      cell.ledger.seed({ ...meta, state: 'stopped', n: meta.n + 1, supplement: undefined, deadline: undefined });
    });
    const answer = await cell.provide(dossierId, 1, { form: corrected });
    expect([...statusAndKind(answer), answer.body['state']]).toEqual([409, 'dossier-wrong-state', 'stopped']);
    expect(cell.ledger.items().some(({ sk }) => sk === 'FORM#0002')).toBe(false);
  });

  it('is about a request that was never made, or somebody else’s', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    expect(statusAndKind(await cell.provide(dossierId))).toEqual([404, 'supplement-not-found']);
    await cell.ask(dossierId, formAlone);
    expect(statusAndKind(await cell.provide(dossierId, 2))).toEqual([404, 'supplement-not-found']);
    expect(statusAndKind(await cell.provide(dossierId, 1, {}, { pin: '042190000999' }))).toEqual([404, 'dossier-not-found']);
    for (const n of ['0', 'x', '-1', '1e3', '10000']) expect((await cell.provide(dossierId, n)).status).toBe(400);
  });
});

describe('answering twice', () => {
  it('answers the same, with or without the form, and changes nothing', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    const first = await cell.provide(dossierId, 1, { form: corrected });
    cell.clock.advance(HOUR);
    expect(await cell.provide(dossierId, 1, { form: corrected })).toEqual(first);
    expect(await cell.provide(dossierId)).toEqual(first);
    await cell.accept(dossierId);
    expect((await cell.provide(dossierId)).body).toMatchObject({ providedAt: first.body['providedAt'], state: 'processing' });
    expect(cell.types(dossierId).filter((type) => type === 'dossier.supplement-provided')).toHaveLength(1);
  });

  it('with another form is refused', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    await cell.provide(dossierId, 1, { form: corrected });
    expect(statusAndKind(await cell.provide(dossierId, 1, { form: rentedForm }))).toEqual([409, 'supplement-answered']);
    const documents = await cell.provided();
    expect(statusAndKind(await cell.provide(documents, 1, { form: rentedForm }))).toEqual([409, 'supplement-answered']);
  });

  it('at the same moment answers once', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, formAlone);
    cell.ledger.beforeNextWrite(async () => void (await cell.provide(dossierId, 1, { form: corrected })));
    expect((await cell.provide(dossierId, 1, { form: corrected })).status).toBe(200);
    expect(cell.types(dossierId).filter((type) => type === 'dossier.supplement-provided')).toHaveLength(1);
    expect(cell.ledger.meta(dossierId).formVersion).toBe(2);
  });
});
