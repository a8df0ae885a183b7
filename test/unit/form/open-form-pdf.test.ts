import { describe, expect, it } from 'vitest';
import { formCases } from './cases.ts';
import { acceptance, formBench } from './form-bench.ts';

const stranger = { sub: 'citizen-2', pin: '042190000999' };
const elsewhere = { office: 'G01.042.002' };
const filesOf = (stored: ReadonlyMap<string, Uint8Array>) => [...stored.keys()].filter((key) => key.startsWith('forms/'));

describe('the list of forms', () => {
  it('has for the owner what was issued, and for officers slip and book as well', async () => {
    const { bench } = (await formCases['granted']?.()) ?? {};
    const own = await bench?.listOwn();
    expect(own?.body['forms']).toEqual([
      { form: 'CT04-4', code: 'CT04', title: expect.anything(), issuedAt: '2026-11-23T02:00:00.000Z' },
      { form: 'CT08-6', code: 'CT08', title: expect.anything(), issuedAt: '2026-11-23T02:00:00.000Z' },
    ]);
    const staff = await bench?.listStaff();
    expect(staff?.body['forms']).toMatchObject([{ form: 'CT04-4' }, { form: 'CT08-6' }, { form: '06-6' }, { form: '07-6' }]);
  });

  it('is empty while nothing was issued', async () => {
    const bench = await formBench([]);
    expect((await bench.listOwn()).body).toEqual({ forms: [] });
    expect((await bench.listStaff()).body['forms']).toMatchObject([{ form: '06-3' }, { form: '07-3' }]);
  });
});

describe('a form of somebody else', () => {
  it.each(['listOwn', 'listStaff'] as const)('does not exist: %s', async (list) => {
    const bench = await formBench([acceptance]);
    expect((await bench[list](list === 'listOwn' ? stranger : elsewhere)).status).toBe(404);
  });

  it.each(['readOwn', 'openOwn', 'readStaff', 'openStaff'] as const)('does not exist, and leaves no trace: %s', async (operation) => {
    const bench = await formBench([acceptance]);
    const before = bench.ledger.items().length;
    const { status, body } = await bench[operation]('CT04-4', operation.endsWith('Own') ? stranger : elsewhere);
    expect([status, body['type']]).toEqual([404, 'https://mot-cua.example/problems/dossier-not-found']);
    expect([bench.ledger.items().length, bench.formFiles.stored.size]).toEqual([before, 0]);
  });

  it('of a draft does not exist for officers', async () => {
    const bench = await formBench([acceptance], { meta: { state: 'draft' } });
    expect((await bench.listStaff()).status).toBe(404);
  });
});

describe('a form that no step has demanded', () => {
  it.each(['CT04-3', 'CT04-5', 'CT08-4', '01-4', '06-4', '07-4', 'CT04-9999'])('is not found by the owner: %s', async (form) => {
    const bench = await formBench([acceptance]);
    for (const operation of ['readOwn', 'openOwn'] as const) {
      const { status, body } = await bench[operation](form);
      expect([status, body['type']]).toEqual([404, 'https://mot-cua.example/problems/form-not-found']);
    }
  });

  it.each(['06-2', '06-5', '01-4'])('is not found by an officer, who leaves no trace: %s', async (form) => {
    const bench = await formBench([acceptance]);
    expect((await bench.readStaff(form)).status).toBe(404);
    expect(bench.ledger.items().filter(({ sk }) => String(sk).startsWith('ACCESS#'))).toEqual([]);
  });

  it.each(['CT04', 'CT07-4', '08-4', 'CT04-0', 'CT04-04', 'ct04-4', '../x-1'])('is refused when it is no form at all: %s', async (form) => {
    const bench = await formBench([acceptance]);
    expect((await bench.readOwn(form)).status).toBe(400);
  });
});

describe('an officer who opens a form', () => {
  it.each(['readStaff', 'openStaff'] as const)('is recorded before anything leaves: %s', async (operation) => {
    const bench = await formBench([acceptance]);
    expect((await bench[operation]('CT04-4')).status).toBe(200);
    const accesses = bench.ledger.items().filter(({ sk }) => String(sk).startsWith('ACCESS#'));
    expect(accesses).toMatchObject([
      { what: 'issued-form:CT04-4', by: { kind: 'staff', id: 'officer-1' }, at: '2026-12-01T03:00:00.000Z' },
    ]);
    bench.ledger.failNext('putItem');
    expect((await bench[operation]('CT04-4')).status).toBe(500);
  });
});

describe('the PDF of a form', () => {
  it('is made when it is first opened, and is the same file ever after', async () => {
    const bench = await formBench([acceptance]);
    const first = await bench.openOwn('CT04-4');
    expect(first.body).toEqual({
      url: `https://files.example/forms/${bench.dossierId}/4/CT04.pdf?get=CT04-4.pdf`,
      expiresAt: '2026-12-01T03:05:00.000Z',
    });
    const file = bench.formFiles.stored.get(`forms/${bench.dossierId}/4/CT04.pdf`);
    const signed = bench.keys.seal.signed();
    expect((await bench.openStaff('CT04-4')).status).toBe(200);
    expect(bench.formFiles.stored.get(`forms/${bench.dossierId}/4/CT04.pdf`)).toBe(file);
    expect(bench.keys.seal.signed()).toBe(signed);
  });

  it('is one file when many open it at once', async () => {
    const bench = await formBench([acceptance]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => bench.openOwn('CT04-4')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(filesOf(bench.formFiles.stored)).toEqual([`forms/${bench.dossierId}/4/CT04.pdf`]);
  });

  it('leaves nobody’s name, number or words in a key or in the log', async () => {
    const { bench, form } = (await formCases['refusal']?.()) ?? {};
    await bench?.openOwn(form ?? '');
    await bench?.openStaff(form ?? '');
    const kept = JSON.stringify([bench?.log.lines, [...(bench?.formFiles.stored.keys() ?? [])]]);
    for (const secret of ['Mẫu', '042190000016', '0009990001', 'xác minh', 'Ưởng']) expect(kept).not.toContain(secret);
  });

  it('says nothing of the text when a character cannot be printed', async () => {
    const bench = await formBench([acceptance]);
    await bench.fileAs({ ...bench.filing, applicant: { ...bench.filing.applicant, name: 'Nguyễn 字' } });
    expect((await bench.openOwn('CT04-4')).status).toBe(500);
    const log = JSON.stringify(bench.log.lines);
    expect(log).toContain('U+5B57');
    expect(log).not.toContain('Nguyễn');
  });
});
