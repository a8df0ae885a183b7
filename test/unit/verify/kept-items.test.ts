import { describe, expect, it } from 'vitest';
import { errandKey } from '../../../functions/ledger/item-keys.ts';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { because, type DossierLife, dossierLife } from '../../support/dossier-life.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { citizenClaims, staffClaims } from '../../support/http-event.ts';

/** A dossier that lives in a cell of its own. */
type Lived = { readonly life: DossierLife; readonly dossierId: string };

/** Has the sweep come until it has drafted the apology. */
const sweptToApology = async ({ life, dossierId }: Lived): Promise<void> => {
  for (let turn = 0; turn < 5 && life.ledger.meta(dossierId).apology === undefined; turn += 1) {
    const at = life.ledger.meta(dossierId).deadline?.at ?? '';
    life.clock.set(new Date(Date.parse(at) + 60_000).toISOString());
    await life.sweep();
  }
};

/** The step was taken: else a test would look at something that it did not bring about. */
const done = async (answering: Promise<{ readonly status: number; readonly body: Record<string, unknown> }>) => {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};

const lived = async (bring: (life: DossierLife) => Promise<string>): Promise<Lived> => {
  const life = dossierLife();
  return { life, dossierId: await bring(life) };
};

const withdrawing = () =>
  lived(async (life) => {
    const dossierId = await life.dossierIn('processing');
    await done(life.citizen('requestWithdrawal', dossierId, { body: {} }));
    return dossierId;
  });
const drafted = async (): Promise<Lived> => {
  const one = await lived((life) => life.dossierIn('processing'));
  await sweptToApology(one);
  return one;
};
const transferred = async (): Promise<Lived> => {
  const one = await drafted();
  one.life.clock.advance(60_000);
  await done(one.life.staff('transferDossier', { dossierId: one.dossierId }, { office: 'G01.042.002', reason: 'Sai địa bàn' }));
  return one;
};
const extended = async (): Promise<Lived> => {
  const one = await drafted();
  await done(one.life.staff('extendDossier', { dossierId: one.dossierId }, { ...because, dueAt: '2026-12-08T03:00:00.000Z' }));
  return one;
};
const droppedUnsigned = async (): Promise<Lived> => {
  const one = await drafted();
  await done(one.life.citizen('requestWithdrawal', one.dossierId, { body: {} }));
  await done(one.life.staff('decideWithdrawal', { dossierId: one.dossierId }, { decision: 'GRANT' }));
  return one;
};

const monthly = { procedure: 'temporary-residence', form: { durationMonths: 12 } } as const;
const awaiting = (delivery: 'COUNTER' | 'POST' = 'COUNTER') =>
  lived(async (life) => {
    const dossierId = await life.dossierIn('decided', { ...monthly, delivery });
    await life.conclude(dossierId);
    return dossierId;
  });
const numbered = async (delivery?: 'COUNTER' | 'POST'): Promise<Lived> => {
  const one = await awaiting(delivery);
  one.life.clock.advance(60_000);
  await done(one.life.staff('numberResult', { dossierId: one.dossierId }));
  return one;
};
/** The e-document is stored, as deliver-result writes it. */
const stored = async (): Promise<Lived> => {
  const one = await numbered('POST');
  const { ledger, clock } = one.life;
  clock.advance(60_000);
  const key = errandKey(one.dossierId, 'HANDOVER');
  await ledger.commit(ledger.meta(one.dossierId), {
    ...{ at: clock.now(), by: { kind: 'system', id: 'delivery' }, change: {} },
    events: [{ event: { type: 'dossier.result-stored', data: { way: 'E_DOCUMENT' } } }],
    writes: [{ kind: 'put', key, item: { ...(await ledger.readItem(key)), storedAt: clock.now().toISOString() } }],
  });
  return one;
};
const posted = async (): Promise<Lived> => {
  const one = await stored();
  one.life.clock.advance(60_000);
  await done(one.life.staff('dispatchResult', { dossierId: one.dossierId }, { parcel: 'EE123456785VN' }));
  one.life.clock.advance(60_000);
  await done(one.life.staff('handOverResult', { dossierId: one.dossierId }, { proof: 'RECEIVER_SIGNATURE' }));
  return one;
};
const rated = async (): Promise<Lived> => {
  const one = await numbered();
  await done(one.life.staff('handOverResult', { dossierId: one.dossierId }, { receivedBy: 'CHIP' }));
  await done(one.life.citizen('rateDossier', one.dossierId, { headers: one.life.once(), body: { score: 2, text: 'Chậm' } }));
  return one;
};

/** What is said of the complaint that its owner filed about the acceptance, which was solved late and did not satisfy. */
const complained = async (): Promise<Lived> => {
  const one = await lived((life) => life.dossierIn('processing'));
  const { life, dossierId } = one;
  const n = life.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted')?.n;
  const body = { dossier: dossierId, kind: 'OFFICER', about: { event: n }, text: 'Tôi phải chờ quá lâu' };
  const filed = await done(life.call('fileComplaint', { claims: citizenClaims(), headers: life.once(), body }));
  const path = { complaintId: String(filed['complaintId']) };
  const claims = staffClaims({ sub: 'handler-1', roles: '[complaints]' });
  life.clock.advance(60_000);
  await done(life.call('handleComplaint', { claims, path, body: { action: 'ASK', text: 'Xin nói rõ hơn' } }));
  await done(life.call('answerOwnComplaint', { claims: citizenClaims(), path, body: { text: 'Ngày 23 tháng 11' } }));
  life.clock.set('2026-12-30T03:00:00.000Z');
  await done(life.call('handleComplaint', { claims, path, body: { action: 'SOLVE', text: 'Chúng tôi xin lỗi' } }));
  await done(life.call('answerOwnComplaint', { claims: citizenClaims(), path, body: { satisfied: false } }));
  return one;
};

const ways = {
  ...{ withdrawing, drafted, transferred, extended, droppedUnsigned, awaiting, numbered, stored, posted, rated, complained },
} as const;

describe('items that events of the history wrote', () => {
  it.each(Object.entries(ways))('are what these events say: %s', async (_, bring) => {
    const { life, dossierId } = await bring();
    expect(life.faults(dossierId)).toEqual([]);
  });

  const spoil = (sk: RegExp, changes: Item) => (item: Item) => (sk.test(String(item['sk'])) ? { ...item, ...changes } : item);
  const later = '2027-01-04T01:00:00.000Z';
  const complaint = /^COMPLAINT#\w+$/;
  const line = (n: number) => new RegExp(`^COMPLAINT#\\w+#000${n}$`);

  it.each<[string, () => Promise<Lived>, RegExp, Item, string]>([
    ['another time of the request to withdraw', withdrawing, /^WITHDRAWAL$/, { requestedAt: later }, 'the request to withdraw is '],
    ['a request to withdraw without a time', withdrawing, /^WITHDRAWAL$/, { requestedAt: 7 }, 'WITHDRAWAL cannot be read: requestedAt'],
    ['another due time in the draft', drafted, /^EXTENSION$/, { dueBefore: later }, 'the apology is '],
    ['a draft of another time', drafted, /^EXTENSION$/, { draftedAt: later }, 'the apology is '],
    [
      'a draft that says when the first one was made',
      transferred,
      /^EXTENSION$/,
      { draftedAt: '2026-12-01T00:00:00.000Z' },
      'the apology is ',
    ],
    [
      'a draft that says it is signed',
      drafted,
      /^EXTENSION$/,
      { signed: { at: later, by: 'x', dueAt: later, timing: 'IN_TIME' } },
      'the apology is ',
    ],
    ['another leader', extended, /^EXTENSION$/, { signed: { at: later, by: 'x', dueAt: later, timing: 'LATE' } }, 'the apology is '],
    ['a signed apology without its signature', extended, /^EXTENSION$/, { signed: undefined }, 'the apology is '],
    ['a dropped draft of a due time that never was', droppedUnsigned, /^EXTENSION$/, { dueBefore: later }, 'the apology is '],
    ['a dropped draft that was not dropped', droppedUnsigned, /^EXTENSION$/, { draftedAt: later }, 'the apology is '],
    ['another time of the decision', awaiting, /^NUMBERING$/, { decidedAt: later }, 'the numbering is '],
    ['another clerk', numbered, /^NUMBERING$/, { numberedBy: 'x' }, 'the numbering is '],
    ['another way of delivery', numbered, /^HANDOVER$/, { delivery: 'POST' }, 'the hand-over is '],
    ['another time of the conclusion', numbered, /^HANDOVER$/, { concludedAt: later }, 'the hand-over is '],
    ['an e-document that was never stored', numbered, /^HANDOVER$/, { storedAt: later }, 'the hand-over is '],
    ['an e-document that was stored, and is not', stored, /^HANDOVER$/, { storedAt: undefined }, 'the hand-over is '],
    ['another parcel', posted, /^HANDOVER$/, { parcel: 'EE123456799VN' }, 'the hand-over is '],
    ['another proof', posted, /^HANDOVER$/, { proof: 'POST_CONFIRMATION' }, 'the hand-over is '],
    ['another time of the hand-over', posted, /^HANDOVER$/, { handedOverAt: later }, 'the hand-over is '],
    ['another score', rated, /^RATING$/, { score: 5 }, 'the rating is '],
    ['a score that is none', rated, /^RATING$/, { score: 9 }, 'RATING cannot be read: score'],
    ['another time of the rating', rated, /^RATING$/, { at: later }, 'the rating is '],
    ['a complaint in another state', complained, complaint, { state: 'refused' }, 'the state of complaint'],
    ['a complaint of another time', complained, complaint, { filedAt: later }, 'the filing of complaint'],
    ['a complaint that is a line ahead', complained, complaint, { version: 6 }, 'the lines of complaint'],
    ['a complaint that satisfied nobody', complained, complaint, { satisfied: undefined }, 'whether its owner was satisfied'],
    ['a complaint that asked for nothing more', complained, complaint, { asked: undefined }, 'whether more was asked for'],
    ['a complaint of another procedure', complained, complaint, { procedure: 'birth' }, 'the procedure of complaint'],
    ['a complaint that repeats none', complained, complaint, { repeated: true }, 'is a repetition of none'],
    ['a complaint that whom it is about can see', complained, complaint, { subjects: [] }, 'is not hidden from whom it is about'],
    ['a complaint that is hidden from somebody else', complained, complaint, { subjects: ['officer-1', 'x'] }, 'who did nothing'],
    ['a complaint about no step', complained, complaint, { step: { n: 99 } }, 'is about event 99'],
    ['a complaint about no task', complained, complaint, { step: { taskId: 'x' } }, 'is about a task that the dossier does not have'],
    ['a complaint in no inbox', complained, complaint, { inboxKey: undefined, inboxAt: undefined }, 'the entry of complaint'],
    ['a complaint in the inbox of another office', complained, complaint, { inboxKey: 'complaints#x#open#0' }, 'the entry of complaint'],
    ['a complaint that cannot be read', complained, complaint, { kind: 'GOSSIP' }, 'cannot be read: kind'],
    ['a line in time that was late', complained, line(4), { timing: 'BEFORE' }, 'the timing of line 4'],
    ['a line that is older than the one before', complained, line(3), { at: '2026-11-01T00:00:00.000Z' }, 'line 3 of complaint'],
    ['a line that did something else', complained, line(4), { action: 'PUBLISH' }, 'the state of complaint'],
    ['a line without its words', complained, line(2), { sealed: undefined }, 'holds nothing sealed'],
    ['a line of another number', complained, line(2), { n: 7 }, 'lies elsewhere'],
  ])('are named for %s', async (_what, bring, sk, changes, fault) => {
    const { life, dossierId } = await bring();
    expect(faultsInMemory(life.ledger, dossierId, spoil(sk, changes)).join('\n')).toContain(fault);
  });

  it.each([
    ['its lines are gone', line(1), 'the lines of complaint'],
    ['it is gone itself', complaint, 'but no complaint'],
  ])('are named for a complaint of which %s', async (_what, sk, fault) => {
    const { life, dossierId } = await complained();
    const faults = faultsInMemory(life.ledger, dossierId, (item) => (sk.test(String(item['sk'])) ? undefined : item));
    expect(faults.join('\n')).toContain(fault);
  });

  it.each(Object.entries({ posted, extended, rated, complained }))(
    'tell nothing that is no code, whatever lies in them: %s',
    async (_, bring) => {
      const { life, dossierId } = await bring();
      const name = 'Nguyễn Văn Mẫu';
      const kinds = /^(WITHDRAWAL|EXTENSION|NUMBERING|HANDOVER|RATING|COMPLAINT.*)$/;
      const items = life.ledger.items().filter(({ pk, sk }) => pk === `DOSSIER#${dossierId}` && kinds.test(String(sk)));
      const fields = items.flatMap(({ pk: _pk, sk, ...fieldsOf }) => Object.keys(fieldsOf).map((field) => [String(sk), field] as const));
      for (const [sk, field] of fields) {
        const faults = faultsInMemory(life.ledger, dossierId, (item) => (item['sk'] === sk ? { ...item, [field]: name } : item));
        expect(faults.join('\n')).not.toContain(name);
      }
      expect(fields.length).toBeGreaterThan(2);
    },
  );
});
