/**
 * What the emulator does otherwise than AWS and what the check therefore does. Everything that is not here must work. A rejected
 * resource that is rejected no more, a secret whose Ref is its ARN, a stream that survives a restart and a whole history fail the check,
 * so that they leave this list; the other two are seen again by taking their line out of mend-policies.ts.
 */
export type KnownGap = {
  readonly name: string;
  readonly emulator: string;
  readonly therefore: string;
};

/** A resource that MiniStack rejects: of this type and, where one is named, with this property. */
export type RejectedResource = {
  readonly type: string;
  readonly property?: string;
  /** Types of resources that only show it, and go with it when they refer to it. */
  readonly shownBy?: readonly string[];
  /** Properties that AWS would take, for the question whether it is rejected still. */
  readonly sample: Readonly<Record<string, unknown>>;
};

/** They are taken out of the check's copy of the assembly, and nothing else is. */
export const rejectedResources: readonly RejectedResource[] = [
  { type: 'AWS::GuardDuty::MalwareProtectionPlan', sample: {} },
  {
    type: 'AWS::CloudWatch::Alarm',
    property: 'Metrics',
    shownBy: ['AWS::CloudWatch::Dashboard'],
    sample: {
      ...{ ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Threshold: 1 },
      Metrics: [{ Id: 'sum', Expression: 'TIME_SERIES(1)', ReturnData: true }],
    },
  },
];

export const knownGaps = {
  'guardduty-plan': {
    name: 'AWS::GuardDuty::MalwareProtectionPlan',
    emulator: 'rejects the whole template that holds it: "Unrecognized resource types"',
    therefore: "it is left out of the copy that is deployed, and the check's own scanner puts GuardDuty's verdict on the event bus",
  },
  'alarm-metrics': {
    name: 'AWS::CloudWatch::Alarm with Metrics (metric math)',
    emulator: 'fails the stack that holds it: "metric math is not supported"',
    therefore:
      'such alarms are left out of the copy that is deployed, and the dashboards that show them; nothing sets alarms off there anyway',
  },
  'secret-ref': {
    name: 'Ref of an AWS::SecretsManager::Secret',
    emulator: "gives the secret's name where CloudFormation gives its ARN, so policies name no resource that a call is held against",
    therefore: "before policies are enforced, the name is replaced by the ARN in the functions' role policies; nothing else of them",
  },
  'publish-batch': {
    name: 'Permission for SNS PublishBatch',
    emulator: 'asks for an action sns:PublishBatch, which AWS does not have: there sns:Publish permits both',
    therefore: 'before policies are enforced, whoever may sns:Publish is given that action beside it',
  },
  'task-answers': {
    name: 'Permission for states:SendTaskSuccess',
    emulator: "holds it against the resource *, where AWS holds it against the token's state machine (aws-cdk pull request 8486 tried it)",
    therefore: 'before policies are enforced, whoever may send it to the state machine is allowed to send it to *',
  },
  'map-histories': {
    name: 'History of an execution with a Map',
    emulator: 'tells nothing of the states within the iterations',
    therefore: 'the cases expect one transition less for each task there',
  },
  'stream-positions': {
    name: 'Streams of tables over a restart',
    emulator: 'forgets the records of a stream and keeps how far its readers had come, so that they pass over as many new records',
    therefore: 'while it is stopped, the readers are put back to the beginning; all records had been read before',
  },
} as const satisfies Record<string, KnownGap>;
