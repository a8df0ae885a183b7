import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { storedMeta } from '../../../functions/ledger/stored-meta.ts';
import { verifyTable } from '../../../scripts/verify/verify-table.ts';
import { type DossierLife, dossierLife } from '../../support/dossier-life.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { citizenClaims } from '../../support/http-event.ts';

const monthly = { procedure: 'temporary-residence', form: { durationMonths: 12 }, delivery: 'COUNTER' } as const;

/**
 * Dossiers that wait for somebody: for a decision about a withdrawal, and about a complaint, for a number, and for the person at the
 * counter.
 */
const waiting = async (life: DossierLife): Promise<void> => {
  const withdrawn = await life.dossierIn('processing');
  await life.citizen('requestWithdrawal', withdrawn, { body: {} });
  const complaint = { dossier: withdrawn, kind: 'DELAY', text: 'Tôi phải chờ quá lâu' };
  await life.call('fileComplaint', { claims: citizenClaims(), headers: life.once(), body: complaint });
  for (const isNumbered of [false, true]) {
    const dossierId = await life.dossierIn('decided', monthly);
    await life.conclude(dossierId);
    if (isNumbered) await life.staff('numberResult', { dossierId });
  }
};

/** Everything that a cell in memory holds, as it lies in the table. */
const storedOf = ({ ledger }: DossierLife): Item[] =>
  ledger.items().map((item) => (item['sk'] === 'META' ? storedMeta(ledger.meta(String(item['dossierId'])), {}) : item));

describe('npm run verify, of dossiers with errands in an inbox', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let items: Item[] = [];

  const write = async (all: readonly Item[]): Promise<void> => {
    for (let start = 0; start < all.length; start += 25) {
      const requests = all.slice(start, start + 25).map((item) => ({ PutRequest: { Item: item } }));
      await table.clientOf().send(new BatchWriteCommand({ RequestItems: { [DOSSIERS_TABLE]: requests } }));
    }
  };
  const faults = async () => (await verifyTable(table.clientOf(), DOSSIERS_TABLE)).faults.map(({ fault }) => fault);

  beforeAll(async () => {
    table = await openDossiersTable();
    const life = dossierLife();
    await waiting(life);
    items = storedOf(life);
    await write(items);
  });
  afterAll(() => table.stop());

  it('finds no fault: what it leaves of an item says in which inbox that is', async () => {
    const waits = items.filter(({ sk, inboxKey }) => inboxKey && /^(WITHDRAWAL|NUMBERING|HANDOVER|COMPLAINT#\w+)$/.test(String(sk)));
    expect(waits).toHaveLength(4);
    expect(await faults()).toEqual([]);
  });

  it('names an errand whose content is another, or that stands in the inbox of another office', async () => {
    const [withdrawal] = items.filter(({ sk }) => sk === 'WITHDRAWAL');
    const [handover] = items.filter(({ sk }) => sk === 'HANDOVER');
    const [complaint] = items.filter(({ sk }) => /^COMPLAINT#\w+$/.test(String(sk)));
    await write([
      { ...complaint, inboxAt: '2026-12-24T10:00:00.000Z' },
      { ...withdrawal, requestedAt: '2026-11-01T00:00:00.000Z' },
      { ...handover, inboxKey: 'police#G01.042.009#open#0' },
    ]);
    expect(await faults()).toEqual([
      expect.stringMatching(/^the entry of complaint \w+ in its inbox is/),
      expect.stringContaining('the request to withdraw is {"requestedAt":"2026-11-01T00:00:00.000Z"}'),
      "HANDOVER is to be done, but not in its office's inbox",
    ]);
  });
});
