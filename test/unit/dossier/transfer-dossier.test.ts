import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { dossierLife, type Stage } from '../../support/dossier-life.ts';
import { citizenClaims } from '../../support/http-event.ts';

const OWN = 'G01.042.001';
const OTHER = 'G01.042.002';
const body = { office: OTHER, reason: 'Chỗ ở thuộc xã khác' };
const life = dossierLife();
const { ledger, staff } = life;

const transfer = (dossierId: string, more: object = {}, claims: Record<string, string> = {}) =>
  staff('transferDossier', { dossierId }, { ...body, ...more }, claims);
const kindOf = ({ status, body: said }: { status: number; body: Record<string, unknown> }) =>
  `${status} ${String(said['type'] ?? '')
    .split('/')
    .at(-1)}`.trim();
const elsewhere = { office: OTHER, sub: 'chief-9' };

describe('a dossier at the wrong office', () => {
  it.each(['new', 'payment-requested', 'processing', 'deciding'] as Stage[])(
    'goes to the other one in %s, with its code, its clock and its tasks of that office',
    async (stage) => {
      const dossierId = await life.dossierIn(stage);
      const { n, ...before } = ledger.meta(dossierId);
      expect(await transfer(dossierId)).toMatchObject({
        status: 200,
        body: { dossierId, code: before.code, office: OTHER, state: before.state },
      });

      const { code, dueAt, acceptedAt, deadline, openTasks, run, state } = before;
      expect(ledger.meta(dossierId)).toMatchObject({ n: n + 1, agency: 'police', office: OTHER, code, openTasks, run, state });
      expect(ledger.meta(dossierId)).toMatchObject({ ...(dueAt && { dueAt, acceptedAt }), deadline });
      expect((await staff('readStaffDossier', { dossierId })).status).toBe(404);
      expect((await staff('readStaffDossier', { dossierId }, undefined, elsewhere)).status).toBe(200);
      expect(life.faults(dossierId)).toEqual([]);
    },
  );

  it('stands in the inbox of the other one only, and is accepted there', async () => {
    const dossierId = await life.dossierIn('new');
    const { inboxAt } = life.item(dossierId, 'META') ?? {};
    await transfer(dossierId);
    expect(await life.inbox(OWN)).not.toContain(dossierId);
    expect(await life.inbox(OTHER)).toContain(dossierId);
    expect(life.item(dossierId, 'META')).toMatchObject({ inboxAt });
    expect((await staff('acceptDossier', { dossierId }, {}, elsewhere)).status).toBe(200);
    expect(life.tasksOf(dossierId).find(({ role }) => role === 'competent')).toMatchObject({ office: OTHER });
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('takes the decision with it, and tells the other office of the tasks that are open there now', async () => {
    const dossierId = await life.dossierIn('processing');
    await transfer(dossierId);
    const offices = life.tasksOf(dossierId).map(({ kind, office }) => [kind, office]);
    expect(offices).toEqual([
      ['parcel-check', 'ZLR.042.000'],
      ['lawful-dwelling', 'ZUB.042.001'],
      ['actual-residence', OTHER],
      ['decision', OTHER],
    ]);
    const [fact, ...opened] = messagesOf(ledger.events(dossierId).at(-1) ?? expect.fail(), '42');
    expect(fact?.event.data).toMatchObject({ from: OWN, to: OTHER, reason: expect.stringMatching(/^WORDS#/) });
    expect(opened.map(({ attributes }) => attributes)).toEqual([{ type: 'vn.motcua.task.opened.v1', agency: 'police', office: OTHER }]);

    await life.answerAll(dossierId);
    expect(await life.inbox(OTHER)).toContain(life.decision(dossierId));
    expect((await life.decide(dossierId)).status).toBe(404);
    expect((await life.decide(dossierId, elsewhere)).status).toBe(200);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('leaves what is answered where it was answered, and takes along what was sent back to its office', async () => {
    const dossierId = await life.dossierIn('processing');
    await life.agency('answerTask', 'police', `${dossierId}.3`, { answer: 'POSITIVE' });
    await life.agency('returnTask', 'land', `${dossierId}.1`, { reason: body.reason });
    await transfer(dossierId);
    expect(life.tasksOf(dossierId)[2]).toMatchObject({ kind: 'actual-residence', office: OWN });
    expect(await life.inbox(OWN)).not.toContain(`${dossierId}.1`);
    expect(await life.inbox(OTHER)).toContain(`${dossierId}.1`);
    const routed = await staff('routeTask', { taskId: `${dossierId}.1` }, { office: 'ZUB.042.002', reason: body.reason }, elsewhere);
    expect(routed.status).toBe(200);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('comes to its result at the other office', async () => {
    const dossierId = await life.dossierIn('payment-requested');
    await transfer(dossierId);
    await life.pay(dossierId);
    await life.answerAll(dossierId);
    await life.decide(dossierId, elsewhere);
    expect(await life.conclude(dossierId)).toMatchObject({ kind: 'concluded', outcome: 'GRANTED' });
    expect(ledger.events(dossierId).at(-1)?.data['number']).toMatch(/-G01\.042\.002$/);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('tells the owner where it is, and only the office why', async () => {
    const dossierId = await life.dossierIn('new');
    await transfer(dossierId);
    const own = await life.call('readOwnDossier', { claims: citizenClaims(), path: { dossierId } });
    expect(own.body).toMatchObject({ office: OTHER, words: [] });
    const { body: read } = await staff('readStaffDossier', { dossierId }, undefined, elsewhere);
    expect(read['words']).toEqual([expect.objectContaining({ event: 'dossier.transferred', reason: body.reason })]);
  });
});

describe('handing over again and again', () => {
  const officer = { roles: '[intake approver]' };
  const there = (claims: Record<string, string> = officer) => ({ ...claims, office: OTHER });
  const back = { office: OWN };

  it.each(['new', 'processing'] as Stage[])('is for a leader once officers have done it three times (%s)', async (stage) => {
    const dossierId = await life.dossierIn(stage);
    expect((await transfer(dossierId, {}, officer)).status).toBe(200);
    expect((await transfer(dossierId, back, there())).status).toBe(200);
    expect((await transfer(dossierId, {}, officer)).status).toBe(200);
    const before = ledger.items();
    const refused = await transfer(dossierId, back, there());
    expect([kindOf(refused), refused.body['most'], refused.body['detail']]).toEqual([
      ...['409 passed-on-enough', 3],
      'The dossier or its tasks were passed on 3 times; a leader of the office decides where it goes now.',
    ]);
    expect(ledger.items()).toEqual(before);
    expect((await transfer(dossierId, back, there({ roles: '[leader]' }))).status).toBe(200);
    expect((await transfer(dossierId, {}, { roles: '[leader]' })).status).toBe(200);
    expect(kindOf(await transfer(dossierId, back, there()))).toBe('409 passed-on-enough');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('counts what others did at the same moment', async () => {
    const dossierId = await life.dossierIn('processing');
    await transfer(dossierId, {}, officer);
    await transfer(dossierId, back, there());
    ledger.beforeNextWrite(async () => {
      await transfer(dossierId, {}, { ...officer, sub: 'chief-2' });
      await transfer(dossierId, back, there({ roles: '[leader]' }));
    });
    expect(kindOf(await transfer(dossierId, {}, officer))).toBe('409 passed-on-enough');
  });
});

describe('handing over is refused', () => {
  it.each([
    ['to an office that does not exist', { office: 'G01.042.099' }, {}, '422 office-unfit'],
    ['to itself', { office: OWN }, {}, '422 office-unfit'],
    ['to an office of another kind', { office: 'ZUB.042.002' }, {}, '422 office-unfit'],
    ['to an office of another cell', { office: 'G01.001.002' }, {}, '422 office-unfit'],
    ['without a reason', { reason: '' }, {}, '400 request-invalid'],
    ['by another office', {}, { office: OTHER }, '404 dossier-not-found'],
    ['without the role', {}, { roles: '[clerk]' }, '403 role-missing'],
  ])('%s', async (_why, more, claims, kind) => {
    const dossierId = await life.dossierIn('processing');
    const before = ledger.items();
    expect(kindOf(await transfer(dossierId, more, claims))).toBe(kind);
    expect(ledger.items()).toEqual(before);
  });

  it('once it is decided', async () => {
    expect(kindOf(await transfer(await life.dossierIn('decided')))).toBe('409 dossier-decided');
  });

  it('of a draft, while the owner asks to withdraw, and of what is over', async () => {
    expect(kindOf(await transfer(await life.draft()))).toBe('404 dossier-not-found');
    const dossierId = await life.dossierIn('processing');
    await life.citizen('requestWithdrawal', dossierId, { body: {} });
    expect(kindOf(await transfer(dossierId))).toBe('409 dossier-wrong-state');
    await staff('decideWithdrawal', { dossierId }, { decision: 'GRANT' });
    expect(kindOf(await transfer(dossierId))).toBe('409 dossier-wrong-state');
  });

  it('to the second of two at once: the dossier is in the other office by then', async () => {
    const dossierId = await life.dossierIn('processing');
    ledger.beforeNextWrite(async () => void (await transfer(dossierId, { office: 'G01.042.003' }, { sub: 'chief-2' })));
    expect(kindOf(await transfer(dossierId))).toBe('404 dossier-not-found');
    expect(ledger.meta(dossierId)).toMatchObject({ office: 'G01.042.003' });
    expect(life.faults(dossierId)).toEqual([]);
  });
});
