import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundleOptions } from '../../infra/bundle/bundled-code.ts';

const root = resolve(import.meta.dirname, '../..');

/** Ceilings in kB (1,024 bytes) gzip: functions that answer HTTP; those that sign for S3, and those that nobody waits for. */
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

/** One function as it is deployed. */
export type Bundle = {
  /** `slice/name` */
  readonly name: string;
  readonly text: string;
  /** Files of which anything is in it. */
  readonly inputs: readonly string[];
  readonly gzipKb: number;
  readonly ceilingKb: number;
};

const bundle = (entry: string): Bundle => {
  const name = entry.slice('functions/'.length, -'.lambda.ts'.length);
  const { outputFiles, metafile } = buildSync({ ...bundleOptions(entry, 'index.mjs'), write: false, metafile: true });
  const text = outputFiles?.[0]?.text ?? '';
  return {
    name,
    text,
    inputs: Object.values(metafile?.outputs ?? {}).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
    ),
    gzipKb: gzipSync(text).length / 1024,
    ceilingKb: [...signsForS3, ...asynchronous].includes(name) ? OTHERS_KB : SYNCHRONOUS_KB,
  };
};

/** Bundles every function, by name. */
export const bundleAll = (): Bundle[] => globSync('functions/**/*.lambda.ts', { cwd: root }).sort().map(bundle);
