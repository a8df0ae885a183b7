import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { bundleOptions } from '../../infra/bundle/bundled-code.ts';
import { asynchronousEvents, type FirstEvent, httpEvents, httpEventsWithoutCall } from './cold-start-events.ts';
import { type DeployedFunctions, synthesizeFunctions } from './deployed-functions.ts';
import { type Part, type Row, row } from './part.ts';
import { openRefusingEndpoint, type RefusingEndpoint } from './refusing-endpoint.ts';
import { median, type Pair, ratioOfMedians } from './statistics.ts';

const ROUNDS = 15;
const MEDIAN = 'median over the functions that answer HTTP';
const WORST = 'worst of them';
/** How often the reference is measured in a round: between the functions, so that both live through the same moments. */
const REFERENCES_A_ROUND = 5;
const program = resolve(import.meta.dirname, 'cold-start-process.mjs');

type Subject = {
  readonly name: string;
  readonly bundle: string;
  readonly event: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Whether its first event leads to an AWS call. */
  readonly calls: boolean;
};

const Printed = z.object({ initMs: z.number(), totalMs: z.number(), failed: z.string() });

/** CPU milliseconds of init and first call in a fresh process. */
const startCold = (subject: Subject, endpoint: RefusingEndpoint): Promise<number> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, subject.bundle, subject.event], {
      // A Lambda environment's variables, and no home directory in which the SDK could find settings.
      env: {
        ...subject.variables,
        AWS_REGION: 'ap-southeast-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
        AWS_ENDPOINT_URL: endpoint.url,
        HOME: '/nonexistent',
        TZ: 'UTC',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [printed, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString('utf8');
    });
    child.on('error', fail);
    child.on('close', (code) => {
      const calls = endpoint.takeCalls();
      if (code !== 0) return fail(new Error(`${subject.name} ended with ${code}: ${errors}`));
      // A handler that stops before its call would look fast: its event does not fit any more.
      if (calls > 0 !== subject.calls) return fail(new Error(`${subject.name} made ${calls} calls: ${printed}${errors}`));
      done(Printed.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? '')).totalMs);
    });
  });

const subjectsOf = (functions: DeployedFunctions, events: Readonly<Record<string, FirstEvent>>, calls: boolean): Subject[] =>
  Object.entries(events).map(([name, event]) => {
    const { folder, variables } = functions.of(name);
    return { name, bundle: join(folder, 'index.mjs'), event: JSON.stringify(event(variables)), variables, calls };
  });

const bundledReference = async (folder: string): Promise<Subject> => {
  const bundle = join(folder, 'lib-dynamodb-alone.mjs');
  await build(bundleOptions('test/bench/lib-dynamodb-alone.lambda.ts', bundle));
  return { name: 'lib-dynamodb alone', bundle, event: '{}', variables: {}, calls: true };
};

/** Measures all subjects once, the reference between them, and adds one pair to each subject's list. */
const measureRound = async (subjects: readonly Subject[], reference: Subject, endpoint: RefusingEndpoint, pairs: Map<string, Pair[]>) => {
  const [references, spent]: [number[], Map<string, number>] = [[], new Map()];
  const stride = Math.ceil(subjects.length / REFERENCES_A_ROUND);
  for (const [index, subject] of subjects.entries()) {
    if (index % stride === 0) references.push(await startCold(reference, endpoint));
    spent.set(subject.name, await startCold(subject, endpoint));
  }
  for (const [name, ms] of spent) pairs.set(name, [...(pairs.get(name) ?? []), { subject: ms, reference: median(references) }]);
};

/** One round starts with the first function, the next with the eighth, so that none always follows the same one. */
const turned = <T>(list: readonly T[], by: number): T[] => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

const rowsOf = (subjects: readonly Subject[], pairs: ReadonlyMap<string, readonly Pair[]>): Row[] =>
  subjects.map(({ name }) => {
    const rounds = pairs.get(name) ?? [];
    return row({ what: name, ...ratioOfMedians(rounds), unit: '×', note: `${median(rounds.map(({ subject }) => subject)).toFixed(0)} ms` });
  });

const worstOf = (rows: readonly Row[]): Row | undefined => rows.toSorted((left, right) => right.measured - left.measured)[0];

const judged = (rows: readonly Row[]): Row[] => {
  const worst = worstOf(rows);
  const bounds = (end: 'low' | 'high') => median(rows.map(({ interval, measured }) => interval?.[end] ?? measured));
  return [
    row({
      what: MEDIAN,
      measured: median(rows.map(({ measured }) => measured)),
      interval: { low: bounds('low'), high: bounds('high') },
      budget: 1.25,
      unit: '×',
      note: `${rows.length} functions; the interval is the median of theirs`,
    }),
    row({
      what: WORST,
      measured: worst?.measured ?? Number.NaN,
      ...(worst?.interval && { interval: worst.interval }),
      budget: 1.5,
      unit: '×',
      note: worst?.what ?? '',
    }),
  ];
};

/** From stacking the layers of answer-task on the reference, fresh processes in turns (milliseconds of CPU where the reference takes 60). */
const PDF_REMEDY =
  "The worst is the function that makes PDFs: it loads the PDF library, the fonts' shaper and the signature's ASN.1 before its first call, and nothing else does; it would take a function beside it that answers with the stored file and loads those only when none is stored.";
const REMEDY = `Where it goes: loading zod 8 ms, making the schemas of META, history, task and contract 12 to 18, parsing the 130 kB more of source
the rest; the SDK's further commands 2, middy 2. Making every schema on first use instead of at init was tried and takes answer-task from 1.45 to
1.32 only. To get below 1.25 the functions would have to run without the schema library: validators compiled ahead from the same schemas
when the bundle is made (zod stays the source for types, OpenAPI and events), or zod/mini throughout.`;

export const part: Part = {
  title: 'Cold start',
  explanation: `CPU (user and system, all threads) of a fresh Node process for init and the first event up to the handled answer of the first AWS call, over
the same of \`lib-dynamodb\` alone: one PutItem with the product's own client, bundled in the same way (same aliases and stubs). The endpoint
is another process that refuses every call, so each function ends with its first answer. Bundles and environments are those of the synthesized
template. The functions take turns with the reference, which is measured ${REFERENCES_A_ROUND} times a round. Not in it: TLS, which AWS adds to every client equally,
and what Lambda itself does before it loads the code.`,
  remedies: { [MEDIAN]: REMEDY, [WORST]: `${PDF_REMEDY} ${REMEDY}` },
  measure: async ({ rounds = ROUNDS, tell }) => {
    const folder = mkdtempSync(join(tmpdir(), 'mot-cua-bench-'));
    const endpoint = await openRefusingEndpoint();
    let functions: DeployedFunctions | undefined;
    try {
      functions = await synthesizeFunctions();
      const reference = await bundledReference(folder);
      const http = subjectsOf(functions, httpEvents, true);
      const withoutCall = subjectsOf(functions, httpEventsWithoutCall, false);
      const asynchronous = subjectsOf(functions, asynchronousEvents, true);
      const pairs = new Map<string, Pair[]>();
      const all = [...http, ...withoutCall, ...asynchronous];
      for (let round = 0; round < rounds; round += 1) {
        await measureRound(turned(all, round * 7), reference, endpoint, pairs);
        tell(`round ${round + 1} of ${rounds}`);
      }
      const [answering, others, later] = [rowsOf(http, pairs), rowsOf(withoutCall, pairs), rowsOf(asynchronous, pairs)];
      const references = [...pairs.values()][0]?.map((pair) => pair.reference) ?? [];
      return [
        ...judged(answering),
        row({ what: 'lib-dynamodb alone', measured: median(references), unit: 'ms', note: `${rounds} rounds` }),
        ...answering,
        ...others.map((each) => ({ ...each, note: `${each.note}; makes no AWS call` })),
        ...later.map((each) => ({ ...each, note: `${each.note}; asynchronous, nobody waits` })),
      ];
    } finally {
      functions?.remove();
      rmSync(folder, { recursive: true, force: true });
      await endpoint.stop();
    }
  },
};
