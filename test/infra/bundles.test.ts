import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOptions } from '../../infra/bundle/bundled-code.ts';

const root = resolve(import.meta.dirname, '../..');
const entries = globSync('functions/**/*.lambda.ts', { cwd: root }).sort();

/** Ceilings in kB gzip (README, "Figures"): functions that answer HTTP; those that sign for S3, and those that nobody waits for. */
const SYNCHRONOUS_KB = 120;
const OTHERS_KB = 160;
const signsForS3 = ['document/request-upload', 'document/confirm-upload', 'document/open-task-document', 'document/open-staff-document'];
const asynchronous = [
  'dossier/publish-events',
  'dossier/enact-deadlines',
  'document/record-scan-verdict',
  'identity/run-lookups',
  'task/hold-task-token',
  'task/drive-approvals',
  'task/restart-execution',
  'result/conclude-dossier',
  'result/deliver-result',
  'registry/load-registry',
];

const bundles = entries.map((entry) => {
  const { outputFiles, metafile } = buildSync({ ...bundleOptions(entry, 'index.mjs'), write: false, metafile: true });
  const [file] = outputFiles ?? [];
  return {
    name: entry.slice('functions/'.length, -'.lambda.ts'.length),
    text: file?.text ?? '',
    inputs: Object.values(metafile?.outputs ?? {}).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
    ),
  };
});

describe('the bundles', () => {
  it('differ from each other: no function got the code of another', () => {
    expect(new Set(bundles.map(({ text }) => text)).size).toBe(entries.length);
  });

  it('stay below their ceilings', () => {
    const tooLarge = bundles.flatMap(({ name, text }) => {
      const limit = [...signsForS3, ...asynchronous].includes(name) ? OTHERS_KB : SYNCHRONOUS_KB;
      const size = Math.ceil(gzipSync(text).length / 1024);
      return size > limit ? [`${name}: ${size} kB, allowed ${limit}`] : [];
    });
    expect(tooLarge).toEqual([]);
  });

  it('carry no credential provider that Lambda does not use, and of the schema library one language at most', () => {
    for (const { name, inputs } of bundles) {
      const providers = inputs.filter((input) => /credential-provider-(ini|sso|process|web-identity|http|login)\//.test(input));
      const locales = inputs.filter((input) => /zod\/v4\/locales\/(?!index)/.test(input));
      expect([name, providers, locales.length <= 1]).toEqual([name, [], true]);
    }
  });

  it('take http and https from the process, not by an import that loads all of undici', () => {
    for (const { name, text } of bundles)
      expect([name, /from"(node:)?https?"|import\("(node:)?https?"\)/.test(text)]).toEqual([name, false]);
  });
});
