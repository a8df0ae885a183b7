import { decodeJwt } from 'jose';
import * as z from 'zod';
import { scratchFolder } from '../support/place/scratch.ts';
import { type ChildProgram, startProgram } from './child-program.ts';
import { closeConnections, openMany, openOne, type Route } from './intake-against-fastify-client.ts';
import type { IntakePlace } from './intake-against-fastify-place.ts';
import type { Setup } from './intake-against-fastify-server.ts';
import { type Part, type Row, row } from './part.ts';
import { bootstrapInterval, median, quantile } from './statistics.ts';

const ROUNDS = 15;
const WARM_UP = 300;
/** Requests of one block, of one side: by how many are under way at once. */
const BLOCKS = [
  { atOnce: 1, count: 60 },
  { atOnce: 8, count: 120 },
];

type Sides = { readonly product: Route; readonly bare: Route; readonly transactionOnly: Route };
type Round = { readonly [Side in keyof Sides]: readonly number[] };

const Place = z.object({
  api: z.string(),
  issuer: z.string(),
  token: z.string(),
  engine: z.string(),
  table: z.string(),
  bareTable: z.string(),
}) satisfies z.ZodType<IntakePlace>;

const startPlace = async (folder: string) => {
  const program = await startProgram('intake-against-fastify-place', folder);
  return { program, place: Place.parse(program.ready) };
};

const startBare = async (place: IntakePlace): Promise<{ readonly program: ChildProgram; readonly url: string }> => {
  const { body } = await openOne({ url: `${place.api}/citizen/dossiers`, token: place.token });
  const answer = z.looseObject({ dossierId: z.string() }).parse(JSON.parse(body));
  const { aud } = decodeJwt(place.token);
  const setup: Setup = {
    issuer: place.issuer,
    audience: String(Array.isArray(aud) ? aud[0] : aud),
    table: place.table,
    dossierId: answer.dossierId,
    bareTable: place.bareTable,
    answer,
  };
  const program = await startProgram('intake-against-fastify-server', JSON.stringify(setup), {
    AWS_ENDPOINT_URL_DYNAMODB: place.engine,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  });
  return { program, url: z.object({ url: z.string() }).parse(program.ready).url };
};

/** One block of each side; what the product's block left to do in the background is waited for before the next side's begins. */
const measureRound = async (sides: Sides, idle: () => Promise<unknown>, count: number, atOnce: number): Promise<Round> => {
  const block = async (route: Route): Promise<number[]> => {
    const spent = await openMany(route, count, atOnce);
    await idle();
    return spent;
  };
  return { product: await block(sides.product), bare: await block(sides.bare), transactionOnly: await block(sides.transactionOnly) };
};

const ratio = (against: 'bare' | 'transactionOnly', fraction: number) => (rounds: readonly Round[]) =>
  quantile(
    rounds.flatMap(({ product }) => product),
    fraction,
  ) /
  quantile(
    rounds.flatMap((round) => round[against]),
    fraction,
  );

const milliseconds = (rounds: readonly Round[], fraction: number): string => {
  const of = (side: keyof Sides) =>
    quantile(
      rounds.flatMap((round) => round[side]),
      fraction,
    ).toFixed(1);
  return `${of('product')} ms against ${of('bare')} ms`;
};

const rowsOf = (rounds: readonly Round[], atOnce: number): Row[] => {
  const figure = (what: string, against: 'bare' | 'transactionOnly', fraction: number, budget?: number) =>
    row({
      what: `${what}, ${atOnce} at once`,
      measured: ratio(against, fraction)(rounds),
      interval: bootstrapInterval(rounds, ratio(against, fraction), { repetitions: 500 }),
      ...(budget !== undefined && atOnce === 1 && { budget }),
      unit: '×',
      note: against === 'bare' ? milliseconds(rounds, fraction) : 'the bare route without token check and without reading the pointer',
    });
  return [
    figure('p50', 'bare', 0.5, 1.5),
    figure('p99', 'bare', 0.99, 2),
    figure('p50 over the transaction alone', 'transactionOnly', 0.5),
  ];
};

/** From probing each hop by itself, in turns with the others, at the tenth percentile (milliseconds). */
const REMEDY = `The product's path has seven loopback requests where the bare route has three. Of about 10 ms against 5: gateway and worker thread 1,
KMS stand-in 1.7, the units proxy 0.7 on the read and 1.5 on the transaction (it reads the items before it writes, to count units), and publishing
the event of the request before, on the same two cores. It would take the units proxy counting from the engine's own file instead of by a read, a
data key asked for while the pointer is read, and a runtime whose event publishing does not share the cores. AWS has none of these hops but KMS.`;

export const part: Part = {
  title: 'Intake on the local runtime against a bare route',
  explanation: `Wall time of \`POST /citizen/dossiers\` on **the local runtime**, not in AWS: gateway, token check, function in its worker thread (the
synthesized bundle), KMS stand-in, the proxy that counts units, the engine; the answer read to its last byte. Against it a bare Fastify 5
route in a process of its own on the same engine: it checks the same token with the same library, reads the idempotency pointer and writes
the same four items, of the same bytes and under the same conditions, in one transaction through the product's own SDK client, into a table
of the same definition. It does not validate the form, call KMS, count units, write logs or publish events. Blocks of the sides take turns;
the product's background work is waited for between them.`,
  remedies: { 'p50, 1 at once': REMEDY, 'p99, 1 at once': REMEDY },
  measure: async ({ rounds = ROUNDS, tell }) => {
    const folder = scratchFolder('intake');
    const running: ChildProgram[] = [];
    try {
      const { program, place } = await startPlace(folder.path);
      running.unshift(program);
      const bare = await startBare(place);
      running.unshift(bare.program);
      const { token } = place;
      const sides: Sides = {
        product: { url: `${place.api}/citizen/dossiers`, token },
        bare: { url: `${bare.url}/dossiers`, token },
        transactionOnly: { url: `${bare.url}/transaction-only`, token },
      };
      const idle = () => program.ask('idle?');
      await measureRound(sides, idle, WARM_UP, 4);
      const rows: Row[] = [];
      for (const { atOnce, count } of BLOCKS) {
        const measured: Round[] = [];
        for (let round = 1; round <= rounds; round += 1) {
          measured.push(await measureRound(sides, idle, count, atOnce));
          tell(`${atOnce} at once, round ${round} of ${rounds}: median ${median(measured.at(-1)?.product ?? []).toFixed(1)} ms`);
        }
        rows.push(...rowsOf(measured, atOnce));
      }
      return rows;
    } finally {
      closeConnections();
      for (const program of running) await program.stop();
      folder.remove();
    }
  },
};
