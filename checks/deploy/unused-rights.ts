import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AwsCalls } from './aws-call.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { ACCOUNT, REGION } from './emulator.ts';
import { knownUnusedRights } from './known-unused-rights.ts';
import { rolePolicies } from './role-policies.ts';

/** A call as the emulator's CloudTrail has it. */
const Call = z.object({ CloudTrailEvent: z.string() });
const Found = z.object({ Events: z.array(Call) });
const Transaction = z.object({ requestParameters: z.object({ TransactItems: z.array(z.record(z.string(), z.unknown())) }) });

/** Operations that need a right where their names differ; `within` is the kind of item of a transaction. */
type Operation = { readonly name: string; readonly within?: string };
const operations: Readonly<Record<string, readonly Operation[]>> = {
  'dynamodb:GetItem': [{ name: 'GetItem' }, { name: 'TransactGetItems' }],
  'dynamodb:PutItem': [{ name: 'PutItem' }, { name: 'TransactWriteItems', within: 'Put' }],
  'dynamodb:UpdateItem': [{ name: 'UpdateItem' }, { name: 'TransactWriteItems', within: 'Update' }],
  // The trail does not look into the body of SNS's protocol: any call, and the functions make only one.
  'sns:Publish': [{ name: 'POST.sns' }],
  's3:GetObject': [{ name: 'GetObject' }, { name: 'HeadObject' }],
};

/** What Lambda itself does for a function's event sources, with the function's role. */
const eventSourceRights =
  /^(sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl)|dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams))$/;

/** The access key under which the emulator's functions call: derived from function and role, by MiniStack 1.5.33. */
const accessKeyOf = (functionName: string, roleName: string): string => {
  const text = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}:arn:aws:iam::${ACCOUNT}:role/${roleName}`;
  return `ASIA${createHash('sha256').update(text).digest('hex').slice(0, 16).toUpperCase()}`;
};

/** A right that no call needed; `beside` are the rights of the same role that calls did need. */
type UnusedRight = { readonly function: string; readonly action: string; readonly beside: ReadonlySet<string> };

/** Rights of the functions' roles that no call of theirs has needed since the emulator started. */
const unusedRights = async (calls: AwsCalls, { resources }: DeployedCells): Promise<readonly UnusedRight[]> => {
  const policies = rolePolicies(calls);
  const wasMade = async (AccessKeyId: string, { name, within }: Operation): Promise<boolean> => {
    const attributes = Object.entries({ AccessKeyId, EventName: name });
    const LookupAttributes = attributes.map(([AttributeKey, AttributeValue]) => ({ AttributeKey, AttributeValue }));
    const found = await calls.json('cloudtrail', 'CloudTrail_20131101.LookupEvents', { LookupAttributes });
    return Found.parse(found).Events.some(({ CloudTrailEvent }) => {
      if (!within) return true;
      const call = Transaction.safeParse(JSON.parse(CloudTrailEvent));
      return call.success && call.data.requestParameters.TransactItems.some((item) => within in item);
    });
  };
  const ofFunction = async (name: string, functionName: string, roleName: string): Promise<UnusedRight[]> => {
    const key = accessKeyOf(functionName, roleName);
    const held = (await policies.of(roleName)).flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action));
    const used = new Set<string>();
    for (const action of new Set(held)) {
      const needing = operations[action] ?? [{ name: action.slice(action.indexOf(':') + 1) }];
      const made = await Promise.all(needing.map((operation) => wasMade(key, operation)));
      if (made.includes(true) || eventSourceRights.test(action)) used.add(action);
    }
    return [...new Set(held)].filter((action) => !used.has(action)).map((action) => ({ function: name, action, beside: used }));
  };

  const all: UnusedRight[] = [];
  for (const { stack, logicalId, physicalId } of resources.filter(({ type }) => type === 'AWS::Lambda::Function')) {
    const name = logicalId.replace(/Function[0-9A-F]{8}$/, '');
    const role = resources.find((one) => one.stack === stack && new RegExp(`^${name}FunctionServiceRole[0-9A-F]{8}$`).test(one.logicalId));
    if (!role) throw new Error(`the function ${name} has no role`);
    all.push(...(await ofFunction(name, physicalId, role.physicalId)));
  }
  return all;
};

const isKnown = ({ function: name, action, beside }: UnusedRight): boolean =>
  knownUnusedRights.some((known) => known.action === action && known.functions.test(name) && (!known.beside || beside.has(known.beside)));

/**
 * Returns how many rights were not needed for a known reason.
 * @throws Error naming those that were not needed for none
 */
export const noRightTooMany = async (calls: AwsCalls, cells: DeployedCells): Promise<number> => {
  const unused = await unusedRights(calls, cells);
  const unknown = unused.filter((right) => !isKnown(right));
  if (unknown.length > 0) throw new Error(`no call needed ${unknown.map((right) => `${right.function} ${right.action}`).join(', ')}`);
  return unused.length;
};
