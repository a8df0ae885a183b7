import type { TestPlace } from '../../support/place/test-place.ts';

/** Personal data as somebody might put them where they do not belong: no log may repeat them. */
export const PERSON = { pin: '042199000777', name: 'Nguyễn Thị Thử Nghiệm' } as const;

/** What becomes of a message: given up after its last receive, or done with at its first. */
type End = 'dead' | 'acknowledged';

export type Poison = { readonly what: string; readonly body: string; readonly end: End };

/** Dossiers that exist, and one that does not. */
export type Dossiers = { readonly processing: string; readonly returned: string; readonly unknown: string };

const LARGE = 900_000;

const json = (what: string, message: unknown, end: End): Poison => ({ what, body: JSON.stringify(message), end });

/** What no consumer of a queue understands. */
const nonsense: readonly Poison[] = [
  // The parser's own message quotes what it stumbles over.
  { what: 'no JSON', body: `x${PERSON.pin}`, end: 'dead' },
  { what: 'half of a JSON', body: `{"type":"vn.motcua.dossier.submitted.v1","name":"${PERSON.name}`, end: 'dead' },
  json('JSON of another shape', { unheard: 'of', ...PERSON }, 'dead'),
  json('a bare value', PERSON.pin, 'dead'),
  json('a list', [PERSON], 'dead'),
  json('nothing', null, 'dead'),
  json('a large body of another shape', { ...PERSON, filler: PERSON.name.repeat(LARGE / 30) }, 'dead'),
];

const event = (name: string, subject: string, data: unknown, more: object = {}) => ({
  specversion: '1.0',
  id: `${subject}.9999`,
  source: '/cells/42',
  type: `vn.motcua.${name}.v1`,
  subject,
  time: '2026-11-23T02:00:00.000Z',
  datacontenttype: 'application/json',
  sequence: '9999',
  data,
  ...more,
});

/** What a consumer of one kind of event may be sent instead. */
const aboutEvent = (name: string, { returned, unknown }: Dossiers): readonly Poison[] => [
  json('an event of a dossier that does not exist', event(name, unknown, {}), 'dead'),
  json('another type of event', event('dossier.exploded', returned, {}), 'dead'),
  json('its event in a version to come', { ...event(name, returned, {}), type: `vn.motcua.${name}.v2` }, 'dead'),
  json('its event without a subject', { ...event(name, returned, {}), subject: undefined }, 'dead'),
  json('its event from another cell, of a dossier that is done', event(name, returned, {}, { source: '/cells/01' }), 'acknowledged'),
  json('its event with a large part that nobody knows', event(name, returned, {}, { filler: 'x'.repeat(LARGE) }), 'acknowledged'),
];

const approvals = ({ processing, returned, unknown }: Dossiers): readonly Poison[] => [
  json('the start of a dossier that does not exist', event('dossier.processing-started', unknown, { run: 1 }), 'dead'),
  json('an answer to a task of a dossier that does not exist', event('task.answered', unknown, { taskId: `${unknown}.1` }), 'dead'),
  json('the deadline of a dossier that does not exist', event('dossier.deadline-passed', unknown, {}), 'dead'),
  json('the start of no run', event('dossier.processing-started', processing, { run: 0 }), 'dead'),
  json('the answer to no task', event('task.answered', processing, { taskId: `${processing}.x` }), 'dead'),
  json('the answer to a task that is open', event('task.answered', processing, { taskId: `${processing}.1` }), 'dead'),
  json('a run that was never ordered', event('dossier.processing-started', processing, { run: 7 }), 'acknowledged'),
  json('a type of event that does not concern it', event('dossier.exploded', processing, PERSON), 'acknowledged'),
  json('its event in a version to come', { ...event('task.answered', processing, {}), type: 'vn.motcua.task.answered.v2' }, 'acknowledged'),
  json('the start of another cell', event('dossier.processing-started', returned, { run: 1 }, { source: '/cells/01' }), 'acknowledged'),
  json(
    'its event with a large part that nobody knows',
    event('dossier.deadline-passed', returned, { filler: 'x'.repeat(LARGE) }),
    'acknowledged',
  ),
];

const ended = (machine: string, name: string, status = 'FAILED') => ({
  id: 'poison',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { stateMachineArn: machine, name, status },
});

const restarts = ({ processing, returned, unknown }: Dossiers, machine: string): readonly Poison[] => [
  json('the end of another machine’s execution', ended(`${machine}-other`, `${processing}-1`), 'acknowledged'),
  json('the end of an execution with a name of its own', ended(machine, `${PERSON.name}-1`), 'acknowledged'),
  json('an execution that succeeded', ended(machine, `${processing}-1`, 'SUCCEEDED'), 'acknowledged'),
  json('a run that never was', { restartDue: { dossierId: processing, run: 7, status: 'FAILED' } }, 'acknowledged'),
  json('the run of a dossier that is done', { restartDue: { dossierId: returned, run: 1, status: 'FAILED' } }, 'acknowledged'),
  json('the run of a dossier that does not exist', { restartDue: { dossierId: unknown, run: 1, status: 'FAILED' } }, 'dead'),
  json('another kind of event', { ...ended(machine, `${processing}-1`), 'detail-type': 'Something Else' }, 'dead'),
];

const verdict = (objectKey: string, change: object = {}, bucketName = 'another-bucket', status = 'NO_THREATS_FOUND') => ({
  time: '2026-11-23T02:00:00Z',
  detail: { s3ObjectDetails: { bucketName, objectKey }, scanResultDetails: { scanResultStatus: status } },
  ...change,
});

const verdicts = ({ processing }: Dossiers, bucket: string): readonly Poison[] => [
  json('the verdict on another bucket', verdict(`${processing}/LEASE/${'0'.repeat(64)}`), 'acknowledged'),
  json('the verdict on a file that is none of ours', verdict(`${PERSON.name}.pdf`, {}, bucket), 'acknowledged'),
  json('a verdict nobody has heard of', verdict('a', {}, bucket, 'PERHAPS'), 'dead'),
  json('a verdict at no time', verdict('a', { time: 'yesterday' }, bucket), 'dead'),
];

/** What each consumer of a queue is sent, by its name in the template. */
export const poisonFor = ({ surroundings, runtime }: TestPlace, dossiers: Dossiers): Readonly<Record<string, readonly Poison[]>> => {
  const bucket = runtime.resources.find(({ type, logicalId }) => type === 'AWS::S3::Bucket' && logicalId.startsWith('Documents'));
  return {
    DocumentRecordScanVerdict: [...nonsense, ...verdicts(dossiers, bucket?.physicalId ?? '')],
    IdentityRunLookups: [...nonsense, ...aboutEvent('dossier.submitted', dossiers)],
    ReportCountDossiers: [...nonsense, ...aboutEvent('dossier.accepted', dossiers)],
    ResultDeliverResult: [...nonsense, ...aboutEvent('dossier.concluded', dossiers)],
    TaskDriveApprovals: [...nonsense, ...approvals(dossiers)],
    TaskRestartExecution: [...nonsense, ...restarts(dossiers, surroundings.machine)],
  };
};
