import { describe, expect, it } from 'vitest';
import { allFound, ownedForm } from '../../support/intake-bench.ts';
import { elsewhere, feeFor, filingBench, kindOf, other, pointersOf } from './filing-bench.ts';

const stranger = { sub: 'officer-3', office: 'G01.042.003', roles: '[intake]' };

describe('the documents of a dossier that an officer has entered', () => {
  it('are uploaded by the office that entered it', async () => {
    const cell = filingBench();
    const dossierId = await cell.filed({ claims: elsewhere });
    expect((await cell.announce(dossierId, elsewhere)).status).toBe(200);
    cell.put(dossierId);
    expect(await cell.confirm(dossierId, { ...elsewhere, sub: 'colleague' })).toMatchObject({ status: 200, body: { state: 'uploaded' } });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({ type: 'document.uploaded', by: { kind: 'staff', id: 'colleague' } });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('do not exist for another office, not even for the one that will decide', async () => {
    const cell = filingBench();
    const dossierId = await cell.filed({ claims: elsewhere });
    for (const claims of [stranger, {}])
      for (const answer of [await cell.announce(dossierId, claims), await cell.confirm(dossierId, claims)])
        expect(kindOf(answer)).toBe('404 dossier-not-found');
    expect(kindOf(await cell.submitAtCounter(dossierId, stranger))).toBe('404 dossier-not-found');
    expect(kindOf(await cell.asStaff(dossierId))).toBe('404 dossier-not-found');
  });

  it("do not open a citizen's own draft to any officer", async () => {
    const cell = filingBench();
    const dossierId = await cell.draft();
    expect(kindOf(await cell.announce(dossierId))).toBe('404 dossier-not-found');
    expect(kindOf(await cell.submitAtCounter(dossierId))).toBe('404 dossier-not-found');
  });

  it('are only those that the procedure needs', async () => {
    const cell = filingBench();
    expect(kindOf(await cell.announce(await cell.filed(), {}, 'MARRIAGE'))).toBe('409 document-not-needed');
  });
});

describe('a dossier from the counter', () => {
  const submitted = async (claims: Record<string, string> = elsewhere) => {
    const cell = filingBench();
    const dossierId = await cell.filed({ claims, body: { ...cell.counter, form: ownedForm } });
    const { body } = await cell.submitAtCounter(dossierId, claims);
    cell.change(dossierId, { lookups: 'done', findings: allFound });
    return { cell, dossierId, code: body['code'] };
  };

  it('has one code like every other, by the office that decides it', async () => {
    const { cell, dossierId, code } = await submitted();
    expect(code).toBe('G01.042.001-261123-000001');
    expect((await cell.submitAtCounter(dossierId, elsewhere)).body['code']).toBe(code);
    await cell.submitted(ownedForm);
    expect(cell.ledger.items().filter(({ pk }) => String(pk).startsWith('CODE#'))).toHaveLength(2);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({ type: 'dossier.submitted', by: { kind: 'staff', id: 'officer-2' } });
  });

  it('is accepted at the one-stop that took it in, at the fee of the counter', async () => {
    const { cell, dossierId } = await submitted();
    expect((await cell.asStaff(dossierId, elsewhere)).body).toMatchObject({ receivedOffice: 'G01.042.002', office: 'G01.042.001' });
    expect(await cell.accept(dossierId, {}, elsewhere)).toMatchObject({ status: 200, body: { amountDue: 20_000, office: 'G01.042.001' } });
    expect(cell.ledger.events(dossierId).at(-2)).toMatchObject({ type: 'dossier.accepted', data: { office: 'G01.042.002' } });
    expect((await cell.reissue(dossierId, elsewhere)).status).toBe(200);
    expect(kindOf(await cell.asStaff(dossierId, elsewhere))).toBe('404 dossier-not-found');
  });

  it('is accepted as well by the office that decides, and by no other', async () => {
    const { cell, dossierId } = await submitted();
    expect(kindOf(await cell.accept(dossierId, {}, stranger))).toBe('404 dossier-not-found');
    expect(kindOf(await cell.refuse(dossierId, { reason: 'Không đúng thẩm quyền', legalBasis: 'Điều 22' }, stranger))).toBe(
      '404 dossier-not-found',
    );
    expect((await cell.accept(dossierId)).status).toBe(200);
  });

  it('cannot be submitted by the citizen meanwhile', async () => {
    const cell = filingBench();
    const dossierId = await cell.filed({ body: { ...cell.counter, form: ownedForm } });
    expect(kindOf(await cell.submit(dossierId))).toBe('409 wrong-channel');
    expect(cell.ledger.meta(dossierId).state).toBe('draft');
  });

  it('is received by the hours of the one-stop that takes it in', async () => {
    // Saturday morning: the police receive, the commune's one-stop does not.
    const at = '2026-11-28T03:00:00.000Z';
    const receivedAt = async (office: string) => {
      const cell = filingBench({ at });
      const dossierId = await cell.filed({ claims: { office }, body: { ...cell.counter, form: ownedForm } });
      return (await cell.submitAtCounter(dossierId, { office })).body['receivedAt'];
    };
    expect(await receivedAt('G01.042.002')).toBe(at);
    expect(await receivedAt('ZOS.042.002')).toBe('2026-11-30T00:30:00.000Z');
  });
});

describe('a citizen at a kiosk', () => {
  const kiosk = { fees: feeFor('kiosk', 12_000) };
  const body = { procedure: 'permanent-residence', form: ownedForm, kiosk: 'ZKI.042.003' };

  it('files as at a counter by the national count, with the own e-ID', async () => {
    const cell = filingBench({ changes: kiosk });
    const opened = await cell.open({ body });
    const dossierId = String(opened.body['dossierId']);
    expect(cell.ledger.events(dossierId)[0]).toMatchObject({ by: { kind: 'owner' }, data: { channel: 'kiosk', kiosk: 'ZKI.042.003' } });
    expect((await cell.own(dossierId)).body).toMatchObject({
      filedBy: 'OWNER',
      channel: 'kiosk',
      kenhThucHien: 1,
      supportedOffice: 'ZOS.042.003',
    });
    expect(kindOf(await cell.submit(dossierId, { acr: '1' }))).toBe('403 identity-level-too-low');
    expect((await cell.submit(dossierId)).status).toBe(200);
    expect(cell.faults(dossierId)).toEqual([]);
    cell.change(dossierId, { lookups: 'done', findings: allFound });
    expect((await cell.accept(dossierId)).body['amountDue']).toBe(12_000);
  });

  it('is told that the fee is not known, where the catalogue has none for kiosks', async () => {
    expect(kindOf(await filingBench().open({ body }))).toBe('409 fee-unknown');
  });

  it.each(['ZKI.001.001', 'ZKI.042.099', 'ZOS.042.001', 'kiosk'])('is refused at %s, which is no kiosk of the cell', async (id) => {
    expect(pointersOf(await filingBench({ changes: kiosk }).open({ body: { ...body, kiosk: id } }))).toEqual(['/body/kiosk']);
  });

  it('is no way around an officer: what is drafted there no office can touch', async () => {
    const cell = filingBench({ changes: kiosk });
    const { body: draft } = await cell.open({ body });
    expect(kindOf(await cell.submitAtCounter(String(draft['dossierId']), { office: 'ZOS.042.003' }))).toBe('404 dossier-not-found');
  });
});

describe('the owner whom another person filed for', () => {
  it('is the one who pays and gets the result; the other one sees nothing', async () => {
    const cell = filingBench();
    const owner = { ...other, authorisation: 'LEGAL_REPRESENTATIVE' };
    const dossierId = await cell.filed({ body: { ...cell.counter, form: ownedForm, owner } });
    expect((await cell.asStaff(dossierId)).status).toBe(404);
    await cell.announce(dossierId, {}, 'AUTHORISATION');
    cell.put(dossierId, 'AUTHORISATION');
    await cell.confirm(dossierId, {}, 'AUTHORISATION');
    await cell.submitAtCounter(dossierId);
    const { body } = await cell.asStaff(dossierId);
    expect(body).toMatchObject({ applicant: { pin: '042190000016' }, owner: { pin: other.pin, authorisation: 'LEGAL_REPRESENTATIVE' } });
    expect(kindOf(await cell.own(dossierId))).toBe('404 dossier-not-found');
    expect((await cell.own(dossierId, { pin: other.pin, sub: 'citizen-2' })).status).toBe(200);
  });
});
