import type { Runtime } from '../runtime.ts';
import type { JourneyResult } from './permanent-residence.ts';

/** The figures of one journey. Budgets: at most 134 write units, 11 requests of the write path, 20 kB of logs, 12 transitions. */
export type Figures = Omit<JourneyResult, 'dossierId'> & {
  readonly stateTransitions: number;
  readonly writeUnits: number;
  readonly writeUnitsByStep: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly apiRequests: number;
  readonly logBytes: number;
  readonly seconds: number;
};

/** Requests that the budget counts: those that write, and the gateway's notification, which is a GET by its protocol. */
const writePathRequests = (byRoute: Readonly<Record<string, number>>): number =>
  Object.entries(byRoute).reduce(
    (sum, [route, count]) => (route.startsWith('POST ') || route.endsWith('/vnpay/notification') ? sum + count : sum),
    0,
  );

/** Log groups of what only looks: the journey asks for its state again and again, which is no part of a dossier's own cost. */
const pollGroups = ({ resources }: Runtime): readonly string[] =>
  resources.flatMap(({ type, logicalId, physicalId }) =>
    type === 'AWS::Logs::LogGroup' && /^DossierReadOwnDossierLogs/.test(logicalId) ? [physicalId] : [],
  );

const logBytes = (runtime: Runtime): number => {
  const { logBytes: all, logBytesByGroup } = runtime.counters();
  return pollGroups(runtime).reduce((left, group) => left - (logBytesByGroup[group] ?? 0), all);
};

/** Counts a journey from here on: what the counters show afterwards, less what they show now. */
export const startCounting = (runtime: Runtime) => {
  const before = runtime.counters();
  const logBytesBefore = logBytes(runtime);
  const started = performance.now();
  const writeUnitsByStep: Record<string, number> = {};
  let counted = before.writeUnits;
  return {
    stepDone: (step: string) => {
      const { writeUnits } = runtime.counters();
      writeUnitsByStep[step] = (writeUnitsByStep[step] ?? 0) + writeUnits - counted;
      counted = writeUnits;
    },
    figures: ({ dossierId: _dossierId, ...result }: JourneyResult): Figures => {
      const after = runtime.counters();
      return {
        ...result,
        stateTransitions: after.stateTransitions - before.stateTransitions,
        writeUnits: after.writeUnits - before.writeUnits,
        writeUnitsByStep,
        readUnits: after.readUnits - before.readUnits,
        apiRequests: writePathRequests(after.apiRequests) - writePathRequests(before.apiRequests),
        logBytes: logBytes(runtime) - logBytesBefore,
        seconds: Math.round((performance.now() - started) / 100) / 10,
      };
    },
  };
};
