import { describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { TimeLimit } from '../../../functions/calendar/clock-rules.ts';
import { taskKey } from '../../../functions/ledger/item-keys.ts';
import { taskWrite } from '../../../functions/ledger/open-stage.ts';
import { Task } from '../../../functions/ledger/task.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { allFound, ownedForm } from '../../support/intake-bench.ts';
import { kindOf } from '../../support/kind-of.ts';
import { asking, leader, override, supplementBench } from './supplement-bench.ts';

const statusAndKind = (answer: { status: number; body: Record<string, unknown> }) => [answer.status, kindOf(answer)];
const inWords = { ...asking, items: [{ what: 'Giấy xác nhận tình trạng hôn nhân' }] };

describe('asking before the acceptance', () => {
  it('takes the dossier from 1 to 5, keeps who asked for what until when, and the words apart', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    const { status, body } = await cell.ask(dossierId, { ...asking, items: [...asking.items, ...inWords.items] });
    const documents = ['LEASE', 'SUPPLEMENT_1_2'];
    const answerBy = '2026-11-25T10:00:00.000Z';
    expect([status, body]).toEqual([201, { dossierId, n: 1, stage: 'intake', askedAt: '2026-11-23T02:00:00.000Z', answerBy, documents }]);
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      ...{ state: 'supplement-requested', previous: 'new', supplement: { n: 1, stage: 'intake', answerBy } },
      ...{ documents: { LEASE: 'expected', SUPPLEMENT_1_2: 'expected' }, deadline: { kind: 'supplement', at: answerBy } },
    });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      ...{ type: 'dossier.supplement-requested', from: 'new', to: 'supplement-requested', by: { kind: 'staff', id: 'officer-1' } },
      data: { n: 1, stage: 'intake', documents, answerBy, timing: 'BEFORE' },
    });
    const item = cell.ledger.items().find(({ sk }) => sk === 'SUPPLEMENT#0001');
    expect(item).toMatchObject({ n: 1, stage: 'intake', askedBy: 'officer-1', documents, answerBy });
    const plain = JSON.stringify(cell.ledger.items().map(({ sealed: _, ...rest }) => rest));
    for (const words of [asking.reason, asking.legalBasis, asking.items[0]?.what ?? '', 'hôn nhân']) expect(plain).not.toContain(words);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('shows the owner and the office what is asked, and takes the dossier out of the inbox', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, { ...asking, form: true, items: [...asking.items, ...inWords.items] });
    const asked = {
      ...{ n: 1, stage: 'intake', form: true, reason: asking.reason, legalBasis: asking.legalBasis },
      items: [
        { document: 'LEASE', what: asking.items[0]?.what },
        { document: 'SUPPLEMENT_1_2', what: inWords.items[0]?.what },
      ],
    };
    const own = await cell.own(dossierId);
    expect(own).toMatchObject({ status: 5, supplements: [asked] });
    expect(own['documents']).toMatchObject([
      { code: 'LEASE', state: 'expected' },
      { code: 'SUPPLEMENT_1_2', kind: 'DOCUMENT', state: 'expected' },
    ]);
    expect((await cell.staff(dossierId))['supplements']).toMatchObject([asked]);
    expect(await cell.inbox()).toEqual([]);
  });

  it('lets nobody accept, refuse or ask again until the applicant has answered', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    await cell.ask(dossierId);
    const answers = [
      await cell.accept(dossierId),
      await cell.refuse(dossierId, { reason: 'Không thuộc thẩm quyền', legalBasis: 'Điều 22' }),
      await cell.ask(dossierId, asking, { sub: 'officer-2' }),
    ];
    expect(answers.map(statusAndKind)).toEqual(Array(3).fill([409, 'supplement-open']));
    expect(answers.map(({ body }) => body['answerBy'])).toEqual(Array(3).fill('2026-11-25T10:00:00.000Z'));
    expect(cell.types(dossierId).at(-1)).toBe('dossier.supplement-requested');
  });

  it('says that it came after the end of the intake', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    cell.clock.set('2026-11-25T03:00:00.000Z');
    await cell.ask(dossierId);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ timing: 'AFTER' });
  });

  it('may ask for a correction of the form alone', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    const { status, body } = await cell.ask(dossierId, { ...asking, items: [], form: true });
    expect([status, body['documents'], body['form']]).toEqual([201, [], true]);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ documents: { LEASE: 'uploaded' }, supplement: { form: true } });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });
});

describe('a dossier that another one-stop took in', () => {
  it('is asked about by that one before the acceptance, and by the office that decides it afterwards', async () => {
    const cell = supplementBench({ most: 2 });
    const dossierId = await cell.submitted();
    cell.change(dossierId, { receivedOffice: 'G01.042.002' });
    const there = { office: 'G01.042.002' };
    expect((await cell.ask(dossierId, { ...asking, items: [], form: true }, there)).body).toMatchObject({ n: 1, stage: 'intake' });
    const accepted = await cell.submitted();
    cell.change(accepted, { receivedOffice: 'G01.042.002' });
    await cell.accept(accepted);
    expect(statusAndKind(await cell.ask(accepted, asking, there))).toEqual([404, 'dossier-not-found']);
    expect((await cell.ask(accepted)).status).toBe(201);
  });
});

describe('asking while the agencies have the dossier', () => {
  it('takes it from 4 to 5 with its tasks open, and keeps the due time that was told', async () => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    const before = cell.ledger.meta(dossierId);
    const { body } = await cell.ask(dossierId, asking, { roles: '[approver]' });
    expect(body).toMatchObject({ n: 1, stage: 'appraisal' });
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      ...{ state: 'supplement-requested', previous: 'processing', openTasks: 3, dueAt: before.dueAt },
      deadline: { kind: 'supplement', at: '2026-11-25T10:00:00.000Z' },
    });
    expect(cell.ledger.items().find(({ sk }) => sk === 'SUPPLEMENT#0001')).toMatchObject({ stage: 'appraisal', dueBefore: before.dueAt });
    expect(cell.ledger.events(dossierId).at(-1)?.data).not.toHaveProperty('timing');
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('is counted apart from what was asked at the intake', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    await cell.accept(dossierId);
    const { status, body } = await cell.ask(dossierId);
    expect([status, body['n'], body['stage']]).toEqual([201, 2, 'appraisal']);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('ends when the competent agency has decided', async () => {
    const cell = supplementBench();
    const dossierId = await cell.processing();
    const { stages } = cell.ledger.meta(dossierId);
    const task = Task.parse(await cell.ledger.readItem(taskKey(dossierId, 1)));
    const decision = { ...task, ...stages[1]?.[0], taskId: `${dossierId}.4`, state: 'closed' as const, answer: 'REFUSE' as const };
    const { key, item } = taskWrite({ ...decision, closedAt: task.openedAt });
    await cell.ledger.putItem(key, item);
    expect(statusAndKind(await cell.ask(dossierId))).toEqual([409, 'dossier-decided']);
  });
});

describe('asking more often than the procedure allows', () => {
  it('is refused, with the most that it allows', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    const answer = await cell.ask(dossierId);
    expect([...statusAndKind(answer), answer.body['stage'], answer.body['most']]).toEqual([409, 'supplement-limit', 'intake', 1]);
  });

  it('is for a leader, who names the law and is kept as the one who approved it', async () => {
    const cell = supplementBench();
    const dossierId = await cell.provided();
    expect(statusAndKind(await cell.ask(dossierId, { ...asking, override }))).toEqual([403, 'role-missing']);
    const { status, body } = await cell.ask(dossierId, { ...asking, override }, leader);
    expect([status, body['n']]).toEqual([201, 2]);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({ by: { id: 'leader-1' }, data: { n: 2, approver: 'leader-1' } });
    expect(cell.ledger.events(dossierId).at(-1)).not.toHaveProperty('to');
    expect(cell.ledger.items().find(({ sk }) => sk === 'SUPPLEMENT#0002')).toMatchObject({ approver: 'leader-1', askedBy: 'leader-1' });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'supplement-requested', previous: 'new', supplement: { n: 2 } });
    expect(cell.ledger.meta(dossierId).supplement).not.toHaveProperty('provided');
    expect(await cell.inbox()).toEqual([]);
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('is not needed while it is not more often', async () => {
    const cell = supplementBench({ most: 2 });
    const dossierId = await cell.submitted();
    const early = await cell.ask(dossierId, { ...asking, override }, leader);
    expect([...statusAndKind(early), early.body['errors']]).toMatchObject([400, 'request-invalid', [{ pointer: '/body/override' }]]);
    expect(statusAndKind(await cell.ask(dossierId, asking, leader))).toEqual([403, 'role-missing']);
    expect((await cell.ask(dossierId)).status).toBe(201);
    cell.clock.advance(60_000);
    await cell.upload(dossierId);
    await cell.provide(dossierId);
    expect((await cell.ask(dossierId)).status).toBe(201);
  });

  it('is needed at once where the procedure allows none', async () => {
    const cell = supplementBench({ most: 0 });
    const dossierId = await cell.submitted();
    expect(statusAndKind(await cell.ask(dossierId))).toEqual([409, 'supplement-limit']);
    expect((await cell.ask(dossierId, { ...asking, override }, leader)).status).toBe(201);
  });
});

describe('a document that may be asked for', () => {
  const ask = async (document: string, findings: Record<string, string> = allFound) => {
    const cell = supplementBench();
    const draft = await cell.draft(ownedForm);
    await cell.submit(draft);
    cell.change(draft, { lookups: 'done', findings });
    return { cell, dossierId: draft, answer: await cell.ask(draft, { ...asking, items: [{ document, what: 'Hợp đồng thuê nhà' }] }) };
  };

  it('is none that the state holds or the procedure does not need', async () => {
    const { answer, dossierId, cell } = await ask('LEASE');
    expect([...statusAndKind(answer), answer.body['document']]).toEqual([409, 'document-not-needed', 'LEASE']);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'new', documents: {} });
  });

  it('is one of the procedure’s when a registry gave no answer, which is recorded', async () => {
    const { answer, dossierId, cell } = await ask('LEASE', { population: 'match', land: 'unavailable' });
    expect(answer.status).toBe(201);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ documents: ['LEASE'], unavailable: ['land'] });
    expect(cell.ledger.items().find(({ sk }) => sk === 'SUPPLEMENT#0001')).toMatchObject({ unavailable: ['land'] });
    expect((await cell.own(dossierId))['documents']).toMatchObject([{ code: 'LEASE', kind: 'CONSENT', state: 'expected' }]);
  });

  it('is not one that no procedure knows, whatever the registries say', async () => {
    const { answer } = await ask('BLOOD_TEST', { population: 'match', land: 'unavailable' });
    expect(statusAndKind(answer)).toEqual([409, 'document-not-needed']);
  });

  it('is one that was asked for in words before', async () => {
    const cell = supplementBench({ most: 2 });
    const dossierId = await cell.submitted();
    await cell.ask(dossierId, inWords);
    await cell.upload(dossierId, 'SUPPLEMENT_1_1');
    await cell.provide(dossierId);
    const again = { ...asking, items: [{ document: 'SUPPLEMENT_1_1', what: 'Bản chụp mờ' }] };
    expect((await cell.ask(dossierId, again)).body).toMatchObject({ n: 2, documents: ['SUPPLEMENT_1_1'] });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });
});

describe('the time to answer', () => {
  it.each([
    ['a Sunday', '2026-11-29T10:00:00+07:00', '/body/answerBy'],
    ['a holiday', '2026-11-24T10:00:00+07:00', '/body/answerBy'],
    ['the night', '2026-11-25T22:00:00+07:00', '/body/answerBy'],
    ['the lunch break', '2026-11-25T12:30:00+07:00', '/body/answerBy'],
    ['no time zone', '2026-11-25T10:00:00', '/body/answerBy'],
    ['no time at all', 'soon', '/body/answerBy'],
  ])('is not %s', async (_what, answerBy, pointer) => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    const answer = await cell.ask(dossierId, { ...asking, answerBy });
    expect([...statusAndKind(answer), answer.body['errors']]).toMatchObject([400, 'request-invalid', [{ pointer }]]);
    expect(cell.ledger.meta(dossierId).state).toBe('new');
  });

  it('is not beyond what the calendar knows', async () => {
    const cell = supplementBench();
    const answer = await cell.ask(await cell.submitted(), { ...asking, answerBy: '2031-01-06T10:00:00+07:00' });
    expect(statusAndKind(answer)).toEqual([422, 'outside-calendar']);
  });

  it.each([
    ['a past day', '2026-11-20T10:00:00+07:00'],
    ['the very minute of the request', '2026-11-23T09:00:30+07:00'],
    ['the next minute', '2026-11-23T09:01:00+07:00'],
    ['the night before', '2026-12-02T22:00:00+07:00'],
    ['the last minute before the end of the seventh working day', '2026-12-03T16:59:59+07:00'],
  ])('is not %s: who does not answer in time is stopped', async (_what, answerBy) => {
    const cell = supplementBench({ least: TimeLimit.parse(permanentResidence.leastAnswerTime.value) });
    const dossierId = await cell.submitted();
    const answer = await cell.ask(dossierId, { ...asking, answerBy });
    // From Monday 23 November; the 24th is a holiday.
    expect([...statusAndKind(answer), answer.body['earliest']]).toEqual([422, 'supplement-time-short', '2026-12-03T10:00:00.000Z']);
    expect(cell.ledger.meta(dossierId).state).toBe('new');
    expect((await cell.ask(dossierId, { ...asking, answerBy: String(answer.body['earliest']) })).status).toBe(201);
  });

  it('is not set where the calendar ends before the least time does', async () => {
    const cell = supplementBench({ least: TimeLimit.parse(permanentResidence.leastAnswerTime.value) });
    const dossierId = await cell.submitted();
    cell.clock.set('2027-12-28T02:00:00.000Z');
    const answer = await cell.ask(dossierId, { ...asking, answerBy: '2027-12-31T16:00:00+07:00' });
    expect(statusAndKind(answer)).toEqual([503, 'calendar-missing']);
    expect(cell.ledger.meta(dossierId).state).toBe('new');
  });

  it.each(['2026-11-23T10:00:00+07:00', '2026-11-25T17:00:00+07:00', '2026-11-25T03:00:00Z'])('may be %s', async (answerBy) => {
    const cell = supplementBench();
    const { status, body } = await cell.ask(await cell.submitted(), { ...asking, answerBy });
    expect([status, body['answerBy']]).toEqual([201, new Date(answerBy).toISOString()]);
  });
});

describe('a request that cannot be taken', () => {
  it.each([
    ['asks for nothing', { items: [] }, '/body/items'],
    ['asks for too much', { items: Array.from({ length: 31 }, () => ({ what: 'Giấy tờ' })) }, '/body/items'],
    ['asks for one document twice', { items: [asking.items[0], asking.items[0]] }, '/body/items'],
    ['says of something not what it is', { items: [{ document: 'LEASE' }] }, '/body/items/0/what'],
    ['says it in blanks', { items: [{ what: '    ' }] }, '/body/items/0/what'],
    ['says too much', { items: [{ what: 'x'.repeat(501) }] }, '/body/items/0/what'],
    ['names something that is no code', { items: [{ document: '../FORM', what: 'Giấy tờ' }] }, '/body/items/0/document'],
    ['gives no reason', { reason: '' }, '/body/reason'],
    ['gives no law', { legalBasis: undefined }, '/body/legalBasis'],
    ['does not want the form', { form: false }, '/body/form'],
    ['says in words who approved it', { override: { approver: '042190000016', legalBasis: 'Điều 1' } }, '/body/override/approver'],
    ['has a member that is not known', { urgent: true }, '/body/urgent'],
  ])('%s', async (_what, change, pointer) => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    const { status, body } = await cell.ask(dossierId, { ...asking, ...change });
    expect([status, body['errors']]).toMatchObject([400, [{ pointer }]]);
    expect(cell.ledger.meta(dossierId).state).toBe('new');
  });

  it.each(['accepted', 'payment-requested', 'withdrawal-requested', 'stopped', 'not-accepted', 'processed', 'returned'] as const)(
    'finds the dossier %s',
    async (state) => {
      const cell = supplementBench();
      const dossierId = await cell.submitted();
      cell.change(dossierId, { state });
      const answer = await cell.ask(dossierId);
      expect([...statusAndKind(answer), answer.body['state']]).toEqual([409, 'dossier-wrong-state', state]);
    },
  );

  it('is about a draft, another office’s dossier or none', async () => {
    const cell = supplementBench();
    const submitted = await cell.submitted();
    const answers = [
      await cell.ask(await cell.draft()),
      await cell.ask(submitted, asking, { office: 'G01.042.002' }),
      await cell.ask('01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ];
    expect(answers.map(statusAndKind)).toEqual(Array(3).fill([404, 'dossier-not-found']));
    expect(statusAndKind(await cell.ask(submitted, asking, { roles: '[clerk]' }))).toEqual([403, 'role-missing']);
  });
});

describe('asking twice', () => {
  it('with the same key asks once, and answers the same, even after the applicant has answered', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    const first = await cell.ask(dossierId, asking, { key: 'the-same-key' });
    cell.clock.advance(60_000);
    expect(await cell.ask(dossierId, asking, { key: 'the-same-key' })).toEqual(first);
    await cell.upload(dossierId);
    await cell.provide(dossierId);
    expect(await cell.ask(dossierId, asking, { key: 'the-same-key' })).toEqual(first);
    expect(cell.types(dossierId).filter((type) => type === 'dossier.supplement-requested')).toHaveLength(1);
  });

  it('with the same key for something else is refused', async () => {
    const cell = supplementBench();
    const [one, other] = [await cell.submitted(), await cell.submitted()];
    await cell.ask(one, asking, { key: 'the-same-key' });
    expect(statusAndKind(await cell.ask(one, inWords, { key: 'the-same-key' }))).toEqual([409, 'idempotency-key-reused']);
    expect(statusAndKind(await cell.ask(other, asking, { key: 'the-same-key' }))).toEqual([409, 'idempotency-key-reused']);
    expect(cell.ledger.meta(other).state).toBe('new');
  });

  it('at the same moment asks once, and both are told so', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    let other: Awaited<ReturnType<typeof cell.ask>> | undefined;
    cell.ledger.beforeNextWrite(async () => {
      other = await cell.ask(dossierId, asking, { key: 'the-same-key' });
    });
    expect(await cell.ask(dossierId, asking, { key: 'the-same-key' })).toEqual(other);
    expect(other?.status).toBe(201);
  });

  it('without a key is refused', async () => {
    const cell = supplementBench();
    expect((await cell.ask(await cell.submitted(), asking, { key: 'short' })).status).toBe(400);
  });

  it('gives way to an officer who accepts at the same moment, and then asks in the appraisal', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    cell.ledger.beforeNextWrite(async () => void (await cell.accept(dossierId)));
    expect((await cell.ask(dossierId)).body).toMatchObject({ n: 1, stage: 'appraisal' });
    expect(faultsInMemory(cell.ledger, dossierId)).toEqual([]);
  });

  it('by two officers at the same moment asks once', async () => {
    const cell = supplementBench();
    const dossierId = await cell.submitted();
    cell.ledger.beforeNextWrite(async () => void (await cell.ask(dossierId, inWords, { sub: 'officer-2' })));
    expect(statusAndKind(await cell.ask(dossierId))).toEqual([409, 'supplement-open']);
    expect(cell.ledger.meta(dossierId).documents).toEqual({ LEASE: 'uploaded', SUPPLEMENT_1_1: 'expected' });
  });
});
