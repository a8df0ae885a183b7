import { describe, expect, it } from 'vitest';
import { openFiling, ownerOf } from '../../../functions/ledger/filing.ts';
import { ownedForm, rentedForm } from '../../support/intake-bench.ts';
import { elsewhere, feeFor, filingBench, kindOf, madeUp, other, person, pointersOf } from './filing-bench.ts';

const owner = { ...other, authorisation: 'POWER_OF_ATTORNEY' };

describe('an officer who files for a person at the counter', () => {
  it("opens the person's own dossier, which says where it was taken in and how the person was verified", async () => {
    const cell = filingBench();
    const answer = await cell.post({ claims: elsewhere });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ...{ state: 'draft', status: 0, channel: 'counter', office: 'G01.042.001' },
        ...{ receivedOffice: 'G01.042.002', supportedOffice: 'G01.042.002', documents: [{ code: 'LEASE', state: 'expected' }] },
      },
    });
    const dossierId = String(answer.body['dossierId']);
    expect(cell.ledger.events(dossierId)).toMatchObject([
      {
        type: 'dossier.drafted',
        by: { kind: 'staff', id: 'officer-2' },
        data: { channel: 'counter', receivedOffice: 'G01.042.002', supportedOffice: 'G01.042.002', identityVerifiedBy: 'CHIP' },
      },
    ]);
    expect((await cell.own(dossierId)).body).toMatchObject({ filedBy: 'OFFICER', channel: 'counter', kenhThucHien: 1 });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('keeps nothing of offices where the one that decides did it all', async () => {
    const cell = filingBench();
    const meta = cell.ledger.meta(await cell.filed());
    expect([meta.receivedOffice, meta.supportedOffice, meta.identityLevel]).toEqual([undefined, undefined, 0]);
  });

  it('tells three offices apart: who helped, who takes it in, who decides', async () => {
    const cell = filingBench();
    const { body } = await cell.post({ claims: { office: 'ZOS.042.003' }, body: { ...cell.counter, receivingOffice: 'G01.042.002' } });
    expect(body).toMatchObject({ office: 'G01.042.001', receivedOffice: 'G01.042.002', supportedOffice: 'ZOS.042.003' });
  });

  it('leaves the owner to see at once that somebody knows what is in it', async () => {
    const cell = filingBench();
    const dossierId = await cell.filed();
    expect(await cell.seenBy(dossierId)).toMatchObject([{ what: 'form', by: { kind: 'staff', id: 'officer-1' } }]);
  });

  it('stands for nobody but the officer: the person in it is the one at the counter', async () => {
    const cell = filingBench();
    const dossierId = await cell.filed();
    const filing = await openFiling(cell.ledger, cell.personalData, { dossierId });
    expect([filing.applicant, ownerOf(filing)]).toEqual([person, person]);
    expect(cell.ledger.meta(dossierId).ownerKey).toBe(await cell.ownerIndex.current(person.pin));
    expect(JSON.stringify(cell.ledger.items())).not.toContain(person.pin);
  });

  it('files for another person than the one at the counter, whose dossier it then is, with the authorisation', async () => {
    const cell = filingBench();
    const { body } = await cell.post({ body: { ...cell.counter, owner } });
    const dossierId = String(body['dossierId']);
    expect(body['documents']).toMatchObject([{ code: 'LEASE' }, { code: 'AUTHORISATION', state: 'expected' }]);
    expect((await cell.own(dossierId, { pin: other.pin, sub: 'citizen-2' })).status).toBe(200);
    expect(kindOf(await cell.own(dossierId))).toBe('404 dossier-not-found');
    expect(cell.ledger.events(dossierId)[0]?.data['authorisation']).toBe('POWER_OF_ATTORNEY');
    const filing = await openFiling(cell.ledger, cell.personalData, { dossierId });
    expect(ownerOf(filing)).toEqual(other);
  });

  it('cannot submit without the authorisation', async () => {
    const cell = filingBench();
    const dossierId = await cell.filed({ body: { ...cell.counter, form: ownedForm, owner } });
    const missing = await cell.submitAtCounter(dossierId);
    expect([kindOf(missing), missing.body['documents']]).toEqual(['409 documents-missing', ['AUTHORISATION']]);
    await cell.announce(dossierId, {}, 'AUTHORISATION');
    cell.put(dossierId, 'AUTHORISATION');
    expect((await cell.confirm(dossierId, {}, 'AUTHORISATION')).status).toBe(200);
    expect((await cell.submitAtCounter(dossierId)).status).toBe(200);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('files once for one key, and again for another: the law lets a person file the same thing twice', async () => {
    const cell = filingBench();
    const first = await cell.post({ key: 'the-same-key' });
    expect(await cell.post({ key: 'the-same-key' })).toEqual(first);
    expect(kindOf(await cell.post({ key: 'the-same-key', body: { ...cell.counter, form: ownedForm } }))).toBe('409 idempotency-key-reused');
    const again = await cell.post();
    expect(again.status).toBe(201);
    expect(again.body['dossierId']).not.toBe(first.body['dossierId']);
  });

  it('opens one dossier when the same request comes twice at once', async () => {
    const cell = filingBench();
    const answers = await Promise.all([cell.post({ key: 'the-same-key' }), cell.post({ key: 'the-same-key' })]);
    expect(new Set(answers.map(({ body }) => body['dossierId'])).size).toBe(1);
  });

  it('keeps how the result is to be delivered', async () => {
    const cell = filingBench();
    expect(cell.ledger.meta(await cell.filed({ body: { ...cell.counter, delivery: 'COUNTER' } })).delivery).toBe('COUNTER');
    expect(cell.ledger.meta(await cell.filed({ body: { ...cell.counter, delivery: 'ONLINE' } })).delivery).toBeUndefined();
  });
});

describe('a filing at the counter that is refused', () => {
  const pointers = async (changes: object) => {
    const cell = filingBench();
    const answer = await cell.post({ body: { ...cell.counter, ...changes } });
    return [answer.status, pointersOf(answer), cell.ledger.items().length];
  };

  it.each([
    ['a number that is no number', { applicant: { ...person, pin: '04219000001X' } }, '/body/applicant/pin'],
    ['a number of 11 digits', { applicant: { ...person, pin: '04219000001' } }, '/body/applicant/pin'],
    ['a name of spaces', { applicant: { ...person, name: '   ' } }, '/body/applicant/name'],
    ['a name with a line in it', { applicant: { ...person, name: 'Nguyễn\nThị' } }, '/body/applicant/name'],
    ['an owner who is the applicant', { owner: { ...owner, pin: person.pin } }, '/body/owner/pin'],
    ['an owner without authorisation', { owner: other }, '/body/owner/authorisation'],
    ['nobody who was verified', { identityVerifiedBy: undefined }, '/body/identityVerifiedBy'],
    ['another way to verify', { identityVerifiedBy: 'LOOKS' }, '/body/identityVerifiedBy'],
    ['the arrival of a letter', { arrivedAt: '2026-11-23T08:00:00+07:00' }, '/body/arrivedAt'],
    ['a channel that no officer files through', { channel: 'online' }, '/body/channel'],
    [
      'a commune of another cell',
      { form: { ...rentedForm, dwelling: { ...rentedForm.dwelling, commune: 'T0101' } } },
      '/body/form/dwelling/commune',
    ],
    ['a code, where the issuer is not the portal', { code: 'H40.15-261122-0007' }, '/body/code'],
  ])('names %s', async (_, changes, pointer) => {
    expect(await pointers(changes)).toEqual([400, [pointer], 0]);
  });

  it.each([
    ['another cell', 'G01.001.001'],
    ['no catalogue', 'G01.042'],
    ['an agency without a counter', 'ZLR.042.000'],
  ])('says so to an officer of an office of %s', async (_, office) => {
    const cell = filingBench();
    const answer = await cell.post({ claims: { office } });
    expect([kindOf(answer), answer.body['reason']]).toEqual(['403 not-filed-here', 'OFFICE']);
    expect(cell.ledger.items()).toEqual([]);
  });

  it('takes no receiving office that is none', async () => {
    const cell = filingBench();
    expect(kindOf(await cell.post({ body: { ...cell.counter, receivingOffice: 'ZOS.001.001' } }))).toBe('403 not-filed-here');
  });

  it('is taken in only in its commune where the procedure is bound to place', async () => {
    const cell = filingBench({ changes: { nonTerritorial: madeUp('NONE') } });
    const answer = await cell.post({ claims: elsewhere });
    expect([kindOf(answer), answer.body['reason'], answer.body['office']]).toEqual(['403 not-filed-here', 'TERRITORY', 'G01.042.001']);
    expect((await cell.post({ claims: { office: 'ZOS.042.001' } })).status).toBe(201);
    expect((await cell.post()).status).toBe(201);
  });

  it('says that the procedure is not filed at a counter', async () => {
    const cell = filingBench({ changes: { channels: madeUp(['online']) } });
    const answer = await cell.post();
    expect([kindOf(answer), answer.body['channel']]).toEqual(['409 wrong-channel', 'counter']);
  });

  it('says that the fee of the channel is not known, and takes that of no other', async () => {
    const cell = filingBench({ changes: { fees: feeFor('kiosk').filter(({ channel }) => channel !== 'counter') } });
    const answer = await cell.post();
    expect([kindOf(answer), answer.body['channel'], cell.ledger.items()]).toEqual(['409 fee-unknown', 'counter', []]);
  });

  it('does not know a procedure that is not in the catalogue', async () => {
    const cell = filingBench();
    expect(kindOf(await cell.post({ body: { ...cell.counter, procedure: 'dog-licence' } }))).toBe('404 procedure-not-found');
  });

  it('needs the role of the intake', async () => {
    expect(kindOf(await filingBench().post({ claims: { roles: '[approver]' } }))).toBe('403 role-missing');
  });
});

describe('a letter', () => {
  const letter = { procedure: 'permanent-residence', form: ownedForm, channel: 'post', applicant: person };
  const arrivedAt = '2026-11-19T10:00:00+07:00';

  it('is refused while nobody knows what it costs', async () => {
    expect(kindOf(await filingBench().post({ body: { ...letter, arrivedAt } }))).toBe('409 fee-unknown');
  });

  it('is received when it arrived, whenever it is entered', async () => {
    const cell = filingBench({ changes: { fees: feeFor('post') } });
    const dossierId = await cell.filed({ body: { ...letter, arrivedAt: '2026-11-23T08:00:00+07:00' } });
    const { body } = await cell.submitAtCounter(dossierId);
    expect(body).toMatchObject({ submittedAt: '2026-11-23T02:00:00.000Z', receivedAt: '2026-11-23T01:00:00.000Z' });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ arrivedAt: '2026-11-23T01:00:00.000Z', channel: 'post' });
    expect((await cell.own(dossierId)).body).toMatchObject({ arrivedAt: '2026-11-23T01:00:00.000Z', kenhThucHien: 3 });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('that was entered too late has let the hours for its answer pass', async () => {
    const cell = filingBench({ changes: { fees: feeFor('post') } });
    const dossierId = await cell.filed({ body: { ...letter, arrivedAt } });
    await cell.submitAtCounter(dossierId);
    expect(cell.types(dossierId)).toEqual(['dossier.drafted', 'dossier.submitted', 'dossier.deadline-passed']);
    expect(cell.ledger.meta(dossierId).deadline).toBeUndefined();
    expect((await cell.ledger.listInbox('police', 'G01.042.001')).entries).toHaveLength(1);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it.each([
    ['is still to come', '2026-11-23T09:00:01+07:00'],
    ['lies before the calendar', '2024-12-31T23:00:00+07:00'],
  ])('is refused when its arrival %s', async (_, at) => {
    const cell = filingBench({ changes: { fees: feeFor('post') } });
    expect(pointersOf(await cell.post({ body: { ...letter, arrivedAt: at } }))).toEqual(['/body/arrivedAt']);
  });

  it('verifies nobody', async () => {
    const cell = filingBench({ changes: { fees: feeFor('post') } });
    expect(pointersOf(await cell.post({ body: { ...letter, arrivedAt, identityVerifiedBy: 'CHIP' } }))).toEqual([
      '/body/identityVerifiedBy',
    ]);
  });
});
