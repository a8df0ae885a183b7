import { describe, expect, it } from 'vitest';
import { createHandler as readHandler } from '../../../functions/dossier/read-own-dossier.handler.ts';
import { openRefusal } from '../../../functions/dossier/refusal.ts';
import { refuseDossier } from '../../../functions/dossier/refuse-dossier.ts';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { refusalKey } from '../../../functions/ledger/item-keys.ts';
import { callHttp, citizenClaims, httpEvent } from '../../support/http-event.ts';
import { intakeBench } from '../../support/intake-bench.ts';

const words = { reason: 'Nhà của bà Mẫu không thuộc xã này.', legalBasis: 'Law on Residence, Article 20' };

describe('not accepting a submission', () => {
  it('ends the dossier in state 3', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    expect(await cell.refuse(dossierId, words)).toMatchObject({ status: 200, body: { dossierId, state: 'not-accepted', status: 3 } });
    expect(cell.ledger.meta(dossierId).deadline).toBeUndefined();
    expect((await cell.ledger.listInbox('police', 'G01.042.001')).entries).toEqual([]);
  });

  it('tells the owner why, in words', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await cell.refuse(dossierId, words);
    const answer = await callHttp(readHandler(cell), httpEvent('readOwnDossier', { claims: citizenClaims(), path: { dossierId } }));
    expect(answer.body['refusal']).toEqual({ ...words, at: '2026-11-23T02:00:00.000Z' });
  });

  it('keeps the words, which may name a person, out of the event', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await cell.refuse(dossierId, words);
    const fact = cell.ledger.events(dossierId).at(-1);
    expect(fact).toMatchObject({
      type: 'dossier.not-accepted',
      data: { reason: 'REFUSAL', legalBasis: 'REFUSAL', timing: 'BEFORE' },
    });
    const sent = JSON.stringify(fact && messagesOf(fact, '42'));
    expect([sent.includes(words.reason), sent.includes(words.legalBasis)]).toEqual([false, false]);
  });

  it('stores the words sealed, bound to their dossier', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await cell.refuse(dossierId, words);
    const stored = JSON.stringify(cell.ledger.items());
    expect([stored.includes('Mẫu'), stored.includes(words.legalBasis)]).toEqual([false, false]);
    expect(await openRefusal(cell.ledger, cell.personalData, dossierId)).toEqual({ ...words, at: '2026-11-23T02:00:00.000Z' });

    const other = await cell.submitted();
    const { pk: _, sk: __, ...item } = (await cell.ledger.readItem(refusalKey(dossierId))) ?? {};
    await cell.ledger.putItem(refusalKey(other), item);
    await expect(openRefusal(cell.ledger, cell.personalData, other)).rejects.toThrow();
  });

  it('says in its event that the answer came late', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.clock.set('2026-11-25T02:31:00.000Z');
    await cell.refuse(dossierId, words);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ timing: 'AFTER' });
  });

  it('seals once when the step is decided anew', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    let sealed = 0;
    const seal: typeof cell.personalData.seal = async (...given) => {
      sealed += 1;
      return cell.personalData.seal(...given);
    };
    cell.ledger.conflictNext(2);
    const refuse = refuseDossier({ ...cell, personalData: { seal } });
    const caller = { audience: 'staff', sub: 'officer-1', office: 'G01.042.001', roles: ['intake'] } as const;
    expect((await refuse({ caller, dossierId, ...words, cause: 'c' })).kind).toBe('refused-intake');
    expect(sealed).toBe(1);
  });

  it('writes nothing when sealing fails', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    const items = cell.ledger.items();
    const refuse = refuseDossier({ ...cell, personalData: { seal: async () => Promise.reject(new Error('KMS is away')) } });
    const caller = { audience: 'staff', sub: 'officer-1', office: 'G01.042.001', roles: ['intake'] } as const;
    await expect(refuse({ caller, dossierId, ...words, cause: 'c' })).rejects.toThrow('KMS is away');
    expect(cell.ledger.items()).toEqual(items);
  });

  it('does not wait for the lookups', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    expect(cell.ledger.meta(dossierId).lookups).toBe('waiting');
    expect((await cell.refuse(dossierId, words)).status).toBe(200);
  });
});

describe('a refusal that cannot be given', () => {
  it.each([
    ['no reason', { legalBasis: words.legalBasis }, '/body/reason'],
    ['a reason of one word', { ...words, reason: 'no' }, '/body/reason'],
    ['a reason of spaces', { ...words, reason: ' '.repeat(40) }, '/body/reason'],
    ['a reason without end', { ...words, reason: 'x'.repeat(1001) }, '/body/reason'],
    ['no legal basis', { reason: words.reason }, '/body/legalBasis'],
    ['a field too many', { ...words, secret: true }, '/body/secret'],
  ])('is refused with %s', async (_, body, pointer) => {
    const cell = intakeBench();
    const answer = await cell.refuse(await cell.submitted(), body);
    expect([answer.status, (answer.body['errors'] as { pointer: string }[]).map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('is refused in a later state, which it names', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    expect((await cell.refuse(dossierId, words)).body).toMatchObject({ status: 409, state: 'payment-requested' });
  });

  it('is refused a second time and changes nothing', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await cell.refuse(dossierId, words);
    const items = cell.ledger.items();
    expect((await cell.refuse(dossierId, { ...words, reason: 'Another reason altogether.' })).body).toMatchObject({
      status: 409,
      state: 'not-accepted',
    });
    expect(cell.ledger.items()).toEqual(items);
  });

  it('loses against an acceptance that came first', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    cell.ledger.beforeNextWrite(async () => {
      await cell.accept(dossierId);
    });
    expect((await cell.refuse(dossierId, words)).status).toBe(409);
    expect(cell.types(dossierId)).not.toContain('dossier.not-accepted');
  });

  it('answers 404 to another office and for a draft', async () => {
    const cell = intakeBench();
    expect((await cell.refuse(await cell.submitted(), words, { office: 'G01.042.002' })).status).toBe(404);
    expect((await cell.refuse(await cell.draft(), words)).status).toBe(404);
  });

  it('answers 403 to an approver', async () => {
    const cell = intakeBench();
    expect((await cell.refuse(await cell.submitted(), words, { roles: '[approver]' })).status).toBe(403);
  });
});
