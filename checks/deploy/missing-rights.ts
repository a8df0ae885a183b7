import type { Report } from '../support/report.ts';
import { waitUntil } from '../support/wait-until.ts';
import { loggedFailures } from './aftermath.ts';
import type { AwsCalls } from './aws-call.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { mainJourney } from './journeys/all-journeys.ts';
import type { Neighbours } from './neighbours.ts';
import { type RolePolicy, rolePolicies, withoutAction } from './role-policies.ts';
import { trialEvent } from './trial-events.ts';

type Scene = { readonly calls: AwsCalls; readonly endpoint: string; readonly neighbours: Neighbours; readonly report: Report };

const PATIENCE_MS = 180_000;

/** The right that a function needs first, for those that do not begin by reading an item. */
const neededFirst: Readonly<Record<string, string>> = {
  StoreEDocument: 'dynamodb:PutItem',
  TaskHoldTaskToken: 'dynamodb:PutItem',
  DossierPublishEvents: 'sns:PublishBatch',
  ReportHandleComplaints: 'dynamodb:Query',
  ReportKeepDowntimes: 'dynamodb:Query',
};
/** DynamoDB's words, and those of SNS. */
const REFUSED = /AccessDenied|not authorized to perform/;
const READS = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem'];

/** It asks for its key once in its life, and has done so long before. */
const ASKS_ONCE = /^ResultReadKeys$/;

type Role = { readonly name: string; readonly functionName: string; readonly held: readonly RolePolicy[]; readonly right: string };

const rolesOf = async (calls: AwsCalls, { resources }: DeployedCells): Promise<readonly Role[]> => {
  const policies = rolePolicies(calls);
  const roles = await Promise.all(
    resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map(async ({ stack, logicalId, physicalId: functionName }) => {
        const name = logicalId.replace(/Function[0-9A-F]{8}$/, '');
        const isItsRole = new RegExp(`^${name}FunctionServiceRole[0-9A-F]{8}$`);
        const role = resources.find((one) => one.stack === stack && isItsRole.test(one.logicalId));
        const held = role ? await policies.of(role.physicalId) : [];
        const actions = held.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action));
        const right = neededFirst[name] ?? READS.find((action) => actions.includes(action));
        return right && !ASKS_ONCE.test(name) ? [{ name, functionName, held, right }] : [];
      }),
  );
  return roles.flat();
};

/**
 * Takes one right from every function's role, calls each function with something that it could do with it, and sees each refused;
 * then the journey fails too, and with the rights again it passes.
 */
export const missingRights = async ({ calls, endpoint, neighbours, report }: Scene, cells: DeployedCells): Promise<void> => {
  const { step, tell } = report;
  const policies = rolePolicies(calls);
  const { dossierId } = await mainJourney(endpoint, cells, neighbours);
  const trial = { dossierId, bucket: cells.documentsBucket, merchant: neighbours.merchant };
  const roles = await rolesOf(calls, cells);
  const since = Date.now();

  await step('without one right in its role every function is refused, and says so', async () => {
    for (const { held, right } of roles) for (const policy of held) await policies.put(withoutAction(policy, right));
    for (const { name, functionName } of roles) await calls.invoke(functionName, trialEvent(name, trial));
    let silent = roles.map(({ name }) => name);
    await waitUntil('every function to log that it was refused', PATIENCE_MS, async () => {
      const failures = await loggedFailures(calls, cells, since);
      const isTold = ({ name }: Role) => failures.some((line) => line.includes(`/${name}:`) && REFUSED.test(line));
      silent = roles.filter((role) => !isTold(role)).map(({ name }) => name);
      return silent.length === 0 ? true : undefined;
    }).catch((error: unknown) => {
      throw new Error(`not refused: ${silent.join(', ')}`, { cause: error });
    });
    tell(`${roles.length} functions`);
  });
  await step('without them the journey fails', async () => {
    const ended = await mainJourney(endpoint, cells, neighbours).catch((error: unknown) => error);
    if (!(ended instanceof Error)) throw new Error('the journey passed');
  });
  await step('with the rights again the journey passes', async () => {
    for (const { held } of roles) for (const policy of held) await policies.put(policy);
    await mainJourney(endpoint, cells, neighbours);
  });
};
