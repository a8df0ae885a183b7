import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { dossierLife } from '../../support/dossier-life.ts';
import { agencyClaims } from '../../support/http-event.ts';

const reason = 'Thửa đất do cơ quan khác quản lý';
const life = dossierLife();
const { ledger, agency, staff } = life;

/** The first task of the demonstration's plan is the land office's. */
const LAND = 'ZLR.042.000';
const COMMITTEE = 'ZUB.042.001';
const first = (dossierId: string) => `${dossierId}.1`;
const sendBack = (dossierId: string, system = 'land', body: unknown = { reason }) => agency('returnTask', system, first(dossierId), body);
const route = (dossierId: string, office = COMMITTEE, claims: Record<string, string> = {}) =>
  staff('routeTask', { taskId: first(dossierId) }, { office, reason: 'Đúng thẩm quyền' }, claims);
const kindOf = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
  `${status} ${String(body['type'] ?? '')
    .split('/')
    .at(-1)}`.trim();
const tasksOf = async (system: string, office: string) =>
  JSON.stringify((await life.call('listTasks', { claims: agencyClaims(system), query: { office } })).body);

describe('a task at the wrong agency', () => {
  it('is sent back: it lies before the dossier’s office with its due time, and its agency has it no more', async () => {
    const dossierId = await life.dossierIn('processing');
    const { dueAt, openTasks } = ledger.meta(dossierId);
    expect(await sendBack(dossierId)).toMatchObject({ status: 200, body: { taskId: first(dossierId), state: 'sent-back' } });

    expect(life.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'sent-back', dueAt, office: LAND });
    expect(ledger.meta(dossierId)).toMatchObject({ state: 'processing', openTasks });
    expect(await tasksOf('land', LAND)).not.toContain(dossierId);
    const { body } = await staff('listInbox', {});
    expect(body['entries']).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'task', taskId: first(dossierId), state: 'sent-back', dueAt })]),
    );
    expect(ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'task.sent-back',
      data: { taskId: first(dossierId), agency: 'land', office: LAND, reason: expect.stringMatching(/^WORDS#\d{4}$/) },
    });
    expect(JSON.stringify(ledger.events(dossierId))).not.toContain(reason);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('tells its office why, and shows nothing of the person any more', async () => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    const { body } = await staff('readStaffDossier', { dossierId });
    expect(body['words']).toEqual([expect.objectContaining({ event: 'task.sent-back', reason })]);
    expect((await agency('readTask', 'land', first(dossierId))).body).toMatchObject({ state: 'sent-back' });
    expect((await agency('readTask', 'land', first(dossierId))).body).not.toHaveProperty('applicant');
    const link = await life.call('openTaskDocument', {
      claims: agencyClaims('land'),
      path: { taskId: first(dossierId), document: 'LEASE' },
    });
    expect(link.status).toBe(409);
    expect(kindOf(await agency('answerTask', 'land', first(dossierId), { answer: 'POSITIVE' }))).toBe('409 task-sent-back');
  });

  it('is sent back once, however often its agency says so', async () => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    const { n } = ledger.meta(dossierId);
    expect((await sendBack(dossierId, 'land', { reason: 'Lý do khác' })).status).toBe(200);
    expect(ledger.meta(dossierId).n).toBe(n);
  });

  it('goes to its new agency under the same id, with the same due time and the same place in the plan', async () => {
    const dossierId = await life.dossierIn('processing');
    const { dueAt, deadline } = ledger.meta(dossierId);
    await sendBack(dossierId);
    const routed = { taskId: first(dossierId), kind: 'parcel-check', role: 'consulted', agency: 'commune', office: COMMITTEE, dueAt };
    expect(await route(dossierId)).toMatchObject({ status: 200, body: routed });

    expect(life.tasksOf(dossierId)[0]).toMatchObject({ n: 1, system: 'commune', office: COMMITTEE });
    expect(ledger.meta(dossierId)).toMatchObject({ openTasks: 3, run: 1, dueAt, deadline });
    const [, opened] = messagesOf(ledger.events(dossierId).at(-1) ?? expect.fail(), '42');
    expect(opened).toMatchObject({
      attributes: { type: 'vn.motcua.task.opened.v1', agency: 'commune', office: COMMITTEE },
      event: { data: routed },
    });
    expect(await tasksOf('commune', COMMITTEE)).toContain(first(dossierId));
    expect((await agency('readTask', 'commune', first(dossierId))).body).toHaveProperty('applicant');
    expect(kindOf(await agency('readTask', 'land', first(dossierId)))).toBe('404 task-not-found');
    expect(kindOf(await sendBack(dossierId))).toBe('404 task-not-found');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('is answered by the new agency, and the dossier goes on to its decision', async () => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    await route(dossierId);
    await life.answerAll(dossierId);
    expect(ledger.meta(dossierId)).toMatchObject({ stage: 1, openTasks: 1 });
    expect((await life.decide(dossierId)).status).toBe(200);
    expect(await life.conclude(dossierId)).toMatchObject({ kind: 'concluded' });
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('may be sent back and routed again, also to an office that had it before', async () => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    await route(dossierId);
    expect((await sendBack(dossierId, 'commune')).status).toBe(200);
    expect((await route(dossierId, LAND)).status).toBe(200);
    expect((await agency('answerTask', 'land', first(dossierId), { answer: 'NEGATIVE' })).status).toBe(200);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('waits for its routing also while the owner asks to withdraw, and is cancelled with the dossier', async () => {
    const dossierId = await life.dossierIn('processing');
    await life.citizen('requestWithdrawal', dossierId, { body: {} });
    expect((await sendBack(dossierId)).status).toBe(200);
    await staff('decideWithdrawal', { dossierId }, { decision: 'GRANT' });
    expect(life.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'cancelled' });
    expect(life.item(dossierId, 'TASK#0001')).not.toHaveProperty('inboxKey');
    expect(kindOf(await route(dossierId))).toBe('409 task-not-sent-back');
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('passing on again and again', () => {
  const chief = { roles: '[approver]' };

  it('is for a leader once officers have done it three times, the dossier’s own ways among them', async () => {
    const dossierId = await life.dossierIn('processing');
    await staff('transferDossier', { dossierId }, { office: 'G01.042.002', reason }, chief);
    await staff('transferDossier', { dossierId }, { office: 'G01.042.001', reason }, { ...chief, office: 'G01.042.002' });
    await sendBack(dossierId);
    expect((await route(dossierId, COMMITTEE, chief)).status).toBe(200);
    // Its agency may still say that it is not its own: otherwise nobody could answer it.
    expect((await sendBack(dossierId, 'commune')).status).toBe(200);
    const refused = await route(dossierId, LAND, chief);
    expect([kindOf(refused), refused.body['most']]).toEqual(['409 passed-on-enough', 3]);
    expect(life.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'sent-back', office: COMMITTEE });
    expect((await route(dossierId, LAND, { roles: '[leader]' })).status).toBe(200);
    expect((await agency('answerTask', 'land', first(dossierId), { answer: 'POSITIVE' })).status).toBe(200);
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('sending back is refused', () => {
  it.each([
    ['to another agency', 'commune', { reason }, '404 task-not-found'],
    ['without a reason', 'land', {}, '400 request-invalid'],
    ['with too short a reason', 'land', { reason: 'x' }, '400 request-invalid'],
    ['with more than a reason', 'land', { reason, office: COMMITTEE }, '400 request-invalid'],
  ])('%s', async (_why, system, body, kind) => {
    const dossierId = await life.dossierIn('processing');
    expect(kindOf(await sendBack(dossierId, system, body))).toBe(kind);
  });

  it('of a decision, which goes with its dossier', async () => {
    const dossierId = await life.dossierIn('deciding');
    expect(kindOf(await agency('returnTask', 'police', life.decision(dossierId), { reason }))).toBe('403 role-missing');
  });

  it('of a task that is answered', async () => {
    const dossierId = await life.dossierIn('deciding');
    expect(kindOf(await sendBack(dossierId))).toBe('409 task-closed');
  });

  it('when the answer is written at the same moment', async () => {
    const dossierId = await life.dossierIn('processing');
    ledger.beforeNextWrite(async () => void (await agency('answerTask', 'land', first(dossierId), { answer: 'POSITIVE' })));
    expect(kindOf(await sendBack(dossierId))).toBe('409 task-closed');
    expect(life.types(dossierId)).not.toContain('task.sent-back');
  });
});

describe('routing is refused', () => {
  it.each([
    ['to an office that does not exist', 'ZXX.042.001', '422 office-unfit'],
    ['to nowhere', '', '400 request-invalid'],
    ['to the office that sent it back', LAND, '422 office-unfit'],
    ['to an office of another cell', 'ZUB.001.001', '422 office-unfit'],
    ['to a one-stop, which decides nothing', 'ZOS.042.001', '422 office-unfit'],
  ])('%s', async (_why, office, kind) => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    const before = ledger.items();
    expect(kindOf(await route(dossierId, office))).toBe(kind);
    expect(ledger.items()).toEqual(before);
  });

  it.each([
    ['at another office', { office: 'G01.042.002' }, '404 task-not-found'],
    ['without the role', { roles: '[intake clerk]' }, '403 role-missing'],
  ])('%s', async (_why, claims, kind) => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    expect(kindOf(await route(dossierId, COMMITTEE, claims))).toBe(kind);
  });

  it('of a task that was not sent back, that does not exist, or is not opened yet', async () => {
    const dossierId = await life.dossierIn('processing');
    expect(kindOf(await route(dossierId))).toBe('409 task-not-sent-back');
    const body = { office: COMMITTEE, reason };
    expect(kindOf(await staff('routeTask', { taskId: `${dossierId}.9` }, body))).toBe('404 task-not-found');
    expect(kindOf(await staff('routeTask', { taskId: life.decision(dossierId) }, body))).toBe('404 task-not-found');
  });

  it('to the second of two officers who route it at once', async () => {
    const dossierId = await life.dossierIn('processing');
    await sendBack(dossierId);
    ledger.beforeNextWrite(async () => void (await route(dossierId, 'ZUB.042.002', { sub: 'chief-2' })));
    expect(kindOf(await route(dossierId))).toBe('409 task-not-sent-back');
    expect(life.tasksOf(dossierId)[0]).toMatchObject({ office: 'ZUB.042.002' });
    expect(life.types(dossierId).filter((type) => type === 'task.routed')).toHaveLength(1);
    expect(life.faults(dossierId)).toEqual([]);
  });
});
