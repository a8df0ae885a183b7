import { describe, expect, it } from 'vitest';
import { openFiling, sealFiling } from '../../../functions/ledger/filing.ts';
import { formKey } from '../../../functions/ledger/item-keys.ts';
import { ownerIndex } from '../../../functions/ledger/owner-index.ts';
import { countedUlid, fixedClock, fixedOwnerIndex, fixedPersonalData } from '../../support/fixed.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const dossierId = countedUlid(1);
const secret = { name: 'Nguyễn Thị Mẫu', numbers: [1, 2] };

describe('sealed personal data', () => {
  it('open in their own dossier', async () => {
    const data = fixedPersonalData();
    expect(await data.open(dossierId, await data.seal(dossierId, secret))).toEqual(secret);
  });

  it('do not open in another dossier', async () => {
    const data = fixedPersonalData();
    await expect(data.open(countedUlid(2), await data.seal(dossierId, secret))).rejects.toThrow();
  });

  it.each(['text', 'iv', 'tag'] as const)('do not open when one bit of the %s was changed', async (part) => {
    const data = fixedPersonalData();
    const sealed = await data.seal(dossierId, secret);
    const changed = Uint8Array.from(sealed[part]);
    changed[0] = (changed[0] ?? 0) ^ 1;
    await expect(data.open(dossierId, { ...sealed, [part]: changed })).rejects.toThrow();
  });

  it('never look the same twice', async () => {
    const data = fixedPersonalData();
    const [a, b] = [await data.seal(dossierId, secret), await data.seal(dossierId, secret)];
    expect(Buffer.from(a.text).equals(Buffer.from(b.text))).toBe(false);
  });
});

describe('a filing', () => {
  const filing = { applicant: { pin: '042190000016', name: 'Nguyễn Thị Mẫu' }, form: { phone: '0009990001' } };

  it('is read back from its item', async () => {
    const ledger = memoryLedger();
    await ledger.putItem(formKey(dossierId), await sealFiling(fixedPersonalData(), dossierId, filing));
    expect(await openFiling(ledger, fixedPersonalData(), { dossierId })).toEqual(filing);
  });

  it('is read as it was corrected last', async () => {
    const ledger = memoryLedger();
    const corrected = { ...filing, form: { phone: '0009990002' } };
    await ledger.putItem(formKey(dossierId), await sealFiling(fixedPersonalData(), dossierId, filing));
    await ledger.putItem(formKey(dossierId, 2), await sealFiling(fixedPersonalData(), dossierId, corrected));
    expect(await openFiling(ledger, fixedPersonalData(), { dossierId, formVersion: 2 })).toEqual(corrected);
    expect(await openFiling(ledger, fixedPersonalData(), { dossierId })).toEqual(filing);
  });

  it('is missed loudly', async () => {
    await expect(openFiling(memoryLedger(), fixedPersonalData(), { dossierId })).rejects.toThrow();
  });

  it('is not sealed without a valid number', async () => {
    const wrong = { ...filing, applicant: { pin: '1', name: 'x' } };
    await expect(sealFiling(fixedPersonalData(), dossierId, wrong)).rejects.toThrow();
  });
});

describe('the owner index', () => {
  it('is the same for the same number and another for another', async () => {
    const index = fixedOwnerIndex();
    expect(await index.current('042190000016')).toBe(await fixedOwnerIndex().current('042190000016'));
    expect(await index.current('042190000017')).not.toBe(await index.current('042190000016'));
  });

  it('carries the version of its key and nothing of the number', async () => {
    const value = await fixedOwnerIndex().current('042190000016');
    expect(value).toMatch(/^k1\.[\w-]{43}$/);
    expect(value).not.toContain('042190000016');
  });

  it('writes under the new key and still reads under the old one', async () => {
    const before = await fixedOwnerIndex().current('042190000016');
    const rotated = fixedOwnerIndex({ rotated: true });
    const all = await rotated.all('042190000016');
    expect(all).toEqual([await rotated.current('042190000016'), before]);
    expect(all[0]).toMatch(/^k2\./);
  });

  it('reads its keys once, again after a failure, and again after five minutes so that a rotation arrives', async () => {
    let reads = 0;
    const clock = fixedClock('2026-11-23T03:00:00.000Z');
    const index = ownerIndex(async () => {
      reads += 1;
      if (reads === 1) throw new Error('secret away');
      return { current: { version: 'k1', key: Buffer.alloc(32).toString('base64') } };
    }, clock);
    await expect(index.current('042190000016')).rejects.toThrow('secret away');
    await index.current('042190000016');
    await index.all('042190000016');
    expect(reads).toBe(2);
    clock.advance(5 * 60_000);
    await index.current('042190000016');
    expect(reads).toBe(3);
  });
});
