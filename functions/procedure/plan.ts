import type { PlannedTask } from '../ledger/meta.ts';
import { type Facts, holds } from './facts.ts';
import type { OfficesOfCommune } from './offices.ts';
import type { Procedure } from './procedure.ts';

export type PlanCase = {
  readonly facts: Facts;
  /** Finding per registry. */
  readonly findings: Readonly<Record<string, string>>;
  readonly offices: OfficesOfCommune;
};

/**
 * The tasks of one dossier, stage by stage: those whose question the lookups left open. Empty stages are dropped and tasks are
 * numbered from 1 through all stages.
 * @throws when no competent agency is left to decide: the catalogue contradicts itself
 */
export const buildPlan = (procedure: Procedure, { facts, findings, offices }: PlanCase): PlannedTask[][] => {
  let n = 0;
  const stages = procedure.plan
    .map((rows) => rows.filter(({ when, unless }) => holds(when, facts) && !unless?.finding.includes(findings[unless.registry] ?? '')))
    .filter((rows) => rows.length > 0)
    .map((rows) =>
      rows.map(({ kind, role, agency, office }): PlannedTask => {
        n += 1;
        return { n, kind, role, agency, office: offices[office] };
      }),
    );
  const deciding = stages.at(-1)?.filter(({ role }) => role === 'competent') ?? [];
  if (deciding.length !== 1) throw new Error(`the plan of ${procedure.id} must end with one competent agency, not ${deciding.length}`);
  return stages;
};
