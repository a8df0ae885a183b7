import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { standInSigner } from '../../../functions/form/stand-in-signer.ts';
import { fixedClock } from '../../support/fixed.ts';
import { formCases } from './cases.ts';
import { memorySigningKey } from './form-bench.ts';
import { memoryFormFiles } from './memory-form-files.ts';
import { readPdf } from './pdf-reader.ts';
import { readSignedPdf, readTimeStamp } from './signed-pdf.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const signedReceipt = async () => {
  const { bench, form } = (await formCases['receipt']?.()) ?? {};
  if (!bench || !form) throw new Error('no receipt');
  await bench.openOwn(form);
  const [key] = [...bench.formFiles.stored.keys()].filter((one) => one.startsWith('forms/'));
  return { bench, pdf: Buffer.from(bench.formFiles.stored.get(key ?? '') ?? []) };
};

describe('the signature in the file', () => {
  it('covers the whole file but for itself, and is the cell key’s', async () => {
    const { bench, pdf } = await signedReceipt();
    const { covered, coversAll, signature } = readSignedPdf(pdf);
    expect(coversAll).toBe(true);
    expect(signature.messageDigest).toEqual(sha256(covered));
    expect(signature.isSound).toBe(true);
    const [certificate = new Uint8Array()] = await bench.signer.chain();
    expect(signature.certificate.fingerprint256).toBe(new X509Certificate(certificate).fingerprint256);
  });

  it('signs content type, digest and the certificate itself, and no time of its own (PAdES)', async () => {
    const { signature } = readSignedPdf((await signedReceipt()).pdf);
    expect([...signature.signedAttributes].sort()).toEqual(
      ['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.16.2.47'].sort(),
    );
    expect(signature.contentType).toBe('1.2.840.113549.1.7.1');
  });

  it('is a PAdES signature by its dictionary, with name, reason, place and time', async () => {
    const text = (await signedReceipt()).pdf.toString('latin1');
    for (const part of ['/SubFilter /ETSI.CAdES.detached', '/Filter /Adobe.PPKLite', '/SigFlags 3', '/M (D:20261201030000Z)'])
      expect(text).toContain(part);
    expect(text).not.toContain('NeedAppearances');
  });

  it('says on the page that its key is not the State’s', async () => {
    expect((await readPdf((await signedReceipt()).pdf)).text).toContain(
      'khóa thay thế của hệ thống, chưa phải chữ ký số chuyên dùng công vụ',
    );
  });

  it('does not hold when any byte is another', async () => {
    const { pdf } = await signedReceipt();
    const { covered, signature } = readSignedPdf(pdf);
    for (const at of [10, 400, Math.floor(covered.length / 2), covered.length - 2]) {
      const changed = Buffer.from(covered);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(sha256(changed).equals(signature.messageDigest)).toBe(false);
    }
  });

  it('carries a time stamp over its value, by another key', async () => {
    const { bench, pdf } = await signedReceipt();
    const { signature } = readSignedPdf(pdf);
    const stamp = readTimeStamp(signature.timeStamp ?? new Uint8Array());
    expect(stamp.isSound).toBe(true);
    expect(stamp.digest).toEqual(sha256(signature.value));
    expect(stamp.at).toBe('2026-12-01T03:00:00.000Z');
    expect(stamp.signature.contentType).toBe('1.2.840.113549.1.9.16.1.4');
    expect(stamp.signature.certificate.fingerprint256).not.toBe(signature.certificate.fingerprint256);
    // Each key signed its certificate once, and once here.
    expect([bench.keys.seal.signed(), bench.keys.time.signed()]).toEqual([2, 2]);
  });

  it('is refused when the time stamp authority does not answer: nothing is stored', async () => {
    const { bench, form } = (await formCases['receipt']?.()) ?? {};
    bench?.keys.time.failNext();
    expect((await bench?.openOwn(form ?? ''))?.status).toBe(500);
    expect([...(bench?.formFiles.stored.keys() ?? [])].filter((key) => key.startsWith('forms/'))).toEqual([]);
    expect((await bench?.openOwn(form ?? ''))?.status).toBe(200);
  });
});

describe('the certificate of a stand-in', () => {
  const clock = fixedClock('2026-12-01T03:00:00.000Z');

  it('is issued by the key to itself, says so, and is for signing only', async () => {
    const key = memorySigningKey();
    const [der = new Uint8Array()] = await standInSigner({ key, files: memoryFormFiles(clock), clock, cell: '42' }).chain();
    const certificate = new X509Certificate(der);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' })).toEqual(await key.spki());
    expect(certificate.subject).toBe('C=VN\nO=Mot Cua cell 42\nCN=Stand-in for the special-purpose digital signature');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.ca).toBe(false);
    expect([certificate.validFromDate, certificate.validToDate].map((date) => date.toISOString())).toEqual([
      '2026-11-30T00:00:00.000Z',
      '2036-11-30T00:00:00.000Z',
    ]);
  });

  it('of the time stamps has their one purpose', async () => {
    const [der = new Uint8Array()] = await standInSigner(
      { key: memorySigningKey(), files: memoryFormFiles(clock), clock, cell: '42' },
      'time-stamps',
    ).chain();
    expect(new X509Certificate(der).keyUsage).toEqual(['1.3.6.1.5.5.7.3.8']);
  });

  it('is made once, however many ask for it at the same moment, and found again later', async () => {
    const key = memorySigningKey();
    const files = memoryFormFiles(clock);
    const deps = { key, files, clock, cell: '42' };
    const chains = await Promise.all(Array.from({ length: 8 }, () => standInSigner(deps).chain()));
    clock.advance(86_400_000);
    const signed = key.signed();
    const later = await standInSigner(deps).chain();
    expect(new Set([...chains, later].map(([der]) => Buffer.from(der ?? []).toString('hex'))).size).toBe(1);
    expect(key.signed()).toBe(signed);
    expect(files.stored.size).toBe(1);
  });

  it('is another one for another key', async () => {
    const files = memoryFormFiles(clock);
    for (const key of [memorySigningKey(), memorySigningKey()]) await standInSigner({ key, files, clock, cell: '42' }).chain();
    expect(files.stored.size).toBe(2);
  });
});
