import * as z from 'zod';
import type { AwsCalls } from './aws-call.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { knownGaps } from './known-gaps.ts';
import { type RolePolicy, rolePolicies, withActionBeside, withActionEverywhere, withResources } from './role-policies.ts';

const Secret = z.object({ ARN: z.string() });

const arnsOf = async (calls: AwsCalls, secrets: Iterable<string>): Promise<ReadonlyMap<string, string>> => {
  const arns = new Map<string, string>();
  for (const SecretId of secrets)
    arns.set(SecretId, Secret.parse(await calls.json('secretsmanager', 'secretsmanager.DescribeSecret', { SecretId })).ARN);
  return arns;
};

type PolicyGap = 'secret-ref' | 'publish-batch' | 'task-answers';

/**
 * Changes the roles' policies where the emulator reads them otherwise than AWS (known-gaps.ts), and nothing else of them. Returns
 * how many policies each gap touched.
 * @throws Error when a gap touched none: it is gone then
 */
export const mendPolicies = async (
  calls: AwsCalls,
  { resources }: DeployedCells,
  secrets: Iterable<string>,
): Promise<ReadonlyMap<PolicyGap, number>> => {
  const arns = await arnsOf(calls, secrets);
  const mendings = new Map<PolicyGap, (policy: RolePolicy) => RolePolicy>([
    ['secret-ref', (policy) => withResources(policy, arns)],
    ['publish-batch', (policy) => withActionBeside(policy, 'sns:Publish', 'sns:PublishBatch')],
    ['task-answers', (policy) => withActionEverywhere(policy, 'states:SendTaskSuccess')],
  ]);
  const policies = rolePolicies(calls);
  const touched = new Map<PolicyGap, number>();
  for (const { physicalId } of resources.filter(({ type }) => type === 'AWS::IAM::Role'))
    for (const held of await policies.of(physicalId)) {
      let policy = held;
      for (const [gap, mend] of mendings) {
        const mended = mend(policy);
        if (JSON.stringify(mended) !== JSON.stringify(policy)) touched.set(gap, (touched.get(gap) ?? 0) + 1);
        policy = mended;
      }
      if (JSON.stringify(policy) !== JSON.stringify(held)) await policies.put(policy);
    }
  for (const gap of mendings.keys())
    if (!touched.has(gap)) throw new Error(`no policy is touched by the known gap "${knownGaps[gap].name}": take it off the list`);
  return touched;
};
