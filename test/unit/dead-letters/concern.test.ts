import { describe, expect, it } from 'vitest';
import { concernOf, consumersBody, reasonOf } from '../../../scripts/dead-letters/concern.ts';
import { deadLetters } from '../../support/dead-letter-bodies.ts';
import { countedUlid } from '../../support/fixed.ts';
import { letterOf } from '../../support/memory-letters.ts';

const dossierId = countedUlid(1);

describe('what a dead letter is about', () => {
  const letters = deadLetters(dossierId);

  it.each<[keyof typeof letters, object]>([
    ['submitted', { kind: 'event', type: 'vn.motcua.dossier.submitted.v1', dossierId }],
    ['reminder', { kind: 'event', type: 'vn.motcua.dossier.concluded.v1', dossierId, data: {} }],
    ['lookups', { kind: 'lookups', type: 'lookups', dossierId }],
    ['restartDue', { kind: 'lost-run', type: 'restart', dossierId, run: 1, status: 'ABORTED' }],
    ['executionEnded', { kind: 'lost-run', type: 'execution-ended', dossierId, run: 1, status: 'FAILED' }],
    ['scan', { kind: 'scan', type: 'scan-verdict', dossierId, status: 'NO_THREATS_FOUND' }],
    ['stream', { kind: 'stream', type: 'unpublished-events', from: '2026-11-23T02:00:00Z', to: '2026-11-23T02:10:00Z', records: 7 }],
    ['sweep', { kind: 'sweep', type: 'missed-sweep' }],
  ])('is known by its shape: %s', (name, concern) => {
    expect(concernOf(letterOf(letters[name]))).toMatchObject(concern);
  });

  it.each([
    ['no JSON', 'certainly not'],
    ['nothing', ''],
    ['a number', '7'],
    ['an event of no dossier', JSON.stringify({ ...letters.submitted, subject: 'x' })],
  ])('is unknown for %s', (_, body) => {
    expect(concernOf(letterOf(body))).toEqual({ kind: 'unknown', type: 'unknown' });
  });

  it('is nothing of ours for an execution or a file of another name', () => {
    const execution = { ...letters.executionEnded, detail: { name: 'by-hand', status: 'FAILED' } };
    const scan = { detail: { ...letters.scan.detail, s3ObjectDetails: { objectKey: 'a/b' } } };
    expect([concernOf(letterOf(execution)), concernOf(letterOf(scan))]).toEqual([
      { kind: 'not-ours', type: 'execution-ended' },
      { kind: 'not-ours', type: 'scan-verdict' },
    ]);
  });

  it('is the message itself where SNS has wrapped what it could not deliver', () => {
    const inner = JSON.stringify(letters.submitted);
    const body = JSON.stringify({ Type: 'Notification', MessageId: 'x', Message: inner });
    expect([concernOf({ body }), consumersBody(body)]).toMatchObject([{ kind: 'event', dossierId }, inner]);
  });

  it('has a reason where somebody says one', () => {
    const attributes = { ERROR_CODE: { type: 'String', text: 'NO_PERMISSIONS' } };
    expect(reasonOf(letterOf(letters.executionEnded, { attributes }))).toBe('NO_PERMISSIONS');
    expect(reasonOf(letterOf(letters.executionEnded))).toBe('FAILED');
    expect(reasonOf(letterOf(letters.submitted))).toBe('given up by its consumer');
  });
});
