import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { codeIssuersOf } from '../../../functions/dossier/dossier-code.ts';
import { createHandler as submitHandler } from '../../../functions/dossier/submit-dossier.handler.ts';
import { codePointerKey, counterKey } from '../../../functions/ledger/item-keys.ts';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { pause } from '../../../functions/platform/retry.ts';
import { bundledProcedures, proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid, fixedClock, fixedOwnerIndex, recordedLog } from '../../support/fixed.ts';
import { callHttp, citizenClaims, httpEvent } from '../../support/http-event.ts';

const MANY = 200;

/** Submissions that come all at once, on the engine and its real transactions, with other transactions in their way. */
describe('two hundred submissions at once', { timeout: 120_000 }, () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let ledger: ReturnType<typeof dynamoLedger>;
  let drafts = 0;

  beforeAll(async () => {
    table = await openDossiersTable();
    ledger = dynamoLedger(table.clientOf(), DOSSIERS_TABLE);
  });
  beforeEach(() => table.proxy.faults.clear());
  afterAll(() => table.stop());

  const clock = fixedClock('2026-11-23T02:00:00.000Z');
  const submitter = (procedures = bundledProcedures) => {
    const submit = submitHandler({
      ...{ ledger, clock, pause, random: Math.random, procedures, log: recordedLog(), claimNames: defaultClaimNames },
      ...{ ownerIndex: fixedOwnerIndex(), calendar: vietnamCalendar, codeIssuers: codeIssuersOf(ledger) },
    });
    /** As a portal does it: again while the dossier is busy. */
    const patiently = async (dossierId: string): Promise<string> => {
      const { status, body } = await callHttp(submit, httpEvent('submitDossier', { claims: citizenClaims(), path: { dossierId } }));
      if (status === 503) return patiently(dossierId);
      if (status !== 200) throw new Error(`a submission was refused: ${status} ${JSON.stringify(body)}`);
      return String(body['code']);
    };
    return patiently;
  };

  const draftsOf = (count: number, office: string) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        drafts += 1;
        const dossierId = countedUlid(drafts);
        const empty = { previous: undefined, deadline: undefined, stages: [], documents: {}, acceptedAt: undefined, dueAt: undefined };
        const meta = await unpaidMeta({
          ...{ dossierId, n: 0, state: 'draft', office, code: undefined, submittedAt: undefined, amountDue: 0, ...empty },
          ownerKey: await fixedOwnerIndex().current('042190000016'),
        });
        const data = { procedure: meta.procedure, procedureVersion: meta.procedureVersion, channel: 'online' };
        const step = { at: clock.now(), by: { kind: 'owner' as const }, change: {} };
        await ledger.open(meta, { ...step, events: [{ event: { type: 'dossier.drafted', data } }] });
        return dossierId;
      }),
    );

  /** Every number that the counter gave, with what became of it. */
  const numbersOf = async (counter: string, codeOf: (n: number) => string) => {
    const last = Number((await ledger.readItem(counterKey(counter)))?.['value'] ?? 0);
    const codes = Array.from({ length: last }, (_, index) => codeOf(index + 1));
    const items = await ledger.readItems(codes.map(codePointerKey));
    const told = (item: (typeof items)[number]) => (item?.['dossierId'] ? 'dossier' : (item?.['voided'] ?? 'nobody knows'));
    return codes.map((code, index) => ({ code, told: told(items[index]) }));
  };

  it('have two hundred codes, and every number that was drawn is a dossier or says why not', async () => {
    const ids = await draftsOf(MANY, 'G01.042.001');
    table.proxy.faults.add({ kind: 'conflict', operation: 'TransactWriteItems', probability: 0.3 });
    table.proxy.faults.add({ kind: 'cancel', reason: 'ThrottlingError', operation: 'TransactWriteItems', times: 40 });
    const submit = submitter();
    const codes = await Promise.all(ids.map(submit));
    expect(new Set(codes).size).toBe(MANY);

    const numbers = await numbersOf('CODE#G01.042.001#261123', (n) => `G01.042.001-261123-${String(n).padStart(6, '0')}`);
    expect(numbers.filter(({ told }) => told === 'dossier').map(({ code }) => code)).toEqual([...codes].sort());
    expect(numbers.filter(({ told }) => told === 'nobody knows')).toEqual([]);
  });

  it('have one code each when every one of them is sent twice', async () => {
    const ids = await draftsOf(MANY / 2, 'G01.042.002');
    const submit = submitter();
    const twice = await Promise.all(ids.flatMap((id) => [submit(id), submit(id)]));
    expect(new Set(twice).size).toBe(MANY / 2);
    for (const [index, code] of twice.entries()) expect(code).toBe(twice[index - (index % 2)]);

    const numbers = await numbersOf('CODE#G01.042.002#261123', (n) => `G01.042.002-261123-${String(n).padStart(6, '0')}`);
    expect(numbers.filter(({ told }) => told === 'dossier')).toHaveLength(MANY / 2);
    expect(numbers.filter(({ told }) => told === 'nobody knows')).toEqual([]);
  });

  it('have two hundred codes of their own where the first 250 of the day came from outside', async () => {
    const ids = await draftsOf(MANY, 'G01.042.004');
    const codeOf = (n: number) => `G01.042.004-261123-${String(n).padStart(6, '0')}`;
    const imported = Array.from({ length: 250 }, (_, index) => codeOf(index + 1));
    await Promise.all(imported.map((code) => ledger.putItem(codePointerKey(code), { dossierId: countedUlid(9_999) })));
    const codes = await Promise.all(ids.map(submitter()));
    expect(new Set([...codes, ...imported]).size).toBe(MANY + 250);
    const numbers = await numbersOf('CODE#G01.042.004#261123', codeOf);
    expect(numbers.filter(({ told }) => told !== 'dossier')).toEqual([]);
  });

  it('begin a new sequence at midnight in Viet Nam, of the province as of the Ministry', async () => {
    const provincial = submitter(proceduresOf([{ ...permanentResidence, codeIssuer: 'PROVINCE' }]));
    const before = await draftsOf(10, 'G01.042.003');
    const after = await draftsOf(10, 'G01.042.003');
    clock.set('2026-11-25T16:59:59.999Z');
    const evening = await Promise.all(before.map(provincial));
    clock.set('2026-11-25T17:00:00.000Z');
    const night = await Promise.all(after.map(provincial));
    const expected = (day: string) => Array.from({ length: 10 }, (_, index) => `H27.91.003-${day}-${String(index + 1).padStart(4, '0')}`);
    expect([evening.sort(), night.sort()]).toEqual([expected('261125'), expected('261126')]);
  });
});
