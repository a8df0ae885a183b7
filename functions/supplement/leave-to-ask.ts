import type { Meta } from '../ledger/meta.ts';
import type { Supplement, SupplementStage } from '../ledger/supplement.ts';
import type { Staff } from '../platform/caller.ts';
import { awaitsIntake } from '../procedure/intake.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** By what law a request is made above the most of its stage. Who approves it is the leader who makes it. */
export type Override = { readonly legalBasis: string };

/** Roles that ask for a supplement, and the one that may ask more often than the procedure allows. */
const ASKING: readonly string[] = ['intake', 'approver'];
const OVERRIDING = 'leader';

/** The stage in which a dossier can be asked to be completed now; undefined where it cannot, or where an answer is still to come. */
export const stageOf = (meta: Pick<Meta, 'state' | 'supplement'>): SupplementStage | undefined => {
  if (awaitsIntake(meta)) return 'intake';
  return meta.state === 'processing' ? 'appraisal' : undefined;
};

export type NoLeave =
  | { readonly kind: 'limit-reached'; readonly stage: SupplementStage; readonly most: number }
  | { readonly kind: 'override-unneeded' }
  | { readonly kind: 'role-missing'; readonly roles: readonly string[] };

/** Whether `caller` may ask once more in this stage. Undefined when so. */
export const noLeaveToAsk = (
  { supplements }: Pick<Procedure, 'supplements'>,
  stage: SupplementStage,
  asked: readonly Pick<Supplement, 'stage'>[],
  { roles }: Pick<Staff, 'roles'>,
  override: Override | undefined,
): NoLeave | undefined => {
  const most = supplements[stage].value;
  const isAbove = asked.filter((one) => one.stage === stage).length >= most;
  if (isAbove && !override) return { kind: 'limit-reached', stage, most };
  if (!isAbove && override) return { kind: 'override-unneeded' };
  const needed = isAbove ? [OVERRIDING] : ASKING;
  return needed.some((role) => roles.includes(role)) ? undefined : { kind: 'role-missing', roles: needed };
};
