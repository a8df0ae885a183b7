import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type BuildOptions, buildSync } from 'esbuild';
import { readProcedures } from '../../catalogue/procedures.ts';

const root = resolve(import.meta.dirname, '../..');
const file = (name: string) => resolve(import.meta.dirname, `${name}.cjs`);

const unusedProviders = [
  ...['ini', 'sso', 'process', 'web-identity', 'http', 'login'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
];

/** Where the procedures of this repository lie. */
const PROCEDURES = 'catalogue/procedures';

/**
 * Folder of the procedures that a cell runs with: the context value `procedures` (`-c procedures=FOLDER`, from the root of the
 * repository), else those of the repository.
 */
export const proceduresFolder = ({ node }: Construct): string => String(node.tryGetContext('procedures') ?? PROCEDURES);

/** How every function is bundled: ES module, SDK and procedures inside, only what a Lambda environment uses. */
export const bundleOptions = (entry: string, outfile: string, procedures = PROCEDURES): BuildOptions => ({
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
    // Every file of the folder as one JSON module: what is not listed anywhere cannot be forgotten there.
    '#procedures': `data:application/json,${encodeURIComponent(JSON.stringify(readProcedures(resolve(root, procedures))))}`,
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

/** What one function is made of. */
type FunctionSource = {
  /** `functions/dossier/open-draft.lambda.ts` */
  readonly entry: string;
  /** Folder of the procedures that it knows. */
  readonly procedures: string;
  readonly beside: FilesBeside;
};

/**
 * The code of one function. Entry and procedures are in the options, because the CDK keys its cache by them: otherwise every function
 * would get the first one's bundle. The same entry is bundled once, however many cells use it.
 */
export const bundledCode = ({ entry, procedures, beside }: FunctionSource): Code =>
  Code.fromAsset(resolve(root, 'functions'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      command: [entry, procedures],
      local: {
        tryBundle: (outdir) => {
          buildSync(bundleOptions(entry, `${outdir}/index.mjs`, procedures));
          for (const [name, from] of Object.entries(beside)) cpSync(new URL(from), `${outdir}/${name}`);
          return true;
        },
      },
    },
  });
