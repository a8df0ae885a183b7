import { describe, expect, it } from 'vitest';
import { surplusWrite } from '../../../functions/ledger/surplus.ts';
import { verify } from '../../../scripts/verify/verify.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';
import { storedDossier, type Way } from '../../support/stored-dossier.ts';
import { type MemoryTable, memoryTable } from './memory-table.ts';

const dossierId = countedUlid(1);
const at = (sk: string): string => `DOSSIER#${dossierId} ${sk}`;
const code = 'CODE#G01.042.001-261123-000001 POINTER';
const result = `RESULT#C${'1'.padStart(20, '0')} POINTER`;
const stranger = countedUlid(2);

type Break = readonly [what: string, way: Way, act: (table: MemoryTable) => void, fault: string | RegExp];

const history: readonly Break[] = [
  ['an event that is gone', 'returned', (table) => table.remove(at('EVENT#0005')), 'of 16 events 5 is missing'],
  ['the newest event gone', 'returned', (table) => table.remove(at('EVENT#0016')), 'of 16 events 16 is missing'],
  [
    'an event beyond the newest',
    'returned',
    (table) =>
      table.put({
        ...table.get(at('EVENT#0016')),
        sk: 'EVENT#0017',
        n: 17,
        from: undefined,
        to: undefined,
        type: 'dossier.receipt-reissued',
        data: { office: 'x' },
      }),
    'its newest event is 16, but there is 17',
  ],
  [
    'an event that is older than the one before',
    'returned',
    (table) => table.change(at('EVENT#0006'), { at: '2026-01-01T00:00:00.000Z' }),
    /event 6 .* is older/,
  ],
  [
    'an edge that no transition allows',
    'returned',
    (table) => table.change(at('EVENT#0003'), { to: 'processed' }),
    /event 3 .* walks from draft to processed/,
  ],
  [
    'an edge of another kind of event',
    'returned',
    (table) => table.change(at('EVENT#0002'), { from: 'draft', to: 'new' }),
    /which no edge of it allows/,
  ],
  [
    'an edge that leaves another state',
    'returned',
    (table) => table.change(at('EVENT#0003'), { from: 'accepted' }),
    /leaves accepted, but the dossier was draft/,
  ],
  [
    'half an edge',
    'returned',
    (table) => table.change(at('EVENT#0003'), { to: undefined }),
    'event 3 (dossier.submitted) tells only one end of its edge',
  ],
  [
    'an edge that was not walked',
    'returned',
    (table) => table.change(at('EVENT#0016'), { from: undefined, to: undefined }),
    /changes no state, though return does/,
  ],
  [
    'an event of no known type',
    'returned',
    (table) => table.change(at('EVENT#0003'), { type: 'dossier.imagined' }),
    /^EVENT#0003 cannot be read: type/,
  ],
  ['an event without its data', 'returned', (table) => table.change(at('EVENT#0003'), { data: {} }), /^EVENT#0003 cannot be read: code/],
  [
    'an event that names another dossier',
    'returned',
    (table) => table.change(at('EVENT#0003'), { dossierId: stranger }),
    'EVENT#0003 names another dossier',
  ],
  [
    'an event under another number',
    'returned',
    (table) => table.change(at('EVENT#0003'), { n: 33 }),
    'an item that belongs to EVENT#0033 lies elsewhere',
  ],
];

const head: readonly Break[] = [
  ['no META', 'returned', (table) => table.remove(at('META')), /^has no META, but \d+ items: DOCUMENT#LEASE, EVENT#0001/],
  [
    'a META that cannot be read',
    'returned',
    (table) => table.change(at('META'), { state: 'lost', ownerKey: 7 }),
    /^META cannot be read: state: .*; ownerKey/,
  ],
  ['a META of another dossier', 'returned', (table) => table.change(at('META'), { dossierId: stranger }), 'its META names another dossier'],
  [
    'another state',
    'returned',
    (table) => table.change(at('META'), { state: 'processed' }),
    'state is "processed", its history says "returned"',
  ],
  ['a higher number', 'returned', (table) => table.change(at('META'), { n: 17 }), 'of 17 events 17 is missing'],
  [
    'another time of acceptance',
    'returned',
    (table) => table.change(at('META'), { acceptedAt: '2026-11-23T02:00:00.001Z' }),
    /^acceptedAt is /,
  ],
  ['another appointment', 'processing', (table) => table.change(at('META'), { dueAt: '2027-01-01T00:00:00.000Z' }), /^dueAt is /],
  ['a stage further', 'processing', (table) => table.change(at('META'), { stage: 1 }), 'stage is 1, its history says 0'],
  ['another state before the payment', 'payment-requested', (table) => table.change(at('META'), { previous: 'new' }), /^previous is "new"/],
  [
    'another office than the one that accepted it',
    'processing',
    (table) => table.change(at('META'), { office: 'G01.042.002' }),
    'office is "G01.042.002", its history says "G01.042.001"',
  ],
  [
    'another office than the one that it was handed over to',
    'payment-requested',
    (table) => {
      const accepted = table.get(at('EVENT#0006'));
      const data = { from: 'G01.042.001', to: 'G01.042.003', reason: 'WORDS#0009' };
      table.put({ ...accepted, sk: 'EVENT#0009', n: 9, type: 'dossier.transferred', from: undefined, to: undefined, data });
      table.change(at('META'), { n: 9 });
    },
    'office is "G01.042.001", its history says "G01.042.003"',
  ],
  [
    'a deadline that every sweep has passed',
    'processing',
    (table) => table.put({ pk: 'SWEEP', sk: 'DEADLINES', bucket: '2026-11-30T02' }),
    'its deadline, escalation-70 at 2026-11-30T01:15:00.000Z, lies before 2026-11-30T02, where the sweep goes on from',
  ],
  ['findings that nobody gave', 'new', (table) => table.change(at('META'), { findings: { population: 'mismatch' } }), /^findings is /],
  [
    'a document that was not uploaded',
    'draft',
    (table) => table.change(at('META'), { documents: { LEASE: 'uploaded' } }),
    /^uploaded is \["LEASE"\]/,
  ],
  [
    'no deadline',
    'processing',
    (table) => table.change(at('META'), { deadlineKey: undefined, deadlineAt: undefined, deadlineKind: undefined }),
    /^the deadline is absent/,
  ],
  [
    'a deadline at its end',
    'returned',
    (table) =>
      table.change(at('META'), { deadlineKey: '2026-12-02T02', deadlineAt: '2026-12-02T02:00:00.000Z', deadlineKind: 'processing' }),
    /its history says absent$/,
  ],
  [
    'a deadline at another time',
    'processing',
    (table) => table.change(at('META'), { deadlineKey: '2026-12-03T02', deadlineAt: '2026-12-03T02:00:00.000Z' }),
    /^the deadline is /,
  ],
  [
    'a deadline in another bucket',
    'new',
    (table) => table.change(at('META'), { deadlineKey: '2026-11-23T01' }),
    /^the entry among the deadlines is /,
  ],
  [
    'an answered submission in the inbox',
    'processing',
    (table) => table.change(at('META'), { inboxKey: 'police#G01.042.001#open#1', inboxAt: 'x' }),
    'is processing, but in an inbox',
  ],
  [
    'an unanswered one that is in none',
    'new',
    (table) => table.change(at('META'), { inboxKey: undefined }),
    "is unanswered, but not in its office's inbox",
  ],
];

const parts: readonly Break[] = [
  ['a task that is gone', 'processing', (table) => table.remove(at('TASK#0002')), /^the tasks is /],
  [
    'a task of another agency',
    'processing',
    (table) => table.change(at('TASK#0002'), { agency: 'land' }),
    'its tasks are not those that its plan asks for',
  ],
  [
    'a task that was never opened',
    'processing',
    (table) => table.put({ ...table.get(at('TASK#0003')), sk: 'TASK#0004', n: 4, taskId: `${dossierId}.4` }),
    /^the tasks is /,
  ],
  [
    'an open task that history closed',
    'decided',
    (table) => table.change(at('TASK#0004'), { state: 'open', answer: undefined, closedAt: undefined }),
    /^the tasks is /,
  ],
  [
    'a closed task without an answer',
    'processing',
    (table) => table.change(at('TASK#0001'), { state: 'closed' }),
    `${dossierId}.1 is closed with no answer`,
  ],
  ['another answer', 'decided', (table) => table.change(at('TASK#0004'), { answer: 'REFUSE' }), /^the tasks is /],
  [
    'a task with another end',
    'processing',
    (table) => table.change(at('TASK#0001'), { dueAt: '2027-01-01T00:00:00.000Z' }),
    /^the end of /,
  ],
  [
    'an open task that is in no inbox',
    'processing',
    (table) => table.change(at('TASK#0001'), { inboxKey: undefined }),
    "task 1 is open, but not in its office's inbox",
  ],
  [
    'a task with the id of another',
    'processing',
    (table) => table.change(at('TASK#0001'), { taskId: `${dossierId}.2` }),
    'task 1 has the id of another',
  ],
  [
    'a task that cannot be read',
    'processing',
    (table) => table.change(at('TASK#0001'), { state: 'asleep' }),
    /^TASK#0001 cannot be read: state/,
  ],
  [
    'a token for a task that was never opened',
    'processing',
    (table) =>
      table.put({
        pk: `DOSSIER#${dossierId}`,
        sk: `TOKEN#0004#${'x'.repeat(16)}`,
        dossierId,
        taskId: `${dossierId}.4`,
        token: 't',
        heldAt: '2026-11-23T02:00:00.000Z',
      }),
    `a token waits for ${dossierId}.4, which was never opened`,
  ],
  [
    'a token under another task',
    'processing',
    (table) =>
      table.put({
        pk: `DOSSIER#${dossierId}`,
        sk: `TOKEN#0002#${'x'.repeat(16)}`,
        dossierId,
        taskId: `${dossierId}.1`,
        token: 't',
        heldAt: '2026-11-23T02:00:00.000Z',
      }),
    `a token for ${dossierId}.1 lies elsewhere`,
  ],
  [
    'a token that is not named for itself',
    'decided',
    (table) => {
      const [key = ''] = table.keys().filter((one) => one.includes('TOKEN#0002#'));
      table.change(key, { token: 'another' });
    },
    /^TOKEN#0002#[\w-]{16} is not named for the token that it holds$/,
  ],
  [
    'a token that is held for two tasks',
    'decided',
    (table) => {
      const [key = ''] = table.keys().filter((one) => one.includes('TOKEN#0002#'));
      table.put({ ...table.get(key), sk: key.split(' ')[1]?.replace('0002', '0003'), taskId: `${dossierId}.3` });
    },
    `one token is held for ${dossierId}.2 and for ${dossierId}.3`,
  ],
  [
    'a token of another dossier',
    'decided',
    (table) => {
      const [key = ''] = table.keys().filter((one) => one.includes('TOKEN#0002#'));
      table.change(key, { taskId: `${stranger}.2` });
    },
    /^TOKEN#0002#[\w-]{16} holds a token of another dossier$/,
  ],
  ['a payment that is gone', 'processing', (table) => table.remove(at('PAYMENT#0001')), /^attempt 1 is absent/],
  [
    'a booking that the history does not know',
    'payment-requested',
    (table) => table.change(at('PAYMENT#0001'), { state: 'booked' }),
    /^what is booked is /,
  ],
  ['a payment with another amount', 'processing', (table) => table.change(at('PAYMENT#0001'), { amount: 1 }), /^attempt 1 is /],
  [
    'a payment with another receipt',
    'processing',
    (table) => table.change(at('PAYMENT#0001'), { receipt: '42-26E-0000000' }),
    /^attempt 1 is /,
  ],
  ['no result', 'processed', (table) => table.remove(at('RESULT')), 'the number of results is 0, its history says 1'],
  [
    'a result before its end',
    'decided',
    (table) =>
      table.put({
        pk: `DOSSIER#${dossierId}`,
        sk: 'RESULT',
        dossierId,
        code: `C${'1'.padStart(20, '0')}`,
        number: '1/2026/CT08-x',
        outcome: 'GRANTED',
        issuedAt: '2026-11-23T02:00:00.000Z',
        kid: 'k',
      }),
    'the number of results is 1, its history says 0',
  ],
  ['a result with another outcome', 'processed', (table) => table.change(at('RESULT'), { outcome: 'REFUSED' }), /^the result is /],
  [
    'a result without what is signed',
    'processed',
    (table) => table.change(at('RESULT'), { sealed: undefined }),
    'RESULT holds nothing sealed',
  ],
  ['a form of which nothing is left', 'draft', (table) => table.change(at('FORM#0001'), { sealed: {} }), 'FORM#0001 holds nothing sealed'],
  ['no form', 'draft', (table) => table.remove(at('FORM#0001')), 'FORM#0001 is missing'],
  [
    'words of a refusal that was not',
    'new',
    (table) => table.put({ pk: `DOSSIER#${dossierId}`, sk: 'REFUSAL', dossierId }),
    'has REFUSAL, of which its history says nothing',
  ],
  [
    'a refusal without its words',
    'new',
    (table) => table.put({ pk: `DOSSIER#${dossierId}`, sk: 'REFUSAL', dossierId }),
    'REFUSAL holds nothing sealed',
  ],
  [
    'a decision to refuse without its words',
    'processed',
    (table) => table.change(at('TASK#0004'), { answer: 'REFUSE' }),
    'TASK#0004 holds nothing sealed',
  ],
  ['no mark that lookups waited', 'new', (table) => table.remove(at('LOOKUPS#WAITING')), 'LOOKUPS#WAITING is missing'],
  ['a document that is gone', 'new', (table) => table.remove(at('DOCUMENT#LEASE')), /^the files is \{\}/],
  ['a document that is another file', 'new', (table) => table.change(at('DOCUMENT#LEASE'), { sha256: 'b'.repeat(64) }), /^the files is /],
  [
    'an item that no dossier has',
    'new',
    (table) => table.put({ pk: `DOSSIER#${dossierId}`, sk: 'NOTE#1' }),
    'NOTE#1 is an item that no dossier has',
  ],
];

const between: readonly Break[] = [
  ['a code without its pointer', 'new', (table) => table.remove(code), /^its code G01\S+ leads nowhere/],
  [
    'a code that leads to another dossier',
    'new',
    (table) => table.change(code, { dossierId: stranger }),
    `its code G01.042.001-261123-000001 is that of another dossier, ${stranger}`,
  ],
  [
    'a result without its pointer',
    'returned',
    (table) => table.remove(result),
    'the code of its result leads nowhere: its pointer is missing',
  ],
  [
    'a result that is verified as another',
    'returned',
    (table) => table.change(result, { outcome: 'REFUSED' }),
    /^what its result is verified as is /,
  ],
];

const broken = async (way: Way, act: (table: MemoryTable) => void) => {
  const table = memoryTable(...(await storedDossier(way)));
  act(table);
  return (await verify(table, { pause: noPause })).faults;
};

describe.each([
  ['history', history],
  ['META', head],
  ['items', parts],
  ['codes', between],
])('a dossier whose %s a hand has broken', (_, breaks) => {
  it.each(breaks)('is named for %s', async (_what, way, act, fault) => {
    const faults = await broken(way, act);
    const own = faults.filter((one) => one.dossierId === dossierId).map((one) => one.fault);
    expect(own).toContainEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault));
  });
});

describe('what lies beside the dossiers', () => {
  const stray = (item: { pk: string; sk?: string } & Record<string, unknown>) => (table: MemoryTable) =>
    table.put({ sk: 'POINTER', ...item });

  it.each<[string, Way, (table: MemoryTable) => void, { dossierId?: string; fault: string }]>([
    [
      'a code of no dossier',
      'draft',
      stray({ pk: 'CODE#G01-1', dossierId: stranger }),
      { dossierId: stranger, fault: 'the code G01-1 points to it, but there is no such dossier' },
    ],
    [
      'a second code',
      'new',
      stray({ pk: 'CODE#G01-1', dossierId }),
      { dossierId, fault: 'the code G01-1 points to it, but it has another' },
    ],
    [
      'a code of a draft',
      'draft',
      stray({ pk: 'CODE#G01-1', dossierId }),
      { dossierId, fault: 'the code G01-1 points to it, but it has none' },
    ],
    ['a pointer that says nothing', 'draft', stray({ pk: 'CODE#G01-1' }), { fault: 'CODE#G01-1 points to no dossier' }],
    ['a result that says nothing', 'draft', stray({ pk: 'RESULT#X', dossierId }), { fault: 'RESULT#X points to no result' }],
    [
      'a request for a dossier that is not',
      'draft',
      stray({ pk: 'IDEMPOTENCY#x', reference: stranger, requestHash: 'h', expiresAt: 1 }),
      { dossierId: stranger, fault: "a request's key stands for it, which does not exist" },
    ],
    [
      'a request for a payment that is not',
      'draft',
      stray({ pk: 'IDEMPOTENCY#x', reference: `${dossierId}07`, requestHash: 'h', expiresAt: 1 }),
      { dossierId, fault: "a request's key stands for attempt 7, which does not exist" },
    ],
    [
      'a request for nothing',
      'draft',
      stray({ pk: 'IDEMPOTENCY#x', reference: 'x', requestHash: 'h', expiresAt: 1 }),
      { fault: 'IDEMPOTENCY#x stands for no dossier and no payment' },
    ],
    [
      'a counter that counts nothing',
      'draft',
      stray({ pk: 'COUNTER#x', sk: 'COUNTER', value: 'many' }),
      { fault: 'COUNTER#x counts nothing' },
    ],
    ['a sweep of no hour', 'draft', stray({ pk: 'SWEEP', sk: 'DEADLINES', bucket: 'noon' }), { fault: 'SWEEP names no hour' }],
    ['an item of no kind', 'draft', stray({ pk: 'PERSON#1' }), { fault: 'PERSON#1 is nothing that the cell writes' }],
    [
      'a pointer with company',
      'new',
      (table) => table.put({ pk: code.split(' ')[0], sk: 'MORE' }),
      { fault: 'CODE#G01.042.001-261123-000001 has other items than POINTER' },
    ],
    ['a partition with no id', 'draft', stray({ pk: 'DOSSIER#7', sk: 'EVENT#0001' }), { dossierId: '7', fault: 'has no dossier id' }],
    [
      'a counter behind its numbers',
      'new',
      (table) => table.change('COUNTER#CODE#G01.042.001#261123 COUNTER', { value: 0.5 }),
      { fault: 'COUNTER#CODE#G01.042.001#261123 stands at 0.5, though 1 was given: it would give numbers twice' },
    ],
    [
      'a counter that is gone',
      'processing',
      (table) => table.remove('COUNTER#RECEIPT#42#26 COUNTER'),
      { fault: 'COUNTER#RECEIPT#42#26 stands at 0, though 1 was given: it would give numbers twice' },
    ],
  ])('is told: %s', async (_, way, act, fault) => {
    expect(await broken(way, act)).toContainEqual(fault);
  });

  it('names both sides of a code that two dossiers have', async () => {
    const table = memoryTable(...(await storedDossier('new', 1)), ...(await storedDossier('new', 2)));
    const own = { code: 'G01.042.001-261123-000002' };
    table.change(at('META'), own);
    table.change(at('EVENT#0003'), { data: { ...own, receivedAt: '2026-11-23T02:00:00.000Z' } });
    const { faults } = await verify(table, { pause: noPause });
    expect(faults).toContainEqual({ dossierId, fault: `its code ${own.code} is that of another dossier, ${stranger}` });
    expect(faults).toContainEqual({ dossierId, fault: 'the code G01.042.001-261123-000001 points to it, but it has another' });
  });

  it('names a receipt that was given twice', async () => {
    const table = memoryTable(...(await storedDossier('processing', 1)), ...(await storedDossier('processing', 2)));
    const receipt = '42-26E-0000002';
    table.change(at('PAYMENT#0001'), { receipt });
    const booked = table.get(at('EVENT#0009'));
    table.change(at('EVENT#0009'), { data: { ...Object(booked['data']), receipt } });
    table.change(at('META'), { receiptNumber: receipt });
    expect((await verify(table, { pause: noPause })).faults).toEqual([
      { dossierId: stranger, fault: `its receipt ${receipt} is that of another dossier as well` },
    ]);
  });
});

it('takes clocks that differ by milliseconds for what they are', async () => {
  const { at: before } = memoryTable(...(await storedDossier('returned'))).get(at('EVENT#0005'));
  const earlier = new Date(Date.parse(String(before)) - 900).toISOString();
  const faults = await broken('returned', (table) => table.change(at('EVENT#0006'), { at: earlier }));
  expect(faults.filter(({ fault }) => fault.includes('older'))).toEqual([]);
});

describe('money booked twice', () => {
  const again = async (surplus: boolean, spoilt: object = {}) => {
    const table = memoryTable(...(await storedDossier('processing')));
    const first = table.get(at('PAYMENT#0001'));
    const booked = table.get(at('EVENT#0009'));
    const attempted = table.get(at('EVENT#0008'));
    const own = { attempt: 2, reference: `${dossierId}02`, amount: 10_000 };
    const extra = { receipt: '42-26E-0000002', ...(surplus && { surplus: true }) };
    const last = { at: '2026-11-23T03:00:00.000Z', from: undefined, to: undefined };
    table.change('COUNTER#RECEIPT#42#26 COUNTER', { value: 2 });
    table.put({ ...attempted, ...last, sk: 'EVENT#0011', n: 11, data: own });
    table.put({ ...booked, ...last, sk: 'EVENT#0012', n: 12, data: { ...own, ...extra } });
    table.put({ ...first, ...own, ...extra, sk: 'PAYMENT#0002' });
    if (surplus) {
      const { attempt, reference, amount } = own;
      const data = { attempt, reference, amount, office: 'G01.042.001' };
      table.put({ ...attempted, ...last, sk: 'EVENT#0013', n: 13, type: 'payment.surplus', data });
      const { key, item } = surplusWrite({ dossierId, agency: 'police', office: 'G01.042.001' }, { attempt, bookedAt: last.at });
      table.put({ ...key, ...item, ...spoilt });
    }
    table.change(at('META'), { n: surplus ? 13 : 12, attempts: 2 });
    return (await verify(table, { pause: noPause })).faults.map(({ fault }) => fault);
  };

  it('for one fee is told with its references', async () => {
    expect(await again(false)).toEqual([`2 bookings settle 1 fees: ${dossierId}01, ${dossierId}02`]);
  });

  it('is in order where it is marked as surplus, and an office has to see to it', async () => {
    expect(await again(true)).toEqual([]);
  });

  it('is told where no office has to see to it', async () => {
    expect(await again(true, { inboxKey: undefined, inboxAt: undefined })).toEqual([
      "SURPLUS is to be done, but not in its office's inbox",
    ]);
    expect(await again(true, { attempt: 1 })).toEqual([expect.stringContaining('the surplus')]);
  });
});

describe('what the checker says', () => {
  const name = 'Nguyễn Văn Mẫu';
  const number = '042190000016';

  it('has no value that is none of a code, whatever lies in the items', async () => {
    const items = await storedDossier('returned');
    const kinds = new Map(
      items.map((item) => [String(item['pk']).startsWith('DOSSIER') ? String(item['sk']).split('#')[0] : item['pk'], item]),
    );
    let turn = 0;
    for (const { pk, sk, ...fields } of kinds.values())
      for (const field of Object.keys(fields)) {
        turn += 1;
        const value = turn % 2 ? name : number;
        const table = memoryTable(...items);
        table.change(`${pk} ${sk}`, { [field]: value });
        expect(JSON.stringify((await verify(table, { pause: noPause })).faults)).not.toContain(value);
      }
    expect(turn).toBeGreaterThan(50);
  });

  it('has no key that is none, either', async () => {
    const table = memoryTable(
      ...(await storedDossier('new')),
      { pk: name, sk: 'POINTER' },
      { pk: `CODE#${number} x`, sk: 'POINTER', dossierId },
    );
    table.put({ pk: `DOSSIER#${dossierId}`, sk: `EVENT#${name}` });
    const told = JSON.stringify((await verify(table, { pause: noPause })).faults);
    expect([told.includes(name), told.includes(number)]).toEqual([false, false]);
    expect(told).toContain('characters that are no code');
  });
});
