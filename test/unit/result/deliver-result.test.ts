import { describe, expect, it } from 'vitest';
import { reminderDelayS } from '../../../functions/result/deliver-result.ts';
import { applicant, concludedBench, resultBench } from './result-bench.ts';

const done = { batchItemFailures: [] };
const failed = { batchItemFailures: [{ itemIdentifier: 'm1' }] };

describe('delivering a result', () => {
  it("puts the signed result into the owner's store and returns the dossier", async () => {
    const bench = await concludedBench();
    bench.clock.advance(1000);
    expect(await bench.deliver()).toEqual(done);
    const { jws } = (await bench.read()).body;
    expect(bench.stored).toMatchObject([
      { jws, owner: { pin: applicant.pin }, code: bench.meta().resultCode, cell: '42', dossierId: bench.dossierId, outcome: 'GRANTED' },
    ]);
    expect(bench.meta()).toMatchObject({ state: 'returned', returnedAt: '2026-11-27T03:00:01.000Z' });
    expect(bench.ledger.events(bench.dossierId).at(-1)).toMatchObject({
      ...{ type: 'dossier.returned', from: 'processed', to: 'returned', data: { way: 'E_DOCUMENT' } },
    });
  });

  it('delivers once, however often the event comes', async () => {
    const bench = await concludedBench();
    for (let time = 0; time < 3; time += 1) expect(await bench.deliver()).toEqual(done);
    expect(bench.stored).toHaveLength(1);
    expect(bench.ledger.events(bench.dossierId).filter(({ type }) => type === 'dossier.returned')).toHaveLength(1);
  });

  it('writes one event when two deliveries run at once', async () => {
    const bench = await concludedBench();
    bench.ledger.beforeNextWrite(async () => void (await bench.deliver()));
    expect(await bench.deliver()).toEqual(done);
    expect(bench.ledger.events(bench.dossierId).filter(({ type }) => type === 'dossier.returned')).toHaveLength(1);
  });

  it('waits for the national cell with longer and longer reminders, and goes on by itself', async () => {
    const bench = await concludedBench();
    bench.nationalAnswers({ kind: 'unavailable', reason: 'timeout' });
    expect(await bench.deliver()).toEqual(done);
    expect(bench.reminders).toMatchObject([{ delayS: 30, delivery: { attempt: 1 } }]);
    await bench.deliver({ ...bench.reminders[0]?.delivery });
    expect(bench.reminders[1]).toMatchObject({ delayS: 60, delivery: { attempt: 2, subject: bench.dossierId } });
    expect(bench.meta().state).toBe('processed');

    bench.nationalAnswers({ kind: 'stored' });
    expect(await bench.deliver({ ...bench.reminders[1]?.delivery })).toEqual(done);
    expect(bench.meta().state).toBe('returned');
  });

  it('never waits longer than a queue can delay', () => {
    expect([0, 1, 4, 5, 50, 5000].map(reminderDelayS)).toEqual([30, 60, 480, 900, 900, 900]);
  });

  it('carries no personal data in a reminder or the log', async () => {
    const bench = await concludedBench();
    bench.nationalAnswers({ kind: 'unavailable', reason: 'http-503' });
    await bench.deliver();
    expect(JSON.stringify([bench.reminders, bench.log.lines])).not.toMatch(new RegExp(`${applicant.pin}|Mẫu`));
  });

  it('fails when the national cell refuses for good, so that a person looks', async () => {
    const bench = await concludedBench();
    bench.nationalAnswers({ kind: 'refused', status: 409, problem: 'e-document-conflict' });
    expect(await bench.deliver()).toEqual(failed);
    expect(bench.meta().state).toBe('processed');
  });

  it('fails when the reminder cannot be sent: the queue brings the message again', async () => {
    const bench = await concludedBench();
    bench.nationalAnswers({ kind: 'unavailable', reason: 'timeout' });
    bench.deliveries.remind = async () => {
      throw new Error('the queue is not there');
    };
    expect(await bench.deliver()).toEqual(failed);
  });

  it('fails for a dossier that is not concluded or does not exist', async () => {
    const bench = await resultBench();
    expect(await bench.deliver()).toEqual(failed);
    expect(await bench.deliver({ subject: `01${'9'.repeat(24)}` })).toEqual(failed);
    expect(bench.stored).toEqual([]);
  });

  it('fails for a message of another type', async () => {
    const bench = await concludedBench();
    expect(await bench.deliver({ type: 'vn.motcua.dossier.accepted.v1' })).toEqual(failed);
  });
});
