import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CursorInvalid, writeCursor } from '../../functions/ledger/cursor.ts';
import { dossierStates } from '../../functions/ledger/dossier-state.ts';
import type { NewEvent } from '../../functions/ledger/history-event.ts';
import {
  codePointerKey,
  documentKey,
  eventKey,
  formKey,
  type ItemKey,
  idempotencyKey,
  metaKey,
  taskKey,
} from '../../functions/ledger/item-keys.ts';
import { type CommitOutcome, IllegalStep, type ItemWrite, type Ledger, type MetaIndex, type Step } from '../../functions/ledger/ledger.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { unpaidMeta } from '../support/accepted-dossier.ts';
import { countedUlid } from '../support/fixed.ts';

/** A ledger to hold against the contract. */
export type LedgerPlace = {
  readonly ledger: Ledger;
  /** The next transaction meets another one that is writing the same item. */
  conflictNext(): void;
  stop(): Promise<void>;
};

const at = new Date('2026-11-23T02:00:00.000Z');
const nowS = at.getTime() / 1000;
const event: NewEvent = { type: 'dossier.lookups-waiting', data: { reason: 'test' } };
const drafted: NewEvent = {
  type: 'dossier.drafted',
  data: { procedure: 'permanent-residence', procedureVersion: '2026-07-01', channel: 'online' },
};

const step = (more: Partial<Step> = {}): Step => ({ at, by: { kind: 'system', id: 'test' }, events: [{ event }], change: {}, ...more });

const committed = (outcome: CommitOutcome): Extract<CommitOutcome, { kind: 'committed' }> => {
  if (outcome.kind !== 'committed') throw new Error(`expected a written step, got ${JSON.stringify(outcome)}`);
  return outcome;
};

/** What every adapter of the port must do, told as its callers rely on it. */
export const ledgerContract = (name: string, openPlace: () => Promise<LedgerPlace>): void => {
  describe(`the ledger in ${name}`, () => {
    let place: LedgerPlace;
    let ledger: Ledger;
    let count = 0;

    beforeAll(async () => {
      place = await openPlace();
      ledger = place.ledger;
    });
    afterAll(() => place.stop());

    /** Tests share a table: each has dossiers, offices and owners of its own. */
    const fresh = () => {
      count += 1;
      return count;
    };
    const newMeta = async (more: Partial<Meta> = {}): Promise<Meta> => {
      const dossierId = countedUlid(fresh());
      return unpaidMeta({
        dossierId,
        n: 0,
        state: 'draft',
        previous: undefined,
        deadline: undefined,
        ownerKey: `k1.${dossierId}`,
        ...more,
      });
    };
    const opened = async (more: Partial<Meta> = {}, index: MetaIndex = {}): Promise<Meta> =>
      committed(await ledger.open(await newMeta(more), step({ events: [{ event: drafted }], index }))).meta;
    const everything = (dossierId: string) => ledger.list(dossierId, '');
    const create = (key: ItemKey, more: Partial<Extract<ItemWrite, { kind: 'create' }>> = {}): ItemWrite => ({
      kind: 'create',
      key,
      item: { value: 'new' },
      otherwise: 'taken',
      ...more,
    });

    describe('opening a dossier', () => {
      it('writes META, the first event and the items of the step', async () => {
        const meta = await newMeta();
        const writes: ItemWrite[] = [{ kind: 'put', key: formKey(meta.dossierId), item: { form: 1 } }];
        const outcome = committed(await ledger.open(meta, step({ events: [{ event: drafted }], writes })));
        expect(outcome.meta).toEqual({ ...meta, n: 1 });
        expect(await ledger.readMeta(meta.dossierId)).toEqual({ ...meta, n: 1 });
        expect(await ledger.readItem(eventKey(meta.dossierId, 1))).toMatchObject(outcome.events[0] ?? {});
        expect(await ledger.readItem(formKey(meta.dossierId))).toMatchObject({ form: 1 });
      });

      it('is refused for an id that exists, and leaves it as it is', async () => {
        const meta = await opened();
        const again = { ...meta, n: 0, office: 'G01.042.009' };
        expect(await ledger.open(again, step({ events: [{ event: drafted }] }))).toEqual({ kind: 'stale' });
        expect(await ledger.readMeta(meta.dossierId)).toEqual(meta);
      });

      it('writes nothing when a pointer of the step is taken', async () => {
        const meta = await newMeta();
        const key = codePointerKey(`open-${meta.dossierId}`);
        await ledger.putItem(key, { value: 'old' });
        expect(await ledger.open(meta, step({ events: [{ event: drafted }], writes: [create(key)] }))).toEqual({
          kind: 'refused',
          by: 'taken',
        });
        expect([await ledger.readMeta(meta.dossierId), await everything(meta.dossierId)]).toEqual([undefined, []]);
      });
    });

    describe('committing a step', () => {
      it('writes META, its events in their order and its items, or nothing', async () => {
        const before = await opened({ state: 'new' });
        const events: Step['events'] = [
          {
            event: { type: 'dossier.accepted', data: { dueAt: at.toISOString(), office: 'x' } },
            edge: { transition: 'accept', to: 'accepted' },
          },
          {
            event: { type: 'dossier.payment-requested', data: { amount: 10_000 } },
            edge: { transition: 'requestPayment', to: 'payment-requested' },
          },
        ];
        const writes = [create(codePointerKey(`commit-${before.dossierId}`)), create(documentKey(before.dossierId, 'LEASE'))];
        const outcome = committed(await ledger.commit(before, step({ events, writes, change: { amountDue: 7 }, cause: 'request-1' })));
        expect(outcome.events.map(({ n, from, to }) => [n, from, to])).toEqual([
          [2, 'new', 'accepted'],
          [3, 'accepted', 'payment-requested'],
        ]);
        expect(await ledger.readMeta(before.dossierId)).toMatchObject({
          n: 3,
          state: 'payment-requested',
          previous: 'accepted',
          amountDue: 7,
        });
        expect(await ledger.list(before.dossierId, 'EVENT#')).toMatchObject([{ n: 1 }, { n: 2, cause: 'request-1' }, { n: 3 }]);
        expect(await ledger.readItem(documentKey(before.dossierId, 'LEASE'))).toMatchObject({ value: 'new' });
      });

      it('gives back META as it is read', async () => {
        const before = await opened();
        const { meta } = committed(await ledger.commit(before, step({ change: { findings: { land: 'found' }, code: 'C-1' } })));
        expect(await ledger.readMeta(before.dossierId)).toEqual(meta);
      });

      it('removes what the step removes', async () => {
        const before = await opened({ deadline: { kind: 'intake', at: '2026-11-24T02:30:00.000Z' } });
        const { meta } = committed(await ledger.commit(before, step({ change: { deadline: undefined, code: undefined } })));
        expect(meta).not.toHaveProperty('deadline', expect.anything());
        expect(await ledger.readItem(metaKey(before.dossierId))).not.toHaveProperty('code');
      });

      it('is stale for a dossier that has moved, and writes nothing', async () => {
        const before = await opened();
        await ledger.commit(before, step());
        const items = await everything(before.dossierId);
        const late = step({ writes: [create(documentKey(before.dossierId, 'LATE'))] });
        expect(await ledger.commit(before, late)).toEqual({ kind: 'stale' });
        expect(await everything(before.dossierId)).toEqual(items);
      });

      it('is stale for a dossier that does not exist', async () => {
        const nobody = await newMeta({ n: 4 });
        expect(await ledger.commit(nobody, step())).toEqual({ kind: 'stale' });
        expect(await ledger.readMeta(nobody.dossierId)).toBeUndefined();
      });

      it('is stale, not refused, when both the dossier and an item say no', async () => {
        const before = await opened();
        const key = documentKey(before.dossierId, 'LEASE');
        await ledger.commit(before, step({ writes: [create(key)] }));
        expect(await ledger.commit(before, step({ writes: [create(key)] }))).toEqual({ kind: 'stale' });
      });

      it('is stale when another transaction is in the way, and can be taken then', async () => {
        const before = await opened();
        place.conflictNext();
        expect(await ledger.commit(before, step())).toEqual({ kind: 'stale' });
        expect(await ledger.readMeta(before.dossierId)).toEqual(before);
        expect(await ledger.commit(before, step())).toMatchObject({ kind: 'committed' });
      });

      it('lets one of many win who decided on the same META', async () => {
        const before = await opened();
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, index) => ledger.commit(before, step({ change: { attempts: index + 1 } }))),
        );
        expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
        expect(outcomes.filter(({ kind }) => kind === 'stale')).toHaveLength(7);
        expect(await ledger.list(before.dossierId, 'EVENT#')).toHaveLength(2);
      });

      it('throws for an edge that the table does not have, and writes nothing', async () => {
        const before = await opened();
        const wrong = step({ events: [{ event, edge: { transition: 'conclude', to: 'processed' } }] });
        await expect(ledger.commit(before, wrong)).rejects.toThrow(IllegalStep);
        expect(await ledger.readMeta(before.dossierId)).toEqual(before);
      });

      it('throws when a step writes the same item twice, and writes nothing', async () => {
        const before = await opened();
        const put: ItemWrite = { kind: 'put', key: taskKey(before.dossierId, 1), item: {} };
        await expect(ledger.commit(before, step({ writes: [put, put] }))).rejects.toThrow();
        expect(await ledger.readMeta(before.dossierId)).toEqual(before);
      });

      it.each(dossierStates)('keeps a dossier in state %s whole', async (state) => {
        const full: Partial<Meta> = {
          state,
          previous: 'new',
          receiptNumber: 'R-1',
          outcome: 'GRANTED',
          resultCode: 'C'.repeat(21),
          concludedAt: at.toISOString(),
          returnedAt: at.toISOString(),
          trackingHash: 'h'.repeat(43),
        };
        const meta = await opened(full);
        expect(await ledger.readMeta(meta.dossierId)).toEqual(meta);
        expect(await ledger.readItem(metaKey(meta.dossierId))).toMatchObject({ stages: meta.stages });
      });
    });

    describe('the writes of a step', () => {
      it('name the one that was refused', async () => {
        const before = await opened();
        const free = documentKey(before.dossierId, 'FREE');
        const taken = documentKey(before.dossierId, 'TAKEN');
        await ledger.putItem(taken, { value: 'old' });
        const writes = [create(free, { otherwise: 'free-taken' }), create(taken, { otherwise: 'taken-taken' })];
        expect(await ledger.commit(before, step({ writes }))).toEqual({ kind: 'refused', by: 'taken-taken' });
        expect([await ledger.readItem(free), await ledger.readMeta(before.dossierId)]).toEqual([undefined, before]);
        expect(await ledger.readItem(taken)).toMatchObject({ value: 'old' });
      });

      it('replace an item that is put, whole', async () => {
        const before = await opened();
        const key = taskKey(before.dossierId, 1);
        await ledger.putItem(key, { old: 1 });
        await ledger.commit(before, step({ writes: [{ kind: 'put', key, item: { new: 2 } }] }));
        expect(await ledger.readItem(key)).toEqual({ ...key, new: 2 });
      });

      it.each([
        ['is kept while it has not expired', nowS, 'refused', 'old'],
        ['is replaced once it has expired', nowS - 1, 'committed', 'new'],
      ])('a key %s, whether or not it was cleared away', async (_, expiresAt, kind, value) => {
        const before = await opened();
        const key = idempotencyKey(`expiry-${before.dossierId}`);
        await ledger.putItem(key, { value: 'old', expiresAt });
        expect((await ledger.commit(before, step({ writes: [create(key, { replaceExpired: true })] }))).kind).toBe(kind);
        expect(await ledger.readItem(key)).toMatchObject({ value });
      });

      it('do not replace what has no expiry', async () => {
        const before = await opened();
        const key = idempotencyKey(`no-expiry-${before.dossierId}`);
        await ledger.putItem(key, { value: 'old' });
        expect((await ledger.commit(before, step({ writes: [create(key, { replaceExpired: true })] }))).kind).toBe('refused');
      });

      it('do not replace an expired item unless they say so', async () => {
        const before = await opened();
        const key = idempotencyKey(`not-replaced-${before.dossierId}`);
        await ledger.putItem(key, { value: 'old', expiresAt: 1 });
        expect((await ledger.commit(before, step({ writes: [create(key)] }))).kind).toBe('refused');
      });
    });

    describe('items', () => {
      it('keep bytes, nested values and what is not Latin, and drop what is undefined', async () => {
        const key = documentKey(countedUlid(fresh()), 'MIXED');
        const item = {
          bytes: Uint8Array.of(0, 255),
          text: 'Đăng ký thường trú',
          deep: { list: [1, { yes: true }], none: undefined },
          none: undefined,
        };
        await ledger.putItem(key, item);
        expect(await ledger.readItem(key)).toEqual({
          ...key,
          bytes: Uint8Array.of(0, 255),
          text: 'Đăng ký thường trú',
          deep: { list: [1, { yes: true }] },
        });
      });

      it('are absent until they are written', async () => {
        expect(await ledger.readItem(documentKey(countedUlid(fresh()), 'NONE'))).toBeUndefined();
        expect(await ledger.readMeta(countedUlid(fresh()))).toBeUndefined();
      });

      it('are read together in the order asked, more than a hundred and absent ones too', async () => {
        const dossierId = countedUlid(fresh());
        const keys = Array.from({ length: 130 }, (_, index) => taskKey(dossierId, index + 1));
        for (const [index, key] of keys.entries()) if (index % 2 === 0) await ledger.putItem(key, { index });
        const items = await ledger.readItems([...keys].reverse());
        expect(items.map((item) => item?.['index'])).toEqual(keys.map((_, index) => (index % 2 === 0 ? index : undefined)).reverse());
        expect(await ledger.readItems([])).toEqual([]);
      });

      it('are listed by prefix in order of their keys, of one dossier only', async () => {
        const [a, b] = [countedUlid(fresh()), countedUlid(fresh())];
        for (const n of [10, 2, 1]) await ledger.putItem(taskKey(a, n), { n });
        await ledger.putItem(documentKey(a, 'LEASE'), {});
        await ledger.putItem(taskKey(b, 1), { n: 99 });
        expect((await ledger.list(a, 'TASK#')).map(({ n }) => n)).toEqual([1, 2, 10]);
        expect(await ledger.list(a, 'NONE#')).toEqual([]);
      });

      it('are listed whole when they are more than one answer holds', async () => {
        const dossierId = countedUlid(fresh());
        for (let n = 1; n <= 6; n += 1) await ledger.putItem(taskKey(dossierId, n), { text: 'x'.repeat(300_000) });
        expect(await ledger.list(dossierId, 'TASK#')).toHaveLength(6);
      });
    });

    describe('items page by page', () => {
      const pages = async (dossierId: string, prefix: string) => {
        const found: unknown[][] = [];
        let cursor: string | undefined;
        do {
          const page = await ledger.listPage(dossierId, prefix, cursor);
          found.push(page.items.map(({ n }) => n));
          cursor = page.cursor;
        } while (cursor);
        return found;
      };

      it('come once each in order of their keys, of one dossier and one prefix only', async () => {
        const [a, b] = [countedUlid(fresh()), countedUlid(fresh())];
        for (let n = 120; n >= 1; n -= 1) await ledger.putItem(taskKey(a, n), { n });
        await ledger.putItem(documentKey(a, 'LEASE'), { n: 998 });
        await ledger.putItem(taskKey(b, 1), { n: 999 });
        const found = await pages(a, 'TASK#');
        expect(found.flat()).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
        expect(found.length).toBeGreaterThan(2);
        expect(await pages(a, 'NONE#')).toEqual([[]]);
      });

      it('go on after what was shown when more has come meanwhile', async () => {
        const dossierId = countedUlid(fresh());
        for (let n = 1; n <= 60; n += 1) await ledger.putItem(taskKey(dossierId, n), { n });
        const first = await ledger.listPage(dossierId, 'TASK#');
        await ledger.putItem(taskKey(dossierId, 61), { n: 61 });
        const second = await ledger.listPage(dossierId, 'TASK#', first.cursor);
        expect([...first.items, ...second.items].map(({ n }) => n)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
      });

      it('are not listed with a cursor that is none, or of another list', async () => {
        const dossierId = countedUlid(fresh());
        for (let n = 1; n <= 60; n += 1) await ledger.putItem(taskKey(dossierId, n), { n });
        const { cursor: ofTasks } = await ledger.listPage(dossierId, 'TASK#');
        for (const cursor of ['x', writeCursor({ a: 1 }), writeCursor(7), String(ofTasks)])
          await expect(ledger.listPage(dossierId, 'ACCESS#', cursor)).rejects.toThrow(CursorInvalid);
      });
    });

    describe('an item that is created beside the history', () => {
      it('is written where none is, and leaves one that is there as it is', async () => {
        const key = codePointerKey(`create-${fresh()}`);
        await ledger.createItem(key, { value: 'first' });
        await ledger.createItem(key, { value: 'second', more: 1 });
        expect(await ledger.readItem(key)).toMatchObject({ value: 'first' });
        expect(await ledger.readItem(key)).not.toHaveProperty('more');
      });

      it('is one of those that come at the same moment', async () => {
        const key = codePointerKey(`create-${fresh()}`);
        await Promise.all(Array.from({ length: 10 }, (_, n) => ledger.createItem(key, { n })));
        const first = await ledger.readItem(key);
        await ledger.createItem(key, { n: 99 });
        expect(await ledger.readItem(key)).toEqual(first);
      });
    });

    describe('a running number', () => {
      it('begins at 1 and counts each counter on its own', async () => {
        const counter = `counter-${fresh()}`;
        expect([await ledger.nextNumber(counter), await ledger.nextNumber(counter), await ledger.nextNumber(`${counter}-other`)]).toEqual([
          1, 2, 1,
        ]);
      });

      it('is never given twice', async () => {
        const counter = `counter-${fresh()}`;
        const numbers = await Promise.all(Array.from({ length: 20 }, () => ledger.nextNumber(counter)));
        expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      });

      it('goes on after a number that was given elsewhere, and never back', async () => {
        const counter = `counter-${fresh()}`;
        await ledger.passNumber(counter, 41);
        const after = await ledger.nextNumber(counter);
        await ledger.passNumber(counter, 42);
        await ledger.passNumber(counter, 7);
        expect([after, await ledger.nextNumber(counter)]).toEqual([42, 43]);
      });
    });

    describe('the dossiers of an owner', () => {
      const pages = async (ownerKeys: readonly string[]) => {
        const found: string[][] = [];
        let cursor: string | undefined;
        do {
          const page = await ledger.listOwned(ownerKeys, cursor);
          found.push(page.dossierIds);
          cursor = page.cursor;
        } while (cursor);
        return found;
      };

      it('are listed newest first under each key, the current one first', async () => {
        const owner = fresh();
        const [newKey, oldKey] = [`k2.owner-${owner}`, `k1.owner-${owner}`];
        const ids: string[] = [];
        for (const ownerKey of [oldKey, oldKey, newKey, `k1.other-${owner}`]) ids.push((await opened({ ownerKey })).dossierId);
        expect((await pages([newKey, oldKey])).flat()).toEqual([ids[2], ids[1], ids[0]]);
        expect((await pages([`k1.nobody-${owner}`])).flat()).toEqual([]);
      });

      it('come once each, page by page, over both keys', async () => {
        const owner = fresh();
        const keys = [`k2.owner-${owner}`, `k1.owner-${owner}`];
        for (let n = 0; n < 60; n += 1) for (const ownerKey of keys) await opened({ ownerKey });
        const found = await pages(keys);
        expect([found.flat().length, new Set(found.flat()).size]).toEqual([120, 120]);
        expect(found.length).toBeGreaterThan(2);
      });

      it('are not listed with a cursor that is none', async () => {
        for (const cursor of ['x', writeCursor({ a: 1 }), writeCursor({ keyVersion: 'k9', dossierId: countedUlid(1), more: 1 })])
          await expect(ledger.listOwned(['k1.owner'], cursor)).rejects.toThrow(CursorInvalid);
      });
    });

    describe('the open work of an office', () => {
      const pages = async (office: string) => {
        const found: { id: string; at: string }[][] = [];
        let cursor: string | undefined;
        do {
          const page = await ledger.listInbox('police', office, cursor);
          found.push(page.entries.map(({ key, at: due }) => ({ id: key.pk.slice('DOSSIER#'.length), at: due })));
          cursor = page.cursor;
        } while (cursor);
        return found;
      };
      const due = (n: number) => new Date(at.getTime() + n * 60_000).toISOString();

      it('is there as long as the steps say so', async () => {
        const office = `office-${fresh()}`;
        const meta = await opened({ office }, { inbox: { at: due(1) } });
        expect(await pages(office)).toEqual([[{ id: meta.dossierId, at: due(1) }]]);
        const moved = committed(await ledger.commit(meta, step({ index: { inbox: { at: due(2) } } }))).meta;
        expect(await pages(office)).toEqual([[{ id: meta.dossierId, at: due(2) }]]);
        await ledger.commit(moved, step());
        expect(await pages(office)).toEqual([[]]);
      });

      it('comes in order of its due time, whatever shard it stands in', async () => {
        const office = `office-${fresh()}`;
        const ids: string[] = [];
        for (const n of [5, 3, 4, 1, 2, 0]) ids[n] = (await opened({ office }, { inbox: { at: due(n) } })).dossierId;
        expect((await pages(office)).flat().map(({ id }) => id)).toEqual(ids);
      });

      it('comes once each, page by page, also where many fall due at the same moment', async () => {
        const office = `office-${fresh()}`;
        for (let n = 0; n < 70; n += 1) await opened({ office }, { inbox: { at: due(Math.floor(n / 30)) } });
        const found = await pages(office);
        const flat = found.flat();
        expect([flat.length, new Set(flat.map(({ id }) => id)).size]).toEqual([70, 70]);
        expect(flat.map(({ at: time }) => time)).toEqual(flat.map(({ at: time }) => time).sort());
        expect(found.length).toBeGreaterThanOrEqual(3);
      });

      it('does not show the work of another office or agency', async () => {
        const office = `office-${fresh()}`;
        await opened({ office, agency: 'land' }, { inbox: { at: due(1) } });
        expect(await pages(office)).toEqual([[]]);
      });

      it('is not listed with a cursor that is none', async () => {
        for (const cursor of ['x', writeCursor({ at: 1 }), writeCursor({ key: { pk: 'COUNTER#1', sk: 'META' }, at: due(1) })])
          await expect(ledger.listInbox('police', 'office', cursor)).rejects.toThrow(CursorInvalid);
      });
    });

    describe('deadlines', () => {
      const deadline = (time: string): Meta['deadline'] => ({ kind: 'intake', at: time });
      const due = async (bucket: string, until: string) => (await ledger.listDue(bucket, until)).dossierIds;

      it('are found in the bucket of their hour up to a moment, and not after they were removed', async () => {
        const [hour, other] = ['2030-01-01T05', '2030-01-01T06'];
        const early = await opened({ deadline: deadline(`${hour}:10:00.000Z`) });
        const late = await opened({ deadline: deadline(`${hour}:50:00.000Z`) });
        await opened({ deadline: deadline(`${other}:00:00.000Z`) });
        expect(await due(hour, `${hour}:10:00.000Z`)).toEqual([early.dossierId]);
        expect(await due(hour, `${hour}:09:59.999Z`)).toEqual([]);
        expect(await due(hour, '2031-01-01T00:00:00.000Z')).toEqual([early.dossierId, late.dossierId]);
        await ledger.commit(early, step({ change: { deadline: undefined } }));
        await ledger.commit(late, step({ change: { deadline: deadline(`${other}:30:00.000Z`) } }));
        expect(await due(hour, '2031-01-01T00:00:00.000Z')).toEqual([]);
        expect(await due(other, '2031-01-01T00:00:00.000Z')).toHaveLength(2);
      });

      it('come a hundred at a time, earliest first', async () => {
        const hour = '2030-01-02T05';
        for (let n = 0; n < 103; n += 1) await opened({ deadline: deadline(`${hour}:00:00.${String(n).padStart(3, '0')}Z`) });
        expect(await due(hour, `${hour}:59:00.000Z`)).toHaveLength(100);
        expect(await due(hour, `${hour}:00:00.001Z`)).toHaveLength(2);
      });

      it('come once each, page by page, also where many fall due at the same moment and those shown are gone by then', async () => {
        const hour = '2030-01-03T05';
        const ids: string[] = [];
        for (let n = 0; n < 215; n += 1)
          ids.push((await opened({ deadline: deadline(`${hour}:0${Math.floor(n / 150)}:00.000Z`) })).dossierId);
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await ledger.listDue(hour, `${hour}:59:00.000Z`, cursor);
          for (const dossierId of page.dossierIds.slice(1)) {
            const meta = await ledger.readMeta(dossierId);
            if (meta) await ledger.commit(meta, step({ change: { deadline: undefined } }));
          }
          found.push(...page.dossierIds);
          cursor = page.cursor;
        } while (cursor);
        expect([...found].sort()).toEqual([...ids].sort());
      });

      it('are not listed with a cursor that is none', async () => {
        for (const cursor of ['x', writeCursor({ at: 1 }), writeCursor({ dossierId: 'x', at: '2030-01-03T05:00:00.000Z' })])
          await expect(ledger.listDue('2030-01-03T05', '2031-01-01T00:00:00.000Z', cursor)).rejects.toThrow(CursorInvalid);
      });
    });
  });
};
