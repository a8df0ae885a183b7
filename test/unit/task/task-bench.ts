import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { Task } from '../../../functions/ledger/task.ts';
import { openTaskWords } from '../../../functions/ledger/task-words.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { createHandler as answerHandler } from '../../../functions/task/answer-task.handler.ts';
import { createHandler as decideHandler } from '../../../functions/task/decide-task.handler.ts';
import { office, seedProcessing } from '../../support/accepted-dossier.ts';
import { fixedClock, fixedPersonalData, noPause, recordedLog } from '../../support/fixed.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { agencyClaims, callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { memoryMachine } from './memory-machine.ts';

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** The last part of a problem's type, and the state it names. */
export const problemOf = ({ status, body }: Answer) => [status, String(body['type']).split('/').at(-1), body['state']];

/** The task functions over one ledger in memory that holds a dossier with its first stage open. */
export const taskBench = async (more: Partial<Meta> = {}) => {
  const ledger = memoryLedger();
  const meta = await seedProcessing(ledger, more);
  const clock = fixedClock('2026-11-24T03:00:00.000Z');
  const log = recordedLog();
  const machine = memoryMachine();
  const deps = {
    ...{ ledger, clock, log, machine, claimNames: defaultClaimNames, pause: noPause, random: () => 0.5 },
    ...{ procedures: bundledProcedures, calendars: bundledCalendars, downtimes: fixedDowntimes(), personalData: fixedPersonalData() },
  };
  const answer = answerHandler(deps);
  const decide = decideHandler(deps);
  const { dossierId } = meta;
  const taskId = (n: number) => `${dossierId}.${n}`;
  const task = (n: number) => ledger.items().find((item) => item['pk'] === `DOSSIER#${dossierId}` && item['sk'] === `TASK#000${n}`);

  return {
    ...deps,
    meta,
    dossierId,
    taskId,
    answer: (system: string, n: number, body: unknown = { answer: 'POSITIVE' }, id = taskId(n)): Promise<Answer> =>
      callHttp(answer, httpEvent('answerTask', { claims: agencyClaims(system), path: { taskId: id }, body })),
    decide: (n: number, body: unknown = { decision: 'GRANT' }, claims: Record<string, string> = {}, id = taskId(n)): Promise<Answer> =>
      callHttp(
        decide,
        httpEvent('decideTask', {
          claims: staffClaims({ sub: 'chief-1', office: office.police, roles: '[approver]', ...claims }),
          path: { taskId: id },
          body,
        }),
      ),
    current: () => ledger.meta(dossierId),
    task,
    /** What was said with the answer to a task. */
    words: (n: number) => openTaskWords(deps.personalData, Task.parse(task(n))),
    events: () => ledger.events(dossierId),
    types: () => ledger.events(dossierId).map(({ type }) => type),
  };
};

export type TaskBench = Awaited<ReturnType<typeof taskBench>>;

/** Every way to interleave `a` steps of one side with `b` of another. */
export const interleavings = (a: number, b: number): string[] => {
  if (a === 0 && b === 0) return [''];
  return [
    ...(a > 0 ? interleavings(a - 1, b).map((rest) => `a${rest}`) : []),
    ...(b > 0 ? interleavings(a, b - 1).map((rest) => `b${rest}`) : []),
  ];
};

/**
 * Runs two sides whose every call of a port passes `gate`, in the order that `schedule` states (one letter per call); a side that
 * has ended early is skipped, calls beyond the schedule go on freely.
 */
export const interleave = async (
  schedule: string,
  sides: Readonly<Record<'a' | 'b', (gate: () => Promise<void>) => Promise<unknown>>>,
): Promise<void> => {
  type Side = { waiting?: (() => void) | undefined; done: boolean; changed: () => void };
  const start = (run: (gate: () => Promise<void>) => Promise<unknown>) => {
    const side: Side = { done: false, changed: () => {} };
    const gate = () =>
      new Promise<void>((resolve) => {
        side.waiting = resolve;
        side.changed();
      });
    const ended = run(gate).finally(() => {
      side.done = true;
      side.changed();
    });
    const settled = async () => {
      while (!side.waiting && !side.done)
        await new Promise<void>((resolve) => {
          side.changed = resolve;
        });
    };
    const release = () => {
      const { waiting } = side;
      side.waiting = undefined;
      waiting?.();
    };
    return { side, ended, settled, release };
  };
  const running = { a: start(sides.a), b: start(sides.b) };
  for (const name of schedule) {
    const { settled, release } = running[name === 'a' ? 'a' : 'b'];
    await settled();
    release();
    await settled();
  }
  for (const { side, settled, release } of Object.values(running))
    while (!side.done) {
      release();
      await settled();
    }
  await Promise.all([running.a.ended, running.b.ended]);
};
