import { describe, expect, it } from 'vitest';
import { openFiling } from '../../../functions/ledger/filing.ts';
import { countedUlid } from '../../support/fixed.ts';
import { intakeBench, ownedForm, rentedForm } from '../../support/intake-bench.ts';

const dossierId = countedUlid(1);
const draftOf = (form: unknown) => ({ procedure: 'permanent-residence', form });

describe('opening a draft', () => {
  it('answers with the draft and the documents that it needs', async () => {
    const cell = intakeBench();
    expect(await cell.open()).toMatchObject({
      status: 201,
      body: {
        dossierId,
        state: 'draft',
        status: 0,
        procedure: 'permanent-residence',
        office: 'G01.042.001',
        documents: [{ code: 'LEASE', kind: 'CONSENT', state: 'expected' }],
      },
    });
  });

  it('does not ask for the lease when the house is owned', async () => {
    const { body } = await intakeBench().open({ body: draftOf(ownedForm) });
    expect(body['documents']).toEqual([]);
  });

  it('keeps the person in the sealed form only', async () => {
    const cell = intakeBench();
    await cell.open();
    const filing = await openFiling(cell.ledger, cell.personalData, { dossierId });
    expect(filing).toEqual({ applicant: { pin: '042190000016', name: 'Nguyễn Thị Mẫu' }, form: rentedForm });
    const stored = JSON.stringify(cell.ledger.items());
    for (const personal of ['042190000016', 'Nguyễn', '0009990001', 'thôn Mẫu']) expect(stored).not.toContain(personal);
  });

  it('logs one line without personal data', async () => {
    const cell = intakeBench();
    await cell.open();
    expect(cell.log.lines).toEqual([
      { level: 'INFO', message: 'openDraft', fields: { status: 201, ms: 0, correlationId: 'request-0001' } },
    ]);
  });

  it('writes the draft as event 1 with the cause of the request', async () => {
    const cell = intakeBench();
    await cell.open();
    expect(cell.ledger.events(dossierId)).toEqual([
      {
        dossierId,
        n: 1,
        type: 'dossier.drafted',
        at: '2026-11-23T02:00:00.000Z',
        by: { kind: 'owner' },
        cause: 'request-0001',
        data: { procedure: 'permanent-residence', procedureVersion: '2026-07-01', channel: 'online' },
      },
    ]);
  });

  it('keeps names in composed Unicode, however they were typed', async () => {
    const cell = intakeBench();
    const line = 'Số 5, thôn Mẫu';
    const form = { ...rentedForm, dwelling: { ...rentedForm.dwelling, line: line.normalize('NFD') } };
    await cell.open({ body: draftOf(form), claims: { name: 'Nguyễn Thị Mẫu'.normalize('NFD') } });
    const filing = await openFiling(cell.ledger, cell.personalData, { dossierId });
    expect(filing).toMatchObject({
      applicant: { name: 'Nguyễn Thị Mẫu'.normalize('NFC') },
      form: { dwelling: { line: line.normalize('NFC') } },
    });
  });

  it('takes an e-ID of level 1: the level counts at submission', async () => {
    expect((await intakeBench().open({ claims: { acr: '1' } })).status).toBe(201);
  });
});

describe('opening a draft twice', () => {
  it('answers a repeat with the same dossier and writes nothing more', async () => {
    const cell = intakeBench();
    const first = await cell.open({ key: 'the-same-key' });
    const items = cell.ledger.items();
    expect(await cell.open({ key: 'the-same-key' })).toEqual(first);
    expect(cell.ledger.items()).toEqual(items);
  });

  it('sees the same request in another order of fields', async () => {
    const cell = intakeBench();
    await cell.open({ key: 'the-same-key', body: { procedure: 'permanent-residence', form: rentedForm } });
    const { body } = await cell.open({ key: 'the-same-key', body: { form: rentedForm, procedure: 'permanent-residence' } });
    expect(body['dossierId']).toBe(dossierId);
  });

  it('opens one dossier when the same request comes twice at once', async () => {
    const cell = intakeBench();
    const answers = await Promise.all([cell.open({ key: 'the-same-key' }), cell.open({ key: 'the-same-key' })]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body['dossierId'])).size).toBe(1);
    expect(cell.ledger.items().filter((item) => item['sk'] === 'META')).toHaveLength(1);
  });

  it('refuses the key for another body', async () => {
    const cell = intakeBench();
    await cell.open({ key: 'the-same-key' });
    const { status, body } = await cell.open({ key: 'the-same-key', body: draftOf(ownedForm) });
    expect([status, body['type']]).toEqual([409, 'https://mot-cua.example/problems/idempotency-key-reused']);
  });

  it('refuses the key for another body even when both come at once', async () => {
    const cell = intakeBench();
    cell.ledger.beforeNextWrite(async () => {
      await cell.open({ key: 'the-same-key', body: draftOf(ownedForm) });
    });
    expect((await cell.open({ key: 'the-same-key' })).status).toBe(409);
  });

  it('knows the key of another person as another key', async () => {
    const cell = intakeBench();
    const first = await cell.open({ key: 'the-same-key' });
    const second = await cell.open({ key: 'the-same-key', claims: { sub: 'citizen-2', pin: '042190000017' } });
    expect(second.status).toBe(201);
    expect(second.body['dossierId']).not.toBe(first.body['dossierId']);
  });

  it('opens a new dossier with a key that is older than a day', async () => {
    const cell = intakeBench();
    const first = await cell.open({ key: 'the-same-key' });
    cell.clock.advance(24 * 3_600_000 + 1000);
    const second = await cell.open({ key: 'the-same-key' });
    expect(second.body['dossierId']).not.toBe(first.body['dossierId']);
  });
});

describe('opening a draft while other writes are in the way', () => {
  it('tries again, and opens one dossier', async () => {
    const cell = intakeBench();
    cell.ledger.conflictNext(4);
    expect((await cell.open({ key: 'the-same-key' })).status).toBe(201);
    expect(cell.ledger.items().filter((item) => item['sk'] === 'META')).toHaveLength(1);
  });

  it('answers with the dossier of the request that was in the way', async () => {
    const cell = intakeBench();
    // The other request's transaction is under way: ours is cancelled before its key is to be seen.
    cell.ledger.beforeNextWrite(async () => {
      await cell.open({ key: 'the-same-key' });
      cell.ledger.conflictNext(1);
    });
    const answer = await cell.open({ key: 'the-same-key' });
    expect(answer.status).toBe(201);
    const heads = cell.ledger.items().filter((item) => item['sk'] === 'META');
    expect(heads.map((item) => item['dossierId'])).toEqual([answer.body['dossierId']]);
  });

  it('refuses the key when the request in the way had another body', async () => {
    const cell = intakeBench();
    cell.ledger.beforeNextWrite(async () => {
      await cell.open({ key: 'the-same-key', body: draftOf(ownedForm) });
      cell.ledger.conflictNext(1);
    });
    expect((await cell.open({ key: 'the-same-key' })).status).toBe(409);
  });

  it('asks the caller to come again after five times', async () => {
    const cell = intakeBench();
    cell.ledger.conflictNext(5);
    const { status, body, headers } = await cell.open({ key: 'the-same-key' });
    expect([status, body['type'], headers['retry-after']]).toEqual([503, 'https://mot-cua.example/problems/dossier-busy', '1']);
    expect(cell.ledger.items()).toEqual([]);
    expect((await cell.open({ key: 'the-same-key' })).status).toBe(201);
  });
});

describe('a draft that cannot be opened', () => {
  const faults = async (body: unknown, key?: string) => {
    const answer = await intakeBench().open({ body, ...(key !== undefined && { key }) });
    return { status: answer.status, pointers: (answer.body['errors'] as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer) };
  };

  it('names every fault of the form by a JSON pointer', async () => {
    const form = {
      phone: '12',
      relationToHead: 'AUNT',
      dwelling: { ...rentedForm.dwelling, line: 'x', areaM2: 0, colour: 'red' },
      more: 1,
    };
    const { status, pointers } = await faults(draftOf(form));
    expect(status).toBe(400);
    expect(new Set(pointers)).toEqual(
      new Set([
        '/body/form/phone',
        '/body/form/relationToHead',
        '/body/form/dwelling/line',
        '/body/form/dwelling/areaM2',
        '/body/form/dwelling/colour',
        '/body/form/more',
      ]),
    );
  });

  it('names what is missing in the form', async () => {
    const { pointers } = await faults(draftOf({}));
    expect(new Set(pointers)).toEqual(new Set(['/body/form/phone', '/body/form/relationToHead', '/body/form/dwelling']));
  });

  it.each([
    ['of another cell', 'T0101'],
    ['that does not exist', 'T4299'],
    ['that is a real code', '18073'],
  ])('refuses a commune %s', async (_, commune) => {
    const form = { ...rentedForm, dwelling: { ...rentedForm.dwelling, commune } };
    expect(await faults(draftOf(form))).toEqual({ status: 400, pointers: ['/body/form/dwelling/commune'] });
  });

  it.each([
    ['of the next commune', 'T4202/12/345'],
    ['of another cell', 'T0101/12/345'],
    ['of a commune whose code begins alike', 'T42011/12/345'],
  ])('refuses a parcel %s than the dwelling’s', async (_, parcel) => {
    const form = { ...rentedForm, dwelling: { ...rentedForm.dwelling, parcel } };
    expect(await faults(draftOf(form))).toEqual({ status: 400, pointers: ['/body/form/dwelling/parcel'] });
  });

  it('refuses a form without a floor', async () => {
    const depth = 200_000;
    const body = `{"procedure":"permanent-residence","form":{"request":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expect(await faults(body)).toEqual({ status: 400, pointers: ['/body'] });
  });

  it.each([
    ['no form', { procedure: 'permanent-residence' }, ['/body/form']],
    ['no procedure', { form: rentedForm }, ['/body/procedure']],
    ['a form that is a list', { procedure: 'permanent-residence', form: [] }, ['/body/form']],
    ['a field too many', { ...draftOf(rentedForm), pin: '042190000016' }, ['/body/pin']],
    ['text that is no JSON', '{', ['/body']],
  ])('refuses a request with %s', async (_, body, pointers) => {
    expect(await faults(body)).toEqual({ status: 400, pointers });
  });

  it.each([
    ['too short', 'short'],
    ['with spaces', 'a key with spaces'],
    ['too long', 'k'.repeat(129)],
  ])('refuses an idempotency key that is %s', async (_, key) => {
    expect(await faults(draftOf(rentedForm), key)).toEqual({ status: 400, pointers: ['/headers/idempotency-key'] });
  });

  it('refuses a request without an idempotency key', async () => {
    const cell = intakeBench();
    const { createHandler } = await import('../../../functions/dossier/open-draft.handler.ts');
    const { callHttp, citizenClaims, httpEvent } = await import('../../support/http-event.ts');
    const { status } = await callHttp(createHandler(cell), httpEvent('openDraft', { claims: citizenClaims(), body: draftOf(rentedForm) }));
    expect(status).toBe(400);
  });

  it('does not know a procedure that is not in the catalogue', async () => {
    const { status, body } = await intakeBench().open({ body: { procedure: 'dog-licence', form: {} } });
    expect([status, body['type']]).toEqual([404, 'https://mot-cua.example/problems/procedure-not-found']);
  });

  it.each([
    ['number', { pin: '42190000016' }],
    ['account', { sub: '' }],
    ['level', { acr: 'high' }],
    ['name', { name: '' }],
    ['name but spaces', { name: '  ' }],
  ])('refuses a token without a usable %s', async (_, claims) => {
    expect((await intakeBench().open({ claims })).status).toBe(403);
  });

  it('writes nothing when sealing fails', async () => {
    const cell = intakeBench();
    const { openDraft } = await import('../../../functions/dossier/open-draft.ts');
    const failing = { seal: async () => Promise.reject(new Error('KMS is away')) };
    const open = openDraft({ ...cell, personalData: failing });
    const caller = { audience: 'citizen', sub: 'citizen-1', pin: '042190000016', name: 'Mẫu', level: 2 } as const;
    const input = { caller, procedure: 'permanent-residence', form: rentedForm, key: 'key-00000001', cause: 'c' };
    await expect(open(input)).rejects.toThrow('KMS is away');
    expect(cell.ledger.items()).toEqual([]);
  });
});
