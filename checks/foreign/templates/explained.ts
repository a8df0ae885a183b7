import type { Finding } from './finding.ts';

/** A finding that is accepted: on the resources whose logical id begins with `resource`, or everywhere. */
export type Explanation = Pick<Finding, 'linter' | 'id'> & { readonly resource: string | 'everywhere'; readonly reason: string };

/** Every finding of the linters that stands, by name. One that no longer occurs is to be taken out: the check says so. */
export const explained: readonly Explanation[] = [
  {
    linter: 'cfn-lint',
    id: 'W3005',
    resource: 'everywhere',
    reason: 'the CDK writes DependsOn for a role and its policy beside the Fn::GetAtt that says the same; it harms nothing',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_18',
    resource: 'Documents',
    reason: 'every reading of a document is a record in the ledger that its owner can see; a log of the bucket would repeat it',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_26',
    resource: 'DossierEvents',
    reason: 'events hold codes and references only, never personal data; transport is TLS only',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_26',
    resource: 'OperatorAlarms',
    reason: 'an alarm names a figure, its limit and its effect, never data of a person; transport is TLS only',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_27',
    resource: 'everywhere',
    reason:
      'SQS encrypts every queue with keys of its own (SSE-SQS) unless told otherwise; no message holds personal data, so a key of ours adds cost alone',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_115',
    resource: 'everywhere',
    reason:
      'a reserved limit takes its share from all other functions at every hour; the stage of the API and the queues limit what arrives',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_116',
    resource: 'everywhere',
    reason:
      'what a failed call was about is kept elsewhere: by the caller of the API, the queue, the on-failure queue of the stream, the state machine, or the next sweep (whose schedule has a dead letter queue of its own)',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_117',
    resource: 'everywhere',
    reason:
      'the functions reach AWS by its signed API alone and hold no connection to a private network; a VPC would add cold start and gateways',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_158',
    resource: 'everywhere',
    reason: 'no log line holds personal data or a secret; CloudWatch encrypts log groups with keys of its own',
  },
  {
    linter: 'checkov',
    id: 'CKV_AWS_173',
    resource: 'everywhere',
    reason:
      'environment variables hold names and addresses, never a secret (those are read from Secrets Manager); Lambda encrypts them with a key of its own',
  },
];
