import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Complaint, StoredLine } from '../../../functions/complaint/complaint.ts';
import { dynamoComplaints } from '../../../functions/complaint/complaints.dynamodb.ts';
import { COMPLAINTS_INBOX, type Complaints } from '../../../functions/complaint/complaints.ts';
import { oncePointer } from '../../../functions/ledger/idempotency.ts';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import type { Ledger } from '../../../functions/ledger/ledger.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid, fixedPersonalData } from '../../support/fixed.ts';
import { memoryComplaints } from '../../support/memory-complaints.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const dossierId = countedUlid(1);
const OFFICE = 'G01.042.001';
const at = new Date('2026-11-23T02:00:00.000Z');

const complaint = (n: number, more: Partial<Complaint> = {}): Complaint => ({
  ...{ dossierId, complaintId: `${dossierId}.${countedUlid(n)}`, version: 1, kind: 'DELAY', state: 'received', subjects: ['officer-1'] },
  ...{ procedure: 'permanent-residence', office: OFFICE, filedAt: at.toISOString() },
  limits: {
    refuseBy: `2026-11-${20 + n}T10:00:00.000Z`,
    askBy: `2026-12-0${n}T10:00:00.000Z`,
    solveBy: `2026-12-${10 + n}T10:00:00.000Z`,
  },
  ...more,
});

const line = async (n: number, action: StoredLine['action'] = 'FILE'): Promise<StoredLine> => ({
  ...{ n, at: at.toISOString(), action, by: { kind: 'owner' } },
  sealed: await fixedPersonalData().seal(dossierId, { text: 'x' }),
});

const once = (key: string, reference: string) =>
  oncePointer({ caller: 'citizen-1', operation: 'fileComplaint', key, body: { reference } }, reference, at);

const places = {
  memory: async () => {
    const ledger = memoryLedger();
    return { ledger: ledger as Ledger, complaints: memoryComplaints(ledger) as Complaints, stop: async () => undefined };
  },
  DynamoDB: async () => {
    const table = await openDossiersTable();
    const client = table.clientOf();
    const ledger = dynamoLedger(client, DOSSIERS_TABLE);
    return { ledger, complaints: dynamoComplaints(client, DOSSIERS_TABLE, ledger), stop: table.stop };
  },
};

describe.each(Object.entries(places))('complaints in %s', (_, open) => {
  let here: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    here = await open();
  });
  afterAll(() => here.stop());

  it('are filed with their first line, once per request', async () => {
    const one = complaint(2);
    expect(await here.complaints.file(one, await line(1), once('key-00001', one.complaintId), at)).toBe('filed');
    const again = complaint(3);
    expect(await here.complaints.file(again, await line(1), once('key-00001', again.complaintId), at)).toBe('used');
    expect(await here.complaints.read(one.complaintId)).toEqual(one);
    expect(await here.complaints.read(again.complaintId)).toBeUndefined();
    expect(await here.complaints.lines(one.complaintId)).toMatchObject([{ n: 1, action: 'FILE' }]);
  });

  it('are moved by one of two who have read the same', async () => {
    const before = complaint(2);
    const after = complaint(2, { version: 2, state: 'solved' });
    expect(await here.complaints.move(before, after, await line(2, 'SOLVE'))).toBe('moved');
    expect(await here.complaints.move(before, complaint(2, { version: 2, state: 'refused' }), await line(2, 'REFUSE'))).toBe('stale');
    expect(await here.complaints.read(before.complaintId)).toMatchObject({ state: 'solved' });
    expect((await here.complaints.lines(before.complaintId)).map(({ action }) => action)).toEqual(['FILE', 'SOLVE']);
  });

  it('stand in an inbox of their own by the next limit, and leave it when nothing is left to do', async () => {
    for (const n of [5, 4]) {
      const one = complaint(n);
      await here.complaints.file(one, await line(1), once(`key-0000${n}`, one.complaintId), at);
    }
    const inbox = async () => (await here.ledger.listInbox(COMPLAINTS_INBOX, OFFICE)).entries.map(({ at: until }) => until);
    expect(await inbox()).toEqual(['2026-11-24T10:00:00.000Z', '2026-11-25T10:00:00.000Z']);
    await here.complaints.move(complaint(5), complaint(5, { version: 2, state: 'information-asked', asked: true }), await line(2, 'ASK'));
    expect(await inbox()).toEqual(['2026-11-24T10:00:00.000Z', '2026-12-15T10:00:00.000Z']);
    await here.complaints.move(complaint(4), complaint(4, { version: 2, state: 'refused' }), await line(2, 'REFUSE'));
    expect(await inbox()).toEqual(['2026-12-15T10:00:00.000Z']);
    expect((await here.ledger.listInbox('police', OFFICE)).entries).toEqual([]);
  });

  it('are listed by dossier without their lines', async () => {
    expect((await here.complaints.ofDossier(dossierId)).map(({ state }) => state)).toEqual(['solved', 'refused', 'information-asked']);
    expect(await here.complaints.ofDossier(countedUlid(9))).toEqual([]);
  });
});
