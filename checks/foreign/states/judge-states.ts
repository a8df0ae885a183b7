import type { Setting } from '../setting.ts';
import { stateMachineFiles } from '../state-machines/judge-state-machines.ts';
import type { Case } from './case.ts';
import { allCases } from './cases/all-cases.ts';
import { machinesWithPlans } from './cases/product-machines.ts';
import type { Engine } from './engine.ts';
import { openMotoEngine } from './moto-engine.ts';
import { aspectsThatDiffer, canonical, type Observation } from './observation.ts';
import { openOurEngine } from './our-engine.ts';
import { runCase } from './run-case.ts';

/** Fewer say too little of an interpreter. */
const LEAST_CASES = 100;

/** Cases spend their time waiting for seconds to pass, so many run side by side. */
const SIDE_BY_SIDE = 12;

const observe = async (engine: Engine, number: string, asked: Case): Promise<Observation> => {
  try {
    return await runCase(engine, number, asked);
  } catch (error) {
    throw new Error(`${engine.name}: ${error instanceof Error ? error.message : error}`);
  }
};

const faultOf = (asked: Case, ours: Observation, moto: Observation): string | undefined => {
  const differing = aspectsThatDiffer(ours, moto);
  const explained = asked.difference?.aspects ?? [];
  const unexplained = differing.filter((aspect) => !explained.includes(aspect));
  if (unexplained.length > 0)
    return unexplained
      .map((aspect) => `${aspect}\n      ours ${canonical(ours[aspect])}\n      moto ${canonical(moto[aspect])}`)
      .join('\n    ');
  const gone = explained.filter((aspect) => !differing.includes(aspect));
  return gone.length > 0 ? `the recorded difference in ${gone.join(', ')} is there no more: take it out` : undefined;
};

/**
 * Runs every case on our interpreter and on moto's, and compares what came of it.
 * @param named only the cases whose name holds this
 */
export const judgeStates = async ({ report, folder, judges }: Setting, named: string): Promise<void> => {
  for (const file of stateMachineFiles())
    await report.judge(`state machine: ${file} is run on both engines`, () =>
      machinesWithPlans.includes(file) ? undefined : 'it has no plans: add them to states/cases/product-machines.ts',
    );
  const cases = allCases.filter(({ name }) => name.includes(named));
  if (named === '' && cases.length < LEAST_CASES) throw new Error(`${cases.length} cases, which is less than ${LEAST_CASES}`);
  const environment = await judges('judges');
  const names = new Set(cases.map(({ name }) => name));
  if (names.size < cases.length) throw new Error('two cases have the same name');
  const engines = await Promise.all([openOurEngine(folder('states')), openMotoEngine(environment, folder('moto.log'))]);
  const [ours, moto] = engines;
  try {
    const left = cases.map((asked, index) => ({ asked, number: `case-${index}` }));
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) {
        const { asked, number } = next;
        await report.judge(`state machine: ${asked.name}`, async () => {
          const [one, other] = await Promise.all([observe(ours, number, asked), observe(moto, number, asked)]);
          return faultOf(asked, one, other);
        });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    const differing = cases.filter(({ difference }) => difference);
    report.tell(`${cases.length} cases on both engines; ${differing.length} differ for a recorded reason`);
  } finally {
    for (const engine of engines) await engine.close();
  }
};
