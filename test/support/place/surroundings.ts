import * as z from 'zod';
import type { Runtime } from '../../../local/runtime.ts';

/** Where the parts of a running place are: plain data, so that a place in another process can tell it in one line. */
export const Surroundings = z.object({
  api: z.url(),
  nationalApi: z.url(),
  issuer: z.url(),
  gateway: z.url(),
  /** Address by service: DYNAMODB, SQS, SNS, S3, SFN. */
  endpoints: z.record(z.string(), z.url()),
  /** Table name by logical name: Dossiers, Registries, LookupRecords, EDocuments. */
  tables: z.record(z.string(), z.string()),
  /** Queue URL and ARN by logical name: IdentityLookups, IdentityLookupsDeadLetters, LandTasks … */
  queues: z.record(z.string(), z.object({ url: z.url(), arn: z.string() })),
  /** Names of the queues that a function of the cell reads. */
  consumed: z.array(z.string()),
  machine: z.string(),
});
export type Surroundings = z.infer<typeof Surroundings>;

/** A logical id without the digest that the CDK adds, and for queues without the word Queue. */
const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '').replace(/Queue$/, '');

const SERVICES = ['DYNAMODB', 'SQS', 'SNS', 'S3', 'SFN'];

export const surroundingsOf = (runtime: Runtime): Surroundings => {
  const { resources, endpoints } = runtime;
  const named = (type: string) => resources.filter((resource) => resource.type === type);
  const only = (type: string): string => {
    const [first, ...others] = named(type);
    if (!first || others.length > 0) throw new Error(`expected one ${type}`);
    return first.physicalId;
  };
  const read = new Set(named('AWS::Lambda::EventSourceMapping').map(({ properties }) => String(properties['EventSourceArn'])));
  const queues = named('AWS::SQS::Queue').map(({ logicalId, physicalId, attributes }) => ({
    name: nameOf(logicalId),
    url: physicalId,
    arn: attributes['Arn'] ?? '',
  }));
  return {
    api: runtime.api,
    nationalApi: runtime.nationalApi,
    issuer: runtime.identity.issuer,
    gateway: runtime.gateway.payUrl,
    endpoints: Object.fromEntries(SERVICES.map((service) => [service, endpoints[`AWS_ENDPOINT_URL_${service}`] ?? ''])),
    tables: Object.fromEntries(named('AWS::DynamoDB::GlobalTable').map(({ logicalId, physicalId }) => [nameOf(logicalId), physicalId])),
    queues: Object.fromEntries(queues.map(({ name, url, arn }) => [name, { url, arn }])),
    consumed: queues.filter(({ arn }) => read.has(arn)).map(({ name }) => name),
    machine: only('AWS::StepFunctions::StateMachine'),
  };
};
