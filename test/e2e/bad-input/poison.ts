import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { waitFor } from '../../../local/demo/wait.ts';
import { dossierIn } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

/** Longer than any queue's visibility timeout. */
const ROUND_MS = 121_000;
const MOST_RECEIVES = 5;

/** Messages that each queue's consumer understands and has nothing more to do about, by the queue's name. */
const harmless = (dossierId: string, machine: string): Readonly<Record<string, unknown>> => ({
  DocumentScanVerdicts: {
    time: '2026-11-23T02:00:00Z',
    detail: {
      s3ObjectDetails: { bucketName: 'another-bucket', objectKey: 'nothing' },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' },
    },
  },
  IdentityLookups: { dossierId, attempt: 0 },
  ReportCounts: { type: 'vn.motcua.dossier.concluded.v1', subject: dossierId },
  ResultDeliveries: { type: 'vn.motcua.dossier.concluded.v1', subject: dossierId },
  TaskApprovals: { type: 'vn.motcua.task.answered.v1', subject: dossierId, data: { taskId: `${dossierId}.1` } },
  TaskEndedExecutions: {
    id: 'somebody-elses',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { stateMachineArn: machine, name: 'somebody-elses', status: 'FAILED' },
  },
});

const POISON: readonly unknown[] = ['no JSON {', JSON.stringify({ unheard: 'of' })];

/** Moves the clock by several visibility timeouts. */
export const setsPoisonAside = (here: () => TestPlace): void => {
  it('a poison message goes to its dead letter queue after five receives; what came with it is done', async () => {
    const { inspection, surroundings, runtime } = here();
    const { dossierId } = await dossierIn(here(), 'returned');
    const good = harmless(dossierId, surroundings.machine);
    expect([...surroundings.consumed].sort()).toEqual(Object.keys(good).sort());

    for (const queue of surroundings.consumed) {
      const bodies = [POISON[0], JSON.stringify(good[queue]), POISON[1], JSON.stringify(good[queue])].map(String);
      await inspection.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: inspection.queueUrl(queue),
          Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
        }),
      );
    }
    const heldBy = async (queue: string) => {
      const { visible, inFlight, delayed } = await inspection.depth(queue);
      return { visible, held: visible + inFlight + delayed };
    };
    const everywhere = (what: string, holds: (queue: string) => Promise<boolean>) =>
      waitFor(
        what,
        () => undefined,
        async () => {
          const all = await Promise.all(surroundings.consumed.map(holds));
          return all.every(Boolean) ? true : undefined;
        },
      );

    for (let receive = 1; receive <= MOST_RECEIVES; receive += 1) {
      // Received and given back or done: only the poison is left, invisible until its timeout.
      await everywhere(`receive ${receive}`, async (queue) => {
        const { visible, held } = await heldBy(queue);
        return visible === 0 && held === POISON.length;
      });
      expect(await inspection.deadLetters()).toEqual({});
      await runtime.clock.advance(ROUND_MS);
    }
    await everywhere('the dead letter queues', async (queue) => {
      const [own, dead] = await Promise.all([heldBy(queue), heldBy(`${queue}DeadLetters`)]);
      return own.held === 0 && dead.held === POISON.length;
    });
    expect(await inspection.deadLetters()).toEqual(
      Object.fromEntries(surroundings.consumed.map((queue) => [`${queue}DeadLetters`, POISON.length])),
    );
    expect(await (await here().as('citizen-renter')).get(`/citizen/dossiers/${dossierId}`)).toMatchObject({ state: 'returned' });
  });
};
