import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { listOf, numberOf, objectOf, stringOf } from '../../../local/assembly/json.ts';
import { stateMachineDefinition } from '../../../local/assembly/state-machine-definition.ts';
import type { TestPlace } from './test-place.ts';

/** Where the messages lie that were given up, and how often each was tried before. */
type GivesUp = { readonly deadLetters: string; readonly receives: number };

/**
 * Somebody who is told of something, and may be told twice, late, in another order, or nonsense. Queues are named as an inspection
 * knows them.
 */
export type Consumer = { readonly name: string } & (
  | ({ readonly by: 'queue'; readonly functionArn: string; readonly queue: string } & GivesUp)
  | ({ readonly by: 'stream'; readonly functionArn: string } & GivesUp)
  | { readonly by: 'schedule' | 'machine' | 'notification'; readonly functionArn: string }
  /** A queue that somebody outside the cell reads. */
  | ({ readonly by: 'system'; readonly queue: string } & GivesUp)
);

export type ConsumerBy<Kind extends Consumer['by']> = Extract<Consumer, { readonly by: Kind }>;

const WITNESS = 'Witness';

/**
 * Every consumer of the cells, as the synthesized templates have them: event source mappings, targets of rules, schedules and topics,
 * functions of state machines, routes that another server calls. Functions are named by slice and entry (`TaskDriveApprovals`).
 */
export const consumersOf = ({ runtime: { resources }, surroundings: { queues } }: TestPlace): readonly Consumer[] => {
  const typed = (type: string) => resources.filter((resource) => resource.type === type);
  const functions = typed('AWS::Lambda::Function').map(({ logicalId, physicalId, attributes }) => ({
    name: logicalId.replace(/Function[0-9A-F]{8}$/, ''),
    ids: [physicalId, attributes['Arn']],
    functionArn: stringOf(attributes['Arn'], `ARN of ${logicalId}`),
  }));
  const functionOf = (id: string) => {
    const found = functions.find(({ ids }) => ids.includes(id));
    if (!found) throw new Error(`there is no function ${id}`);
    return { name: found.name, functionArn: found.functionArn };
  };
  const queueName = (arn: unknown): string | undefined => Object.entries(queues).find(([, queue]) => queue.arn === arn)?.[0];
  const nameOfQueue = (arn: unknown): string => {
    const name = queueName(arn);
    if (!name) throw new Error(`there is no queue ${arn}`);
    return name;
  };
  const redriveOf = (queue: string): GivesUp => {
    const resource = typed('AWS::SQS::Queue').find(({ attributes }) => attributes['Arn'] === queues[queue]?.arn);
    const policy = objectOf(resource?.properties['RedrivePolicy'], `RedrivePolicy of ${queue}`);
    return {
      deadLetters: nameOfQueue(policy['deadLetterTargetArn']),
      receives: numberOf(policy['maxReceiveCount'], `maxReceiveCount of ${queue}`),
    };
  };

  const mapped = typed('AWS::Lambda::EventSourceMapping').map(({ properties }): Consumer => {
    const fn = functionOf(stringOf(properties['FunctionName'], 'FunctionName'));
    const queue = queueName(properties['EventSourceArn']);
    if (queue) return { ...fn, by: 'queue', queue, ...redriveOf(queue) };
    const { OnFailure } = objectOf(properties['DestinationConfig'], 'DestinationConfig');
    const deadLetters = nameOfQueue(objectOf(OnFailure, 'OnFailure')['Destination']);
    return { ...fn, by: 'stream', deadLetters, receives: numberOf(properties['MaximumRetryAttempts'], 'MaximumRetryAttempts') + 1 };
  });

  const targets: readonly unknown[] = [
    ...typed('AWS::Events::Rule').flatMap(({ properties }) =>
      listOf(properties['Targets'], 'Targets').map((one) => objectOf(one, 'target')['Arn']),
    ),
    ...typed('AWS::Scheduler::Schedule').map(({ properties }) => objectOf(properties['Target'], 'Target')['Arn']),
    ...typed('AWS::SNS::Subscription').map(({ properties }) => properties['Endpoint']),
  ];
  const read = new Set(mapped.flatMap((one) => (one.by === 'queue' ? [one.queue] : [])));
  const targeted = targets.flatMap((target): readonly Consumer[] => {
    const queue = queueName(target);
    if (!queue) return [{ ...functionOf(stringOf(target, 'a target')), by: 'schedule' }];
    return read.has(queue) || queue === WITNESS ? [] : [{ name: queue, by: 'system', queue, ...redriveOf(queue) }];
  });

  const machines = typed('AWS::StepFunctions::StateMachine').map(stateMachineDefinition);
  const ofMachines = functions
    .filter(({ functionArn }) => machines.some((definition) => definition.includes(`"${functionArn}"`)))
    .map(({ name, functionArn }): Consumer => ({ name, functionArn, by: 'machine' }));

  return [...mapped, ...targeted, ...ofMachines, ...notified(typed, functionOf)];
};

/** Functions behind routes that another system's server calls to tell of something. */
const notified = (
  typed: (type: string) => readonly DeployedResource[],
  functionOf: (id: string) => { readonly name: string; readonly functionArn: string },
): readonly Consumer[] => {
  const routes = typed('AWS::ApiGatewayV2::Route').filter(({ properties }) => String(properties['RouteKey']).endsWith('/notification'));
  return routes.map(({ properties }) => {
    const integrationId = String(properties['Target']).replace('integrations/', '');
    const integration = typed('AWS::ApiGatewayV2::Integration').find(({ physicalId }) => physicalId === integrationId);
    return { ...functionOf(stringOf(integration?.properties['IntegrationUri'], 'IntegrationUri')), by: 'notification' };
  });
};
