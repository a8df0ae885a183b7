import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
const file = (name: string) => resolve(import.meta.dirname, `${name}.cjs`);

const unusedProviders = [
  ...['ini', 'sso', 'process', 'web-identity', 'http', 'login'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
];

/** How every function is bundled: ES module, SDK inside, only what a Lambda environment uses. */
export const bundleOptions = (entry: string, outfile: string): BuildOptions => ({
  entryPoints: [resolve(root, entry)],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  alias: {
    ...Object.fromEntries(['http', 'https'].flatMap((name) => [name, `node:${name}`].map((from) => [from, file(name)]))),
    // Loaded only by calls that stream events; no function makes one.
    '@smithy/core/event-streams': file('empty'),
    // A cache of 2 kB, with all that it is made of, for a feature of DynamoDB that it no longer has.
    '@aws-sdk/endpoint-cache': file('endpoint-cache'),
    // Unpacks fonts of the web (WOFF2); ours are TrueType.
    'brotli/decompress.js': file('empty'),
    ...Object.fromEntries(unusedProviders.map((name) => [name, file('empty')])),
  },
  logLevel: 'warning',
  banner: { js: "import{createRequire as __cr}from'module';const require=__cr(import.meta.url);" },
});

/** Files that lie beside a function's module: by their names there, the URLs that they are copied from. */
export type FilesBeside = Readonly<Record<string, string>>;

/**
 * The code of one function. `entry` is in the options, because the CDK keys its cache by them: otherwise every function would
 * get the first one's bundle. The same entry is bundled once, however many cells use it.
 */
export const bundledCode = (entry: string, beside: FilesBeside = {}): Code =>
  Code.fromAsset(resolve(root, 'functions'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      command: [entry],
      local: {
        tryBundle: (outdir) => {
          buildSync(bundleOptions(entry, `${outdir}/index.mjs`));
          for (const [name, from] of Object.entries(beside)) cpSync(new URL(from), `${outdir}/${name}`);
          return true;
        },
      },
    },
  });
