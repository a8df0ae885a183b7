import { describe, expect, it } from 'vitest';
import { because, dossierLife, type Stage } from '../../support/dossier-life.ts';
import { agencyClaims, citizenClaims } from '../../support/http-event.ts';

const REFUSE = { decision: 'REFUSE', ...because };
const GRANT = { decision: 'GRANT' };
const reason = 'Tôi chuyển đi nơi khác';
/** Wednesday, 17:00 in Viet Nam; the cell's clock begins on Monday. */
const asking = { items: [{ document: 'LEASE', what: 'Bản chụp mờ' }], ...because, answerBy: '2026-12-09T17:00:00+07:00' };

/** The places from which the table lets a dossier be asked back, and the state that each is. */
const places = {
  new: 'new',
  'payment-requested': 'payment-requested',
  processing: 'processing',
  deciding: 'processing',
  'intake supplement': 'supplement-requested',
  'appraisal supplement': 'supplement-requested',
} as const;
type Place = keyof typeof places;
const everywhere = Object.keys(places) as Place[];

const life = dossierLife();
const { ledger, citizen, staff, agency } = life;

const dossierAt = async (place: Place): Promise<string> => {
  if (!place.endsWith('supplement')) return life.dossierIn(place as Stage);
  const dossierId = await life.dossierIn(place === 'intake supplement' ? 'new' : 'processing');
  const headers = life.once();
  const claims = { sub: 'officer-1', office: 'G01.042.001', roles: '[approver]' };
  const asked = await life.call('requestSupplement', { claims, headers, path: { dossierId }, body: asking });
  if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
  return dossierId;
};
const ask = (dossierId: string, body: unknown = { reason }) => citizen('requestWithdrawal', dossierId, { body });
const answer = (dossierId: string, body: unknown, claims: Record<string, string> = {}) =>
  staff('decideWithdrawal', { dossierId }, body, { sub: 'chief-1', ...claims });
const askedAt = async (place: Place): Promise<string> => {
  const dossierId = await dossierAt(place);
  await ask(dossierId);
  return dossierId;
};

describe('a request to withdraw', () => {
  it.each(everywhere)('is taken at %s, leads to 7 and lies before the office', async (place) => {
    const dossierId = await dossierAt(place);
    expect(await ask(dossierId)).toMatchObject({ status: 200, body: { dossierId, state: 'withdrawal-requested', status: 7 } });
    expect(ledger.meta(dossierId)).toMatchObject({ state: 'withdrawal-requested', withdrawnFrom: places[place] });
    expect(life.item(dossierId, 'WITHDRAWAL')).toMatchObject({ inboxAt: life.clock.now().toISOString() });
    expect(await life.inbox()).toContain(`WITHDRAWAL ${dossierId}`);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('leaves nothing to complete, to pay or to answer at the intake, and takes it out of that inbox', async () => {
    for (const place of ['new', 'intake supplement', 'payment-requested'] as const) {
      const dossierId = await askedAt(place);
      expect(['supplement', 'payment']).not.toContain(ledger.meta(dossierId).deadline?.kind);
      expect(await life.inbox()).not.toContain(dossierId);
      const refused = [
        await staff('acceptDossier', { dossierId }, {}),
        await citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} }),
        await citizen('openPayment', dossierId, { headers: life.once() }),
      ];
      expect(refused.filter(({ status }) => status < 400)).toEqual([]);
    }
  });

  it('changes nothing when it is made again, and keeps its words for those whom they concern', async () => {
    const dossierId = await askedAt('processing');
    const before = ledger.meta(dossierId);
    expect((await ask(dossierId, { reason: 'Lý do khác' })).status).toBe(200);
    expect(ledger.meta(dossierId)).toEqual(before);

    const { body: own } = await citizen('readOwnDossier', dossierId);
    expect(own['words']).toEqual([{ n: before.n, event: 'dossier.withdrawal-requested', at: life.clock.now().toISOString(), reason }]);
    const { body: read } = await staff('readStaffDossier', { dossierId });
    expect(read['words']).toEqual(own['words']);
    expect(JSON.stringify(ledger.events(dossierId))).not.toContain(reason);
    expect(JSON.stringify(ledger.items())).not.toContain(reason);
  });

  it('needs no words', async () => {
    const dossierId = await dossierAt('new');
    expect((await ask(dossierId, {})).status).toBe(200);
    expect(life.item(dossierId, `WORDS#${String(ledger.meta(dossierId).n).padStart(4, '0')}`)).toBeUndefined();
    expect(life.faults(dossierId)).toEqual([]);
  });

  it.each([
    ['a draft', {}, 409, 'dossier-wrong-state'],
    ['another person', { pin: '042190000999' }, 404, 'dossier-not-found'],
  ])('is refused to %s', async (_who, claims, status, kind) => {
    const dossierId = kind === 'dossier-wrong-state' ? await life.draft() : await dossierAt('new');
    const refused = await life.call('requestWithdrawal', { claims: citizenClaims(claims), path: { dossierId }, body: {} });
    expect([refused.status, String(refused.body['type']).split('/').at(-1)]).toEqual([status, kind]);
  });

  it.each([{ reason: 'x' }, { reason: 'x'.repeat(501) }, { because: reason }, 'no JSON'])('is refused as %j', async (body) => {
    expect((await ask(await dossierAt('new'), body)).status).toBe(400);
  });

  it('is refused once the dossier is decided', async () => {
    const dossierId = await life.dossierIn('decided');
    const refused = await ask(dossierId);
    expect([refused.status, refused.body['type']]).toEqual([409, expect.stringMatching('dossier-decided')]);
  });

  it('that comes while the decision is being written finds the dossier decided', async () => {
    const dossierId = await dossierAt('deciding');
    ledger.beforeNextWrite(async () => void (await life.decide(dossierId)));
    expect((await ask(dossierId)).body).toMatchObject({ type: expect.stringMatching('dossier-decided') });
    expect(life.types(dossierId)).not.toContain('dossier.withdrawal-requested');
  });

  it('that comes while the last opinion is being written lets the opinion count', async () => {
    const dossierId = await dossierAt('processing');
    const [first, second, last] = life.tasksOf(dossierId);
    for (const task of [first, second]) await agency('answerTask', task?.system ?? '', task?.taskId ?? '', { answer: 'POSITIVE' });
    ledger.beforeNextWrite(async () => void (await agency('answerTask', last?.system ?? '', last?.taskId ?? '', { answer: 'POSITIVE' })));
    expect((await ask(dossierId)).status).toBe(200);
    expect(ledger.meta(dossierId)).toMatchObject({ state: 'withdrawal-requested', stage: 1, openTasks: 1 });
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('while a withdrawal waits for its answer', () => {
  it('agencies read and answer their tasks, the last opens the decision, and nobody decides', async () => {
    const dossierId = await askedAt('processing');
    const [first] = life.tasksOf(dossierId);
    const read = await agency('readTask', first?.system ?? '', first?.taskId ?? '');
    expect(read.body).toMatchObject({ state: 'open', applicant: { pin: '042190000016' } });
    await life.answerAll(dossierId);
    expect(ledger.meta(dossierId)).toMatchObject({ state: 'withdrawal-requested', stage: 1, openTasks: 1 });
    expect(await life.inbox()).toEqual(expect.arrayContaining([`WITHDRAWAL ${dossierId}`, life.decision(dossierId)]));

    const refused = await life.decide(dossierId);
    expect([refused.status, refused.body['state']]).toEqual([409, 'withdrawal-requested']);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('money that was on its way is booked', async () => {
    const dossierId = await dossierAt('payment-requested');
    const { body } = await citizen('openPayment', dossierId, { headers: life.once() });
    await ask(dossierId);
    await life.call('notifyPayment', { query: life.paid(String(body['reference'])) });
    expect(ledger.meta(dossierId)).toMatchObject({ state: 'withdrawal-requested', amountDue: 0, run: 0 });
    expect(await life.inbox()).toContain(`WITHDRAWAL ${dossierId}`);
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('a withdrawal that is granted', () => {
  it.each(everywhere)('stops a dossier at %s: nothing is open, due or waited for any more', async (place) => {
    const dossierId = await askedAt(place);
    const open = ledger.items().filter(({ pk, state }) => pk === `DOSSIER#${dossierId}` && state === 'open').length;
    expect(await answer(dossierId, GRANT)).toMatchObject({ status: 200, body: { dossierId, state: 'stopped', status: 8 } });

    const paid = ['processing', 'deciding', 'appraisal supplement'].includes(place) ? 10_000 : 0;
    const stopped = ledger.events(dossierId).at(-1);
    expect(stopped).toMatchObject({ type: 'dossier.stopped', from: 'withdrawal-requested', to: 'stopped' });
    expect(stopped?.data).toMatchObject({ reason: 'WITHDRAWN', paid });
    expect(stopped?.data['cancelled']).toHaveLength(open);
    const { deadline, supplement, ...meta } = ledger.meta(dossierId);
    expect([deadline, supplement]).toEqual([undefined, undefined]);
    expect(meta).toMatchObject({ state: 'stopped', openTasks: 0, amountDue: 0 });
    const mine = ledger.items().filter(({ pk }) => pk === `DOSSIER#${dossierId}`);
    expect(mine.filter(({ inboxKey, deadlineKey }) => inboxKey || deadlineKey)).toEqual([]);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('cancels the tasks for their agencies, also the decision, and ends every route to them', async () => {
    const dossierId = await askedAt('processing');
    const [first, , last] = life.tasksOf(dossierId);
    await agency('answerTask', first?.system ?? '', first?.taskId ?? '', { answer: 'NEGATIVE' });
    await answer(dossierId, GRANT);
    expect(life.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'closed', answer: 'NEGATIVE' });
    expect(life.item(dossierId, 'TASK#0003')).toMatchObject({ state: 'cancelled' });
    expect(ledger.events(dossierId).at(-1)?.data['cancelled']).toEqual([`${dossierId}.2`, `${dossierId}.3`]);

    const { body } = await agency('readTask', last?.system ?? '', last?.taskId ?? '');
    expect([body['state'], body['applicant']]).toEqual(['cancelled', undefined]);
    for (const [operation, sent] of [
      ['answerTask', { answer: 'POSITIVE' }],
      ['returnTask', { reason }],
    ] as const)
      expect((await agency(operation, last?.system ?? '', last?.taskId ?? '', sent)).body).toMatchObject({ status: 409 });
    const list = await life.call('listTasks', { claims: agencyClaims('police'), query: { office: 'G01.042.001' } });
    expect(JSON.stringify(list.body)).not.toContain(dossierId);
  });

  it('keeps what was paid booked, and marks what is paid after it as surplus', async () => {
    const dossierId = await dossierAt('payment-requested');
    const { body } = await citizen('openPayment', dossierId, { headers: life.once() });
    await ask(dossierId);
    await answer(dossierId, { ...GRANT, ...because });
    await life.call('notifyPayment', { query: life.paid(String(body['reference'])) });
    expect(ledger.events(dossierId).at(-2)).toMatchObject({ type: 'payment.booked', data: { amount: 10_000, surplus: true } });
    expect(ledger.meta(dossierId)).toMatchObject({ state: 'stopped', amountDue: 0 });
    expect(life.faults(dossierId)).toEqual([]);
    const { body: own } = await citizen('readOwnDossier', dossierId);
    expect(own['words']).toEqual(expect.arrayContaining([expect.objectContaining({ event: 'dossier.stopped', ...because })]));
  });

  it('is final', async () => {
    const dossierId = await askedAt('new');
    await answer(dossierId, GRANT);
    for (const { status } of [await ask(dossierId), await answer(dossierId, REFUSE), await staff('acceptDossier', { dossierId }, {})])
      expect(status).toBe(409);
  });
});

describe('a withdrawal that is refused', () => {
  it.each(everywhere)('leaves a dossier at %s where it stood, with its deadline', async (place) => {
    const dossierId = await dossierAt(place);
    const before = ledger.meta(dossierId);
    await ask(dossierId);
    expect((await answer(dossierId, REFUSE)).body).toMatchObject({ state: places[place] });
    const { n, ...after } = ledger.meta(dossierId);
    expect(after).toEqual({ ...before, n: undefined });
    expect(n).toBe(before.n + 2);
    expect(await life.inbox()).not.toContain(`WITHDRAWAL ${dossierId}`);
    expect((await life.inbox()).includes(dossierId)).toBe(place === 'new');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('lets it go on: accepted, paid and decided', async () => {
    const dossierId = await askedAt('new');
    await answer(dossierId, REFUSE);
    expect((await staff('acceptDossier', { dossierId }, {})).status).toBe(200);
    await ask(dossierId);
    await answer(dossierId, REFUSE);
    await life.pay(dossierId);
    await life.answerAll(dossierId);
    expect((await life.decide(dossierId)).status).toBe(200);
    expect(life.faults(dossierId)).toEqual([]);
    const { body } = await citizen('readOwnDossier', dossierId);
    expect(body['words']).toHaveLength(4);
  });

  it('sends a dossier on to the agencies that was paid meanwhile', async () => {
    const dossierId = await dossierAt('payment-requested');
    const { body } = await citizen('openPayment', dossierId, { headers: life.once() });
    await ask(dossierId);
    await life.call('notifyPayment', { query: life.paid(String(body['reference'])) });
    expect((await answer(dossierId, REFUSE)).body).toMatchObject({ state: 'processing' });
    expect(life.types(dossierId).slice(-3)).toEqual(['dossier.withdrawal-refused', 'dossier.fee-settled', 'dossier.processing-started']);
    expect(ledger.meta(dossierId)).toMatchObject({ run: 1, openTasks: 3 });
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('comes back into the intake when the answer to a supplement lay before it', async () => {
    const dossierId = await dossierAt('intake supplement');
    life.clock.advance(60_000);
    await life.upload(dossierId);
    expect(await citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} })).toMatchObject({ status: 200 });
    const before = ledger.meta(dossierId);
    await ask(dossierId);
    expect(await life.inbox()).not.toContain(dossierId);
    await answer(dossierId, REFUSE);
    expect(ledger.meta(dossierId)).toEqual({ ...before, n: before.n + 2 });
    expect(await life.inbox()).toContain(dossierId);
    expect(life.faults(dossierId)).toEqual([]);
    expect((await staff('acceptDossier', { dossierId }, {})).status).toBe(200);
  });
});

describe('the answer to a request to withdraw', () => {
  it.each([
    ['nothing was asked', 'processing', {}, GRANT, 409],
    ['it is another office’s', 'asked', { office: 'G01.042.002' }, GRANT, 404],
    ['the role is missing', 'asked', { roles: '[intake clerk]' }, GRANT, 403],
    ['a refusal gives no reason', 'asked', {}, { decision: 'REFUSE' }, 400],
    ['a refusal names no law', 'asked', {}, { decision: 'REFUSE', reason }, 400],
    ['it decides something else', 'asked', {}, { decision: 'POSTPONE', ...because }, 400],
  ])('is refused when %s', async (_why, where, claims, body, status) => {
    const dossierId = where === 'asked' ? await askedAt('processing') : await dossierAt('processing');
    const before = ledger.items();
    expect((await answer(dossierId, body, claims)).status).toBe(status);
    expect(ledger.items()).toEqual(before);
  });

  it('is one when two officers answer at once', async () => {
    const dossierId = await askedAt('deciding');
    ledger.beforeNextWrite(async () => void (await answer(dossierId, REFUSE, { sub: 'chief-2' })));
    expect((await answer(dossierId, GRANT)).body).toMatchObject({ status: 409, state: 'processing' });
    expect(life.types(dossierId)).not.toContain('dossier.stopped');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it.each([GRANT, REFUSE])('is decided anew, with the same words, when an opinion comes between: %j', async (body) => {
    const dossierId = await askedAt('processing');
    const [first] = life.tasksOf(dossierId);
    ledger.beforeNextWrite(async () => void (await agency('answerTask', first?.system ?? '', first?.taskId ?? '', { answer: 'POSITIVE' })));
    expect((await answer(dossierId, { ...because, ...body })).status).toBe(200);
    expect(life.item(dossierId, 'TASK#0001')).toMatchObject({ state: 'closed' });
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('writes nothing when the table fails in the middle', async () => {
    const dossierId = await askedAt('processing');
    const before = ledger.items();
    ledger.failNext('commit');
    expect((await answer(dossierId, GRANT)).status).toBe(500);
    expect(ledger.items()).toEqual(before);
    expect((await answer(dossierId, GRANT)).status).toBe(200);
  });
});
