import * as z from 'zod';

/**
 * Types whose resources cannot be made anew without losing something: data, keys, messages, subscriptions, running approvals, or
 * the address by which somebody outside knows them (the API, the queues of agency systems).
 */
const STATEFUL: readonly string[] = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
  'AWS::ApiGatewayV2::Api',
];

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

const Resources = z.record(z.string(), Resource);
export type Resources = z.infer<typeof Resources>;

/** The stateful resources of stacks, by `<stage>/<stack>` and logical id. */
export const Baseline = z.record(z.string(), Resources);
export type Baseline = z.infer<typeof Baseline>;

/** The stateful resources of a template, without what the CDK notes for itself. */
export const statefulResources = (template: unknown): Resources => {
  const { Resources: all } = z.object({ Resources: Resources.default({}) }).parse(template);
  return Object.fromEntries(
    Object.entries(all).flatMap(([id, { Metadata: _, ...resource }]) => (STATEFUL.includes(resource.Type) ? [[id, resource]] : [])),
  );
};
