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

/** Answering HTTP and counting the legal clock: calendars and rules come with it (docs/adr/0013-records-stack-and-bundles.md). */
const COUNTING_KB = 125;
const counting = [
  'dossier/refuse-dossier',
  'result/number-result',
  'supplement/provide-supplement',
  'supplement/request-supplement',
  'task/answer-task',
  'task/decide-task',
  'withdrawal/decide-withdrawal',
  'withdrawal/request-withdrawal',
];

/**
 * Ceilings of their own: forms read the words of every slice; a PDF needs a library, fonts' tables and ASN.1; an officer's filing shares
 * its function with the take-over from other systems, which counts the clock; the record for the national index has every field of the
 * portal, and why it is empty.
 */
const recorded: Readonly<Record<string, number>> = {
  ...Object.fromEntries(counting.map((name) => [name, COUNTING_KB])),
  'filing/file-dossier': 130,
  'form/read-forms': 128,
  'form/open-form-pdf': 330,
  'report/read-reports': 125,
};

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
    ceilingKb: recorded[name] ?? ([...signsForS3, ...asynchronous].includes(name) ? OTHERS_KB : SYNCHRONOUS_KB),
  };
};

/** Bundles every function, by name. */
export const bundleAll = (): Bundle[] => globSync('functions/**/*.lambda.ts', { cwd: root }).sort().map(bundle);
