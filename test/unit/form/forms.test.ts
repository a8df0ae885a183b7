import { describe, expect, it } from 'vitest';
import { IssuedForm } from '../../../functions/form/issued-form.ts';
import { formCases } from './cases.ts';
import { acceptance, byOfficer, formBench } from './form-bench.ts';

const read = async (name: string, formSet?: 'GENERAL' | 'RESIDENCE') => {
  const { bench, form } = (await formCases[name]?.(formSet)) ?? {};
  if (!bench || !form) throw new Error(`no case ${name}`);
  const { status, body } = await bench.readStaff(form);
  expect(status).toBe(200);
  return { bench, form, body, fields: body['fields'], absent: said(body) };
};

/** What a form leaves blank: `field reason`, or `field.column reason`. */
const said = (body: Record<string, unknown>): string[] =>
  IssuedForm.parse(body).absent.map(({ field, column, reason }) => `${column ? `${field}.${column}` : field} ${reason}`);

const NUMBER = 'number NO_RULE';
const ADDRESS = 'address NOT_IN_APPLICATION';
const SETS = 'sets ELECTRONIC';
const BOOK = 'trackingBook NO_PAPER_BOOK';

const person = {
  applicant: 'Nguyễn Thị Mẫu',
  owner: 'Nguyễn Thị Mẫu',
  phone: '0009990001',
  email: 'mau@example.invalid',
  request: 'Đăng ký thường trú: Cho tôi được ở cùng hộ ông Trần Văn Ưởng',
};
const head = { issuer: 'Công an xã thử nghiệm (G01.042.001)', place: 'Hà Tĩnh', dossierCode: 'G01.042.001-261123-000001' };
const words = { reason: 'Cần xác minh thêm tại nơi ở cũ', legalBasis: 'Luật Cư trú, Điều 22' };

describe('the receipt', () => {
  const receipt = {
    ...{ ...head, ...person, receivedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-12-02T02:00:00.000Z', delivery: 'ONLINE', fee: 10_000 },
    deliveryPlace: 'Kho dữ liệu điện tử của chủ hồ sơ',
    components: [
      { code: 'FORM', name: 'Tờ khai điện tử' },
      { code: 'LEASE', name: 'Hợp đồng thuê, mượn, ở nhờ có ý kiến đồng ý của chủ sở hữu' },
    ],
    oneStop: head.issuer,
    ...{ timeLimit: { amount: 7, unit: 'WORKING_DAY' }, submitter: 'Nguyễn Thị Mẫu', receiver: 'officer-1' },
  };

  it('says what was filed, when the result is due and what it costs (CT04)', async () => {
    const { body, fields, absent } = await read('receipt');
    expect(fields).toEqual(receipt);
    expect(absent).toEqual([NUMBER, ADDRESS, SETS, BOOK]);
    expect(body).toMatchObject({ form: 'CT04-4', code: 'CT04', set: 'RESIDENCE', page: 'A5', issuedAt: '2026-11-23T02:00:00.000Z' });
  });

  it('has the one-stop and a number where the procedure has the general forms (01)', async () => {
    const { fields, absent } = await read('receipt', 'GENERAL');
    expect(fields).toEqual({ ...receipt, number: '261123-000001.4/BPTNTKQ' });
    expect(absent).toEqual([ADDRESS, SETS, BOOK]);
  });

  it('names the counter that took the dossier in, and its number ends as the centre writes it', async () => {
    const bench = await formBench([acceptance], { formSet: 'GENERAL', meta: { receivedOffice: 'ZOS.042.002' } });
    expect((await bench.readOwn('01-4')).body['fields']).toMatchObject({
      oneStop: 'Trung tâm phục vụ hành chính công xã thử nghiệm (ZOS.042.002)',
      number: '261123-000001.4/TTPVHCC',
    });
  });

  it.each([
    [undefined, 'ONLINE', 'Kho dữ liệu điện tử của chủ hồ sơ'],
    ['COUNTER', 'COUNTER', 'Trung tâm phục vụ hành chính công xã thử nghiệm (ZOS.042.002)'],
    ['POST', 'POST', undefined],
  ] as const)('says where the result is got, and invents no address: %s', async (asked, delivery, place) => {
    const bench = await formBench([acceptance], { meta: { receivedOffice: 'ZOS.042.002', delivery: asked } });
    const { body } = await bench.readOwn('CT04-4');
    expect(body['fields']).toMatchObject({ delivery });
    expect(Object(body['fields']).deliveryPlace).toBe(place);
    expect(said(body).includes('deliveryPlace NOT_IN_APPLICATION')).toBe(place === undefined);
  });

  it.each([
    ['counter', 20_000],
    ['kiosk', undefined],
    ['post', undefined],
  ] as const)('invents no fee where the schedule has none for the channel: %s', async (channel, fee) => {
    const { body } = await (await formBench([acceptance], { meta: { channel } })).readOwn('CT04-4');
    expect(Object(body['fields']).fee).toBe(fee);
    expect(said(body).includes('fee NOT_KNOWN')).toBe(fee === undefined);
  });

  it('of an imported dossier has no fee: it was the other system’s', async () => {
    const data = { acceptedAt: '2026-11-20T02:00:00.000Z', dueAt: '2026-12-02T02:00:00.000Z', office: 'G01.042.001' };
    const { body } = await (await formBench([{ event: { type: 'dossier.accepted', data }, by: byOfficer }])).readOwn('CT04-4');
    expect(said(body)).toEqual([NUMBER, ADDRESS, SETS, BOOK, 'fee NOT_KNOWN']);
  });

  it('of an imported dossier has the time at which the other system accepted it', async () => {
    const acceptedAt = '2026-11-20T02:00:00.000Z';
    const data = { acceptedAt, dueAt: '2026-12-02T02:00:00.000Z', office: 'G01.042.001' };
    const bench = await formBench([{ event: { type: 'dossier.accepted', data }, by: byOfficer }]);
    const { body } = await bench.readOwn('CT04-4');
    expect(body).toMatchObject({ issuedAt: '2026-11-23T02:00:00.000Z', fields: { receivedAt: acceptedAt } });
  });

  it('shows the form as it stood then, corrected or not yet', async () => {
    const provided = { n: 1, formVersion: 2 };
    const bench = await formBench([
      acceptance,
      { event: { type: 'dossier.supplement-provided', data: provided } },
      { ...acceptance, at: '2026-11-25T02:00:00.000Z' },
    ]);
    await bench.fileAs({ ...bench.filing, form: { ...bench.filing.form, phone: '0009990002' } }, 2);
    const phoneOn = async (form: string) => (await bench.readOwn(form)).body['fields'];
    expect([await phoneOn('CT04-4'), await phoneOn('CT04-6')]).toMatchObject([{ phone: '0009990001' }, { phone: '0009990002' }]);
  });

  it('has no appointment while the fee that starts the clock is not paid', async () => {
    const data = { office: 'G01.042.001' };
    const bench = await formBench([{ event: { type: 'dossier.accepted', data }, by: byOfficer }]);
    const { body } = await bench.readOwn('CT04-4');
    expect(said(body)).toEqual([NUMBER, ADDRESS, SETS, 'dueAt NOT_YET', BOOK]);
  });

  it('never changes: what comes later is not on it', async () => {
    const { bench, body } = await read('receipt');
    const data = { document: 'MARRIAGE', sha256: 'b'.repeat(64), bytes: 1 };
    await bench.append(6, { event: { type: 'document.uploaded', data }, at: '2026-11-30T02:00:00.000Z' });
    const moved = { from: 'G01.042.001', to: 'G01.042.002', reason: 'WORDS#0007' };
    await bench.append(7, { event: { type: 'dossier.transferred', data: moved }, by: byOfficer });
    bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), n: 7, office: 'G01.042.002', dueAt: '2027-01-01T02:00:00.000Z' });
    expect((await bench.readStaff('CT04-4', { office: 'G01.042.002' })).body).toEqual(body);
    expect((await bench.readStaff('CT04-4')).status).toBe(404);
  });
});

describe('the request for a supplement', () => {
  const request = {
    ...{ ...head, ...person, ...words, stage: 'appraisal', answerBy: '2026-12-07T02:00:00.000Z', guide: 'officer-1' },
    lookupAt: 'Cổng Dịch vụ công quốc gia, thủ tục 1.004222',
    asked: [
      { code: 'FORM', name: 'Tờ khai điện tử' },
      { code: 'LEASE', name: 'Hợp đồng thuê, mượn, ở nhờ có ý kiến đồng ý của chủ sở hữu', what: 'Bản rõ hơn' },
      { code: 'SUPPLEMENT_1_1', name: 'Giấy xác nhận nơi ở cũ' },
    ],
  };

  /** Of each component that is asked for, the paper form counts the kinds of copies. */
  const copies = ['originals', 'certified', 'photocopies'].map((column) => `asked.${column} ELECTRONIC`);

  it('lists everything that is asked for, with reason and law, and where to ask (CT05)', async () => {
    const { fields, absent } = await read('supplement');
    expect(fields).toEqual(request);
    expect(absent).toEqual([NUMBER, ADDRESS, ...copies, 'contactPhone NOT_KNOWN']);
  });

  it('has a number in the general set (02)', async () => {
    const { fields, absent } = await read('supplement', 'GENERAL');
    expect(fields).toEqual({ ...request, number: '261123-000001.5/HDHS' });
    expect(absent).toEqual([ADDRESS, ...copies, 'contactPhone NOT_KNOWN']);
  });
});

describe('the other notices', () => {
  it.each([
    ['RESIDENCE', 'CT06'],
    ['GENERAL', '03'],
  ] as const)('refuse an intake in words, with the law (%s: %s)', async (formSet, code) => {
    const { body, fields, absent } = await read('refusal', formSet);
    expect(body).toMatchObject({ form: `${code}-4`, set: formSet });
    expect(fields).toEqual({ ...head, ...person, ...words, submitter: person.applicant, receiver: 'officer-1' });
    expect(absent).toEqual([NUMBER, ADDRESS]);
  });

  it('apologise and name the new due time (04)', async () => {
    const { fields, absent } = await read('apology');
    const { phone: _, email: __, ...asked } = person;
    const times = { receivedAt: '2026-11-23T02:00:00.000Z', dueBefore: '2026-12-02T02:00:00.000Z', dueAfter: '2026-12-09T02:00:00.000Z' };
    expect(fields).toEqual({ ...head, ...asked, ...words, ...times, signer: 'leader-1' });
    expect(absent).toEqual([NUMBER]);
  });

  it('say why a dossier is stopped, in whose words, and what becomes of the money (05)', async () => {
    const { fields, absent } = await read('stop');
    const { phone: _, email: __, ...asked } = person;
    const stop = { stoppedIn: 'withdrawal-requested', stopReason: 'WITHDRAWN', wish: 'Tôi chuyển đi nơi khác', paid: 10_000 };
    const withdrawnAt = '2026-11-23T02:00:00.000Z';
    expect(fields).toEqual({ ...head, ...asked, ...words, ...stop, withdrawnAt, signer: 'leader-1' });
    expect(absent).toEqual([NUMBER]);
  });

  it('say of a stop that nobody signed that the system did it, and miss no wish (05)', async () => {
    const data = { reason: 'SUPPLEMENT_UNANSWERED' as const, cancelled: [], paid: 0 };
    const stop = { event: { type: 'dossier.stopped' as const, data }, by: { kind: 'system' as const, id: 'deadlines' } };
    const bench = await formBench([acceptance, { ...stop, from: 'supplement-requested', to: 'stopped' }], { meta: { state: 'stopped' } });
    const { body } = await bench.readOwn('05-5');
    expect(said(body)).toEqual([NUMBER, 'reason BY_SYSTEM', 'legalBasis BY_SYSTEM', 'signer BY_SYSTEM']);
  });

  it('tell the result with its number, and where it is verified (CT08)', async () => {
    const { body, fields, absent } = await read('granted');
    const { phone: _, email: __, ...asked } = person;
    expect(fields).toEqual({
      ...{ ...head, ...asked, personalNumber: '042190000016', number: '7/2026/CT08-G01.042.001', outcome: 'GRANTED', signer: 'leader-1' },
      residence: { kind: 'permanent-residence', commune: 'T4201', line: 'Số 1, thôn Mẫu 1', relationToHead: 'HEAD' },
      ...{ decidedAt: '2026-11-27T02:59:00.000Z', legalBasis: 'Law on Residence 68/2020/QH14', resultCode: 'C00000000000000000001' },
      verification: 'https://api.example/public/results/C00000000000000000001/verification',
    });
    expect(absent).toEqual([]);
    expect(body['title']).toMatchObject({ vi: 'Thông báo kết quả giải quyết đăng ký cư trú' });
  });

  it('tell a refusal of the competent agency under the title of the result (CT06)', async () => {
    const { body, fields } = await read('refused');
    expect(fields).toMatchObject({ number: '7/2026/CT08-G01.042.001', reason: words.reason, signer: 'leader-1' });
    expect(body['title']).toMatchObject({ vi: 'Thông báo từ chối giải quyết đăng ký cư trú' });
  });
});

describe('what goes with the dossier through the offices', () => {
  it('is a slip with every hand-over, in time or not, of whom and to whom (06)', async () => {
    const { body, fields, absent } = await read('slip');
    const police = { kind: 'office', office: 'G01.042.001' };
    const leader = { kind: 'staff', id: 'leader-1' };
    expect(body).toMatchObject({ page: 'A4', set: 'GENERAL' });
    expect(fields).toMatchObject({
      competent: head.issuer,
      handOvers: [
        { n: 3, step: 'dossier.submitted', from: { kind: 'applicant' }, to: police, giver: { kind: 'owner' } },
        { n: 4, step: 'dossier.accepted', from: police, to: police, giver: byOfficer, timing: 'BEFORE' },
        { n: 5, step: 'task.decided', from: police, to: police, giver: leader, timing: 'BEFORE' },
        { n: 6, step: 'dossier.concluded', from: police, to: police, timing: 'BEFORE' },
      ],
    });
    expect(fields).not.toHaveProperty('number');
    expect(absent).toEqual(['handOvers.receiver NOT_SIGNED', 'handOvers.timing NO_LIMIT']);
  });

  it('is a line of the tracking book with every column (07)', async () => {
    const { fields, absent } = await read('book');
    expect(fields).toMatchObject({
      entry: {
        ...{ dossierCode: head.dossierCode, procedure: 'Đăng ký thường trú', owner: 'Nguyễn Thị Mẫu', office: head.issuer },
        ...{ receivedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-12-02T02:00:00.000Z', contact: '0009990001' },
      },
    });
    const notYet = ['returnedAt', 'way', 'proof', 'note'].map((column) => `entry.${column} NOT_YET`);
    expect(absent).toEqual(['entry.no NO_PAPER_BOOK', 'entry.sets ELECTRONIC', ...notYet]);
  });

  it('says in the book how the result was returned, and what proved it', async () => {
    const returned = { event: { type: 'dossier.returned' as const, data: { way: 'COUNTER', proof: 'CHIP' } }, by: byOfficer };
    const bench = await formBench([acceptance, { ...returned, at: '2026-12-01T02:00:00.000Z' }]);
    const { body } = await bench.readStaff('07-5');
    expect(body['fields']).toMatchObject({ entry: { returnedAt: '2026-12-01T02:00:00.000Z', way: 'COUNTER', proof: 'CHIP' } });
    expect(said(body)).toEqual(['entry.no NO_PAPER_BOOK', 'entry.sets ELECTRONIC', 'entry.note NOT_YET']);
  });

  it('remarks in the book what moved a dossier, and how it ended without a result', async () => {
    const bookOf = async (name: string, form: string) => {
      const { bench } = (await formCases[name]?.()) ?? {};
      return (await bench?.readStaff(form))?.body['fields'];
    };
    expect(await bookOf('supplement', '07-5')).toMatchObject({ entry: { note: 'Yêu cầu bổ sung 1 lần' } });
    expect(await bookOf('apology', '07-5')).toMatchObject({ entry: { note: 'Đã gia hạn' } });
    expect(await bookOf('refusal', '07-4')).toMatchObject({ entry: { note: 'Không được tiếp nhận' } });
    expect(await bookOf('stop', '07-6')).toMatchObject({ entry: { note: 'Dừng xử lý: Người nộp hồ sơ đề nghị rút hồ sơ' } });
  });

  it('was at every moment what the history was then', async () => {
    const { bench } = await read('slip');
    const rows = async (n: number) => {
      const { body } = await bench.readStaff(`06-${n}`);
      return body['fields'];
    };
    expect(await rows(4)).toMatchObject({ handOvers: [{ n: 3 }, { n: 4 }] });
    expect(await rows(6)).toMatchObject({ handOvers: [{ n: 3 }, { n: 4 }, { n: 5 }, { n: 6 }] });
  });
});
