import { describe, expect, it } from 'vitest';
import { isSaidIn, openTaskWords, sealTaskWords, type TaskWords } from '../../../functions/ledger/task-words.ts';
import { countedUlid, fixedPersonalData } from '../../support/fixed.ts';

const dossierId = countedUlid(1);
const words: TaskWords = { reason: 'Bà Mẫu không ở đó', legalBasis: 'Luật Cư trú, Điều 22' };

/** Counts what is asked of the keys. */
const counted = () => {
  const inner = fixedPersonalData();
  const calls = { seal: 0, open: 0 };
  return {
    calls,
    seal: async (id: string, value: unknown) => {
      calls.seal += 1;
      return inner.seal(id, value);
    },
    open: async (id: string, sealed: Parameters<typeof inner.open>[1]) => {
      calls.open += 1;
      return inner.open(id, sealed);
    },
  };
};

describe('the words of a task', () => {
  it('are read back as they were said, and stand nowhere in what is stored', async () => {
    const personalData = counted();
    const sealed = await sealTaskWords(personalData, dossierId, words);
    expect(JSON.stringify(sealed)).not.toContain('Mẫu');
    expect(await openTaskWords(personalData, { dossierId, sealed })).toEqual(words);
  });

  it('cost no key where nothing was said', async () => {
    const personalData = counted();
    expect(await sealTaskWords(personalData, dossierId, { note: undefined })).toBeUndefined();
    expect(await openTaskWords(personalData, { dossierId })).toEqual({});
    expect(await isSaidIn(personalData, { dossierId }, {})).toBe(true);
    expect(await isSaidIn(personalData, { dossierId }, words)).toBe(false);
    expect(personalData.calls).toEqual({ seal: 0, open: 0 });
  });

  it('open in no other dossier', async () => {
    const personalData = counted();
    const sealed = await sealTaskWords(personalData, dossierId, words);
    await expect(openTaskWords(personalData, { dossierId: countedUlid(2), sealed })).rejects.toThrow();
  });

  it.each<[TaskWords, boolean]>([
    [words, true],
    [{ ...words, note: undefined }, true],
    [{ ...words, note: 'x' }, false],
    [{ ...words, reason: 'Bà Mẫu ở đó' }, false],
    [{ legalBasis: words.legalBasis }, false],
    [{}, false],
  ])('are the same or others: %j', async (said, same) => {
    const personalData = counted();
    const task = { dossierId, sealed: await sealTaskWords(personalData, dossierId, words) };
    expect(await isSaidIn(personalData, task, said)).toBe(same);
  });
});
