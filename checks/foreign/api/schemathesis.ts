import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/child-process.ts';
import type { PythonEnvironment } from '../../support/python.ts';
import { isRecord, recordsOf } from '../templates/finding.ts';

/** What must hold for every answer: no 5xx, and nothing that the description does not declare. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'ignored_auth',
];
const WITHIN_S = 600;
/** Seconds that one request may take: the gateway itself gives up after 30. */
const REQUEST_S = 60;

/** One run over the operations below a path's first segment. */
export type Pass = {
  /** Unique; a word. */
  readonly name: string;
  /** File of the description. */
  readonly description: string;
  readonly api: string;
  readonly segment: string;
  readonly token: string | undefined;
  /** Cases that are drawn for each operation; those that cover each constraint once come on top. */
  readonly cases: number;
  /** Path parameters that are not drawn but given, by name. */
  readonly given: Readonly<Record<string, string>>;
};

/** `fault` is what is wrong; `statuses` how often each status was answered. */
export type PassResult = { readonly fault: string | undefined; readonly statuses: ReadonlyMap<number, number> };

const statusesOf = (har: unknown): Map<number, number> => {
  const log = isRecord(har) ? har['log'] : undefined;
  const counts = new Map<number, number>();
  for (const { response } of recordsOf(isRecord(log) ? log['entries'] : undefined, 'the list of requests')) {
    const status = isRecord(response) ? Number(response['status']) : 0;
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
};

/** The token stands in a file, so that it is in no list of processes. */
const configuration = ({ token, given }: Pass): string => {
  const headers = token === undefined ? '' : `headers = { Authorization = ${JSON.stringify(`Bearer ${token}`)} }\n`;
  const parameters = Object.entries(given).map(([name, value]) => `${JSON.stringify(`path.${name}`)} = ${JSON.stringify(value)}\n`);
  return `${headers}[parameters]\n${parameters.join('')}`;
};

/**
 * Runs schemathesis in a folder of the run's own below `folder`. A run in which the caller was never let in judged nothing but the
 * gateway, and is a fault.
 */
export const schemathesis = async ({ program }: PythonEnvironment, folder: string, pass: Pass): Promise<PassResult> => {
  const { name, description, api, segment, cases } = pass;
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  const config = join(cwd, 'schemathesis.toml');
  const report = join(cwd, 'requests.har');
  writeFileSync(config, configuration(pass), { mode: 0o600 });
  const args = [
    ...['--config-file', config, 'run', description, '--url', api, '--include-path-regex', `^/${segment}/`],
    ...['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing', '--max-examples', String(cases), '--seed', '1'],
    // One worker: Python 3.11 cannot build syntax trees in two threads at once, which the generator does.
    ...['--workers', '1', '--no-shrink', '--continue-on-failure', '--suppress-health-check', 'all', '--warnings', 'off', '--no-color'],
    ...['--request-timeout', String(REQUEST_S), '--report', 'har', '--report-har-path', report],
  ];
  const { code, stdout, stderr } = await run({ command: program('schemathesis'), args, cwd }, WITHIN_S);
  const found = /={5,} (?:FAILURES|ERRORS) ={5,}[\s\S]*/.exec(stdout)?.[0] ?? `${stdout.slice(-1500)}${stderr.slice(-1500)}`;
  if (code !== 0) return { fault: `ended with ${code}\n${found.slice(0, 4000)}`, statuses: new Map() };
  const statuses = statusesOf(JSON.parse(readFileSync(report, 'utf8')));
  const letIn = [...statuses.keys()].some((status) => status < 500 && status !== 401 && status !== 403);
  return { fault: letIn ? undefined : 'the caller was never let in', statuses };
};
