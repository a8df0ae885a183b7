import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../local/demo/wait.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { kindOf } from '../support/place/answer-kind.ts';
import { expectEveryRunStarted, statusesOf, stopExecution } from '../support/place/approval-executions.ts';
import { saying, useDeliveryHooks } from '../support/place/delivery-hooks.ts';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { expectReturnedOnce } from '../support/place/expect-whole.ts';
import { dossierIn, isOpen, type Journey } from '../support/place/journey.ts';
import { usePlace } from '../support/place/test-place.ts';

const MINUTE_MS = 60_000;
const FIRST_RESTART_MS = 31_000;
/** The longest pause before a restart is a quarter of an hour; the longest between two attempts of a state five minutes. */
const LONGEST_RESTART_MS = 16 * MINUTE_MS;
const LONGEST_RETRY_MS = 301_000;
const MOST_RETRIES = 12;

describe('an execution', () => {
  const here = usePlace();
  const hooks = useDeliveryHooks(here);
  const journeys: Journey[] = [];

  /** Dossiers that wait for so many more answers of consulted agencies each, out of three; nothing is under way. */
  const waitingFor = async (...left: readonly number[]): Promise<Journey[]> => {
    const opened = await Promise.all(
      left.map(async (count) => {
        const journey = await dossierIn(here(), 'processing');
        for (const task of (await consulted(journey)).slice(count)) await journey.answer(task, 'POSITIVE');
        return journey;
      }),
    );
    await here().advance(0);
    journeys.push(...opened);
    return opened;
  };
  const consulted = async (journey: Journey) => (await journey.tasks()).filter((task) => isOpen(task) && task['role'] === 'consulted');
  const stop = ({ dossierId }: Journey) => stopExecution(here(), dossierId);
  const statuses = ({ dossierId }: Journey) => statusesOf(here(), dossierId);
  const metaOf = async ({ dossierId }: Journey) => (await readDossierItems(here().inspection, dossierId)).meta;
  const of = ({ dossierId }: Journey) => saying(dossierId);
  const finish = async (journey: Journey) => {
    await journey.answerAll();
    expect(kindOf(await journey.decide({ decision: 'GRANT' }))).toBe('200');
    await journey.returned();
  };

  afterEach(async () => {
    await here().advance(LONGEST_RESTART_MS);
    for (const { dossierId } of journeys.splice(0)) {
      await expectReturnedOnce(here().inspection, dossierId);
      await expectEveryRunStarted(here(), dossierId);
    }
    expect(await here().inspection.deadLetters()).toEqual({});
  });

  it('that is stopped at any point of the plan is started anew, and the dossier reaches its result', async () => {
    const opened = await waitingFor(3, 2, 1, 0);
    for (const journey of opened) await stop(journey);
    await here().advance(FIRST_RESTART_MS);
    expect(await Promise.all(opened.map(statuses))).toEqual(opened.map(() => ['ABORTED', 'RUNNING']));
    await Promise.all(opened.map(finish));
    expect(await Promise.all(opened.map(statuses))).toEqual(opened.map(() => ['ABORTED', 'SUCCEEDED']));
  });

  it('that is stopped again and again is started anew each time', async () => {
    const [journey] = await waitingFor(3);
    if (!journey) throw new Error('no dossier');
    for (const task of await consulted(journey)) {
      await stop(journey);
      await here().advance(LONGEST_RESTART_MS);
      await journey.answer(task, 'POSITIVE');
      await here().advance(0);
    }
    await stop(journey);
    await here().advance(LONGEST_RESTART_MS);
    await finish(journey);
    expect(await statuses(journey)).toEqual(['ABORTED', 'ABORTED', 'ABORTED', 'ABORTED', 'SUCCEEDED']);
  });

  it('that is stopped while an answer is on its way to it is found lost by that answer', async () => {
    const opened = await waitingFor(3, 1, 0);
    for (const journey of opened) {
      const held = hooks.hold('TaskDriveApprovals', of(journey));
      const [task] = await consulted(journey);
      if (task) await journey.answer(task, 'POSITIVE');
      else await journey.decide({ decision: 'GRANT' });
      await held.until();
      await stop(journey);
      held.release();
      await here().advance(0);
      expect((await metaOf(journey)).run).toBe(2);
      if (task) await finish(journey);
      await journey.returned();
      expect(await statuses(journey)).toEqual(['ABORTED', 'SUCCEEDED']);
    }
  });

  it('that is stopped at the moment of every answer loses none of them', async () => {
    const [journey] = await waitingFor(3);
    if (!journey) throw new Error('no dossier');
    for (const task of await consulted(journey)) {
      const [answered] = await Promise.all([journey.answer(task, 'POSITIVE'), stop(journey)]);
      expect(kindOf(answered)).toBe('200');
      await here().advance(LONGEST_RESTART_MS);
    }
    const [decided] = await Promise.all([journey.decide({ decision: 'GRANT' }), stop(journey)]);
    expect(kindOf(decided)).toBe('200');
    await here().advance(LONGEST_RESTART_MS);
    await journey.returned();
    expect(await statuses(journey)).not.toContain('RUNNING');
  });

  it('that is stopped between the decision and its conclusion concludes once, whether that call was still made or not', async () => {
    const [made, lost] = await waitingFor(0, 0);
    if (!made || !lost) throw new Error('no dossier');
    const held = hooks.hold('ResultConcludeDossier', of(made));
    const failing = hooks.fail('ResultConcludeDossier', of(lost));
    await Promise.all([made, lost].map((journey) => journey.decide({ decision: 'GRANT' })));
    await held.until();
    await here().advance(0);
    await Promise.all([made, lost].map(stop));
    held.release();
    failing();
    await made.returned();
    await here().advance(FIRST_RESTART_MS);
    await lost.returned();
    expect(await statuses(made)).toEqual(['ABORTED']);
    expect(await statuses(lost)).toEqual(['ABORTED', 'SUCCEEDED']);
  });

  it.each([
    ['ResultConcludeDossier', 0],
    ['TaskHoldTaskToken', 1],
  ])('that fails because %s keeps failing is started anew until that is mended', async (consumer, left) => {
    const [journey] = await waitingFor(left);
    if (!journey) throw new Error('no dossier');
    const mended = hooks.fail(consumer, of(journey));
    if (left === 0) await journey.decide({ decision: 'GRANT' });
    else await journey.answerAll();
    for (let run = 1; run <= 2; run += 1) {
      for (let retry = 0; (await statuses(journey))[run - 1] === 'RUNNING' && retry < MOST_RETRIES; retry += 1)
        await here().advance(LONGEST_RETRY_MS);
      expect((await statuses(journey))[run - 1]).toBe('FAILED');
      await here().advance(LONGEST_RESTART_MS);
    }
    mended();
    for (let retry = 0; retry < MOST_RETRIES; retry += 1) await here().advance(LONGEST_RETRY_MS);
    if (left > 0) await journey.decide({ decision: 'GRANT' });
    await journey.returned();
    expect(await statuses(journey)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
  });

  it('of whose end nothing is ever heard is found by the next answer, or by the sweep', async () => {
    const lost = hooks.lose('TaskRestartExecution');
    const [answered, swept, decided] = await waitingFor(2, 3, 0);
    if (!answered || !swept || !decided) throw new Error('no dossier');
    await Promise.all([answered, swept].map(stop));
    const failing = hooks.fail('ResultConcludeDossier', of(decided));
    await decided.decide({ decision: 'GRANT' });
    await here().advance(0);
    await stop(decided);
    failing();

    await here().advance(LONGEST_RESTART_MS);
    expect(await Promise.all([answered, swept, decided].map(statuses))).toEqual([['ABORTED'], ['ABORTED'], ['ABORTED']]);
    await finish(answered);
    const due = await Promise.all([swept, decided].map(async (journey) => Date.parse((await metaOf(journey)).deadline?.at ?? '')));
    await here().advance(Math.max(...due) + 2 * MINUTE_MS - here().runtime.clock.now());
    await decided.returned();
    expect(await statuses(swept)).toEqual(['ABORTED', 'RUNNING']);
    await finish(swept);
    expect(await Promise.all([answered, swept, decided].map(statuses))).toEqual(
      [answered, swept, decided].map(() => ['ABORTED', 'SUCCEEDED']),
    );
    lost();
  });

  it('is not started anew for what was lost of a dossier that is done', async () => {
    const [journey] = await waitingFor(0);
    if (!journey) throw new Error('no dossier');
    const held = hooks.hold('TaskRestartExecution');
    await stop(journey);
    await held.until();
    await finish(journey);
    await waitFor(
      'the second run to end',
      () => undefined,
      async () => ((await statuses(journey)).at(-1) === 'SUCCEEDED' ? true : undefined),
    );
    held.release();
    await here().advance(LONGEST_RESTART_MS);
    expect(await statuses(journey)).toEqual(['ABORTED', 'SUCCEEDED']);
  });

  it('leaves a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
