import type { AwsCalls } from './aws-call.ts';

export type StackResource = { readonly stack: string; readonly logicalId: string; readonly physicalId: string; readonly type: string };

const text = (xml: string, element: string): string => new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';

/** What CloudFormation says that a deployed stack consists of. */
export const stackResources = async (calls: AwsCalls, stack: string): Promise<readonly StackResource[]> => {
  const xml = await calls.query('cloudformation', '2010-05-15', { Action: 'DescribeStackResources', StackName: stack });
  return xml
    .split('<member>')
    .slice(1)
    .map((member) => ({
      stack,
      logicalId: text(member, 'LogicalResourceId'),
      physicalId: text(member, 'PhysicalResourceId'),
      type: text(member, 'ResourceType'),
    }));
};
