import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { lostInPlace } from './lost-in-place.ts';
import type { Baseline, Resource, Resources } from './stateful-resources.ts';

/** What a deployment would take away from a stateful resource. */
export type Loss = { readonly stack: string; readonly logicalId: string; readonly what: string };

const impacts: Readonly<Partial<Record<ResourceImpact, string>>> = {
  [ResourceImpact.WILL_DESTROY]: 'is removed and deleted',
  [ResourceImpact.WILL_ORPHAN]: 'is removed from its stack, which forgets it',
  [ResourceImpact.WILL_REPLACE]: 'is replaced by a new, empty one',
  [ResourceImpact.MAY_REPLACE]: 'may be replaced by a new, empty one',
};

const lostPolicies = (before: Resource, after: Resource): string[] =>
  (['DeletionPolicy', 'UpdateReplacePolicy'] as const).flatMap((policy) =>
    before[policy] === 'Retain' && after[policy] !== 'Retain' ? [`loses its ${policy} Retain`] : [],
  );

/** CloudFormation refuses these changes of a key instead of replacing it; only a new key, without what the old one can open, would pass. */
const changedKind = (before: Resource, after: Resource): string[] =>
  before.Type === 'AWS::KMS::Key'
    ? ['KeySpec', 'KeyUsage', 'Origin', 'MultiRegion'].flatMap((name) =>
        before.Properties?.[name] === after.Properties?.[name] ? [] : [`cannot change its ${name}: only a new key can have another`],
      )
    : [];

const lossesOfStack = (stack: string, before: Resources, after: Resources): Loss[] => {
  const losses: Loss[] = [];
  const add = (logicalId: string, whats: readonly string[]) => {
    for (const what of whats) losses.push({ stack, logicalId, what });
  };
  fullDiff({ Resources: before }, { Resources: after }).resources.forEachDifference((logicalId: string, change: ResourceDifference) => {
    const impact = impacts[change.changeImpact];
    if (impact && before[logicalId]) add(logicalId, [impact]);
  });
  for (const [logicalId, resource] of Object.entries(before)) {
    const kept = after[logicalId];
    if (kept?.Type === resource.Type)
      add(logicalId, [...lostPolicies(resource, kept), ...lostInPlace(resource, kept), ...changedKind(resource, kept)]);
  }
  return losses;
};

/** What deploying `after` over `before` would lose. What is new or changes in place is no loss. */
export const findLosses = (before: Baseline, after: Baseline): readonly Loss[] =>
  Object.entries(before).flatMap(([stack, resources]) => lossesOfStack(stack, resources, after[stack] ?? {}));

/** Stateful resources that the baseline does not pin yet, as `<stage>/<stack> <logical id>`. */
export const findUnpinned = (before: Baseline, after: Baseline): readonly string[] =>
  Object.entries(after).flatMap(([stack, resources]) =>
    Object.keys(resources).flatMap((logicalId) => (before[stack]?.[logicalId] ? [] : [`${stack} ${logicalId}`])),
  );

export const lossLine = ({ stack, logicalId, what }: Loss): string => `${stack} ${logicalId} ${what}`;
