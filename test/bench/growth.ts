import type { Cpu } from './growth/cpu.ts';
import { type Operation, operations } from './growth/operations.ts';
import { growthOf, type ScalingRound, shuffled, spreadOf } from './growth/scaling.ts';
import { COUNTED, openStockedCell, type StockedCell, type Units } from './growth/stocked-cell.ts';
import { type Part, type PartContext, type Row, row } from './part.ts';
import { seededRandom } from './statistics.ts';

const SIZES = [100, 1_000, 10_000, 100_000];
const ROUNDS = 40;
/** Rounds before the first that counts: the compiler's and the caches'. */
const WARM_UP = 4;
/** Operations in a block: few, so that what disturbs the machine meets all sizes alike. */
const IN_BLOCK = 5;
const SLOPE_BUDGET = 0.05;

type Measured = { readonly units: ReadonlyMap<number, Units>; readonly rounds: readonly ReadonlyMap<number, Cpu>[] };

const countUnits = async (cells: readonly StockedCell[], operation: Operation): Promise<Map<number, Units>> => {
  const units = new Map<number, Units>();
  for (const cell of cells) {
    for (let time = 1; time < COUNTED; time += 1) await cell.unitsOf(operation);
    units.set(cell.size, await cell.unitsOf(operation));
  }
  return units;
};

const measureCpu = async (
  cells: readonly StockedCell[],
  rounds: number,
  tell: PartContext['tell'],
): Promise<Map<Operation, Map<number, Cpu>[]>> => {
  const random = seededRandom(1);
  const measured = new Map<Operation, Map<number, Cpu>[]>(operations.map((operation) => [operation, []]));
  const blocks = operations.flatMap((operation) => cells.map((cell) => ({ operation, cell })));
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    const taken = new Map<Operation, Map<number, Cpu>>(operations.map((operation) => [operation, new Map()]));
    for (const { operation, cell } of shuffled(blocks, random)) taken.get(operation)?.set(cell.size, await cell.cpuOf(operation, IN_BLOCK));
    if (round < WARM_UP) continue;
    for (const [operation, bySize] of taken) measured.get(operation)?.push(bySize);
    if ((round - WARM_UP + 1) % 10 === 0) tell(`round ${round - WARM_UP + 1} of ${rounds}`);
  }
  return measured;
};

const pick = (rounds: Measured['rounds'], side: keyof Cpu): ScalingRound[] =>
  rounds.map((round) => new Map([...round].map(([size, cpu]) => [size, cpu[side]])));

const milliseconds = (medians: ReadonlyMap<number, number>): string =>
  [...medians.values()].map((us) => (us / 1000).toFixed(2)).join(' / ');

const rowsOf = (operation: Operation, { units, rounds }: Measured): Row[] => {
  const own = growthOf(pick(rounds, 'own'));
  const engine = growthOf(pick(rounds, 'engine'));
  const counts = [...units.values()];
  return [
    row({
      what: `${operation}: units at the sizes differ by`,
      measured: Math.max(spreadOf(counts.map(({ read }) => read)), spreadOf(counts.map(({ write }) => write))),
      budget: 0,
      unit: 'units',
      note: `${counts[0]?.read} read and ${counts[0]?.write} write units at every size, if 0`,
    }),
    row({
      what: `${operation}: growth of CPU`,
      measured: own.exponent,
      interval: own.interval,
      budget: SLOPE_BUDGET,
      unit: 'exponent',
      note: `${milliseconds(own.medians)} ms; the engine apart: ${milliseconds(engine.medians)} ms, exponent ${engine.exponent.toFixed(3)}`,
    }),
  ];
};

const measure = async ({ rounds = ROUNDS, tell }: PartContext): Promise<readonly Row[]> => {
  const cells: StockedCell[] = [];
  try {
    for (const size of SIZES) {
      const started = performance.now();
      cells.push(await openStockedCell(size, COUNTED + (WARM_UP + rounds) * IN_BLOCK));
      tell(`${size} dossiers stored in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
    const units = new Map<Operation, Map<number, Units>>();
    for (const operation of operations) units.set(operation, await countUnits(cells, operation));
    const cpu = await measureCpu(cells, rounds, tell);
    for (const cell of cells) await cell.check();
    return operations.flatMap((operation) =>
      rowsOf(operation, { units: units.get(operation) ?? new Map(), rounds: cpu.get(operation) ?? [] }),
    );
  } finally {
    for (const cell of cells) await cell.stop();
  }
};

export const part: Part = {
  title: 'What one operation costs as the stock grows',
  explanation: `The handlers of the functions, in this process, on tables of 100, 1,000, 10,000 and 100,000 stored dossiers in the local engine. A stock is copies of
dossiers that the use cases themselves wrote, one per stage (82 % returned, 10 % open with an office, an agency or the payer), spread over a year, seven communes and
one owner per three dossiers; always the same for a size. The open work of one police office is 100 entries, four full pages, at every size.

Units are counted by the proxy and exact: the same at every size, or the figure is missed. CPU is that of this process, all threads (SDK and our code), per
operation; blocks of ${IN_BLOCK} operations, sizes and operations in random order, ${ROUNDS} rounds after ${WARM_UP} of warming up. The figure is the exponent b of
CPU ~ size^b: the least-squares slope of log(median) on log(size); 0.05 is 41 % more at a thousand times the stock. The engine's own CPU is shown beside it and
not judged: it stands in for DynamoDB, whose time does not depend on the size of a table.`,
  measure,
};
