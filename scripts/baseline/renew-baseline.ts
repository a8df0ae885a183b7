import { findLosses, type Loss, lossLine } from './find-losses.ts';
import type { Baseline } from './stateful-resources.ts';

export type Renewed =
  | { readonly kind: 'renewed'; readonly baseline: Baseline; readonly accepted: readonly Loss[] }
  | { readonly kind: 'refused'; readonly losses: readonly Loss[] }
  /** Something was accepted that is not lost: a wrong name, or a leftover of an earlier command. */
  | { readonly kind: 'nothing-to-accept'; readonly logicalIds: readonly string[] };

/** The next baseline; refused while a resource would lose something and its logical id is not accepted. */
export const renewBaseline = (before: Baseline, after: Baseline, accept: readonly string[]): Renewed => {
  const losses = findLosses(before, after);
  const idle = accept.filter((logicalId) => losses.every((loss) => loss.logicalId !== logicalId));
  if (idle.length > 0) return { kind: 'nothing-to-accept', logicalIds: idle };
  const refused = losses.filter(({ logicalId }) => !accept.includes(logicalId));
  return refused.length > 0 ? { kind: 'refused', losses: refused } : { kind: 'renewed', baseline: after, accepted: losses };
};

export const renewedLines = (renewed: Renewed): readonly string[] => {
  switch (renewed.kind) {
    case 'renewed':
      return ['The baseline is what the app has now.', ...renewed.accepted.map((loss) => `accepted: ${lossLine(loss)}`)];
    case 'refused':
      return [
        'The baseline stays: this would lose something.',
        ...renewed.losses.map(lossLine),
        'When its data are migrated, or it has none, say so with --accept LOGICAL_ID for each.',
      ];
    case 'nothing-to-accept':
      return [`Nothing is lost of ${renewed.logicalIds.join(', ')}.`];
  }
};
