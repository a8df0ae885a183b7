import { describe, expect, it } from 'vitest';
import { bundleAll } from '../bench/bundle-sizes-measure.ts';

const bundles = bundleAll();

describe('the bundles', () => {
  it('differ from each other: no function got the code of another', () => {
    expect(new Set(bundles.map(({ text }) => text)).size).toBe(bundles.length);
  });

  it('stay below their ceilings', () => {
    const tooLarge = bundles.flatMap(({ name, gzipKb, ceilingKb }) =>
      gzipKb > ceilingKb ? [`${name}: ${gzipKb.toFixed(1)} kB, allowed ${ceilingKb}`] : [],
    );
    expect(tooLarge).toEqual([]);
  });

  it('carry no credential provider that Lambda does not use, and of the schema library one language at most', () => {
    for (const { name, inputs } of bundles) {
      const providers = inputs.filter((input) => /credential-provider-(ini|sso|process|web-identity|http|login)\//.test(input));
      const locales = inputs.filter((input) => /zod\/v4\/locales\/(?!index)/.test(input));
      expect([name, providers, locales.length <= 1]).toEqual([name, [], true]);
    }
  });

  it('carry no cache of discovered endpoints, which no call reads', () => {
    for (const { name, inputs } of bundles)
      expect([name, inputs.filter((input) => /endpoint-cache\/dist|mnemonist/.test(input))]).toEqual([name, []]);
  });

  it('take http and https from the process, not by an import that loads all of undici', () => {
    for (const { name, text } of bundles)
      expect([name, /from"(node:)?https?"|import\("(node:)?https?"\)/.test(text)]).toEqual([name, false]);
  });
});
