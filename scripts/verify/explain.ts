import * as z from 'zod';
import { parseObjectKey } from '../../functions/document/document.ts';
import { ScanStatus, scanKey } from '../../functions/document/scan-verdict.ts';
import { wireType } from '../../functions/ledger/cloud-event.ts';
import { deadlineBucket } from '../../functions/ledger/deadline-bucket.ts';
import { terminalStates } from '../../functions/ledger/dossier-state.ts';
import { errandKey, type ItemKey, metaKey, sweepKey, taskKey } from '../../functions/ledger/item-keys.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoredMeta } from '../../functions/ledger/stored-meta.ts';
import { parseTaskId, Task, TaskId } from '../../functions/ledger/task.ts';
import { needsExecution } from '../../functions/task/approval-machine.ts';
import { type Concern, concernOf } from '../dead-letters/concern.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { Table } from './table.ts';

/** Whether a dead letter still stands for something undone, and what the table says about it. */
export type Explained = { readonly explained: boolean; readonly why: string; readonly dossierId?: string };

const RunData = z.object({ run: z.int() });
const TaskData = z.object({ taskId: TaskId, agency: z.string().optional() });
const Stored = z.object({ storedAt: z.string() });
const Sweep = z.object({ bucket: z.string() });

const done = (why: string): Explained => ({ explained: true, why });
const undone = (why: string): Explained => ({ explained: false, why });

/** What an event asks for that a consumer of ours, or an agency's, has to do. */
const ofEvent = (
  type: string,
  data: unknown,
  meta: Meta,
): Explained | { readonly task: { dossierId: string; n: number; agency?: string | undefined } } | { readonly handover: true } => {
  const { state, lookups } = meta;
  switch (type) {
    case wireType('dossier.submitted'):
      return ofLookups(meta);
    case wireType('dossier.concluded'):
      // A result on paper may be handed over before the e-document is stored.
      if (meta.delivery) return { handover: true };
      return state === 'returned' ? done('its result was delivered') : undone('its result was not delivered');
    case wireType('dossier.processing-started'):
    case wireType('dossier.execution-restarted'):
      return ofRun(meta, RunData.safeParse(data).data?.run);
    case wireType('task.answered'):
    case wireType('task.decided'):
    case wireType('task.silent'):
    case wireType('dossier.escalated'):
    case wireType('dossier.extension-drafted'):
    case wireType('dossier.deadline-passed'):
      return needsExecution(meta) ? undone(`its approval may not have heard of ${type}`) : done(`it is ${state}`);
    case wireType('dossier.stopped'):
      return undone('its execution may wait for cancelled tasks still');
    case wireType('task.opened'): {
      const task = TaskData.safeParse(data).data;
      return task ? { task: { ...parseTaskId(task.taskId), agency: task.agency } } : undone('an event of a task names none');
    }
    default:
      return undone(`${type} has no consumer that is known here (${lookups} lookups, ${state})`);
  }
};

const ofLookups = ({ state, lookups }: Meta): Explained => {
  if (terminalStates.includes(state)) return done(`it is ${state}`);
  return lookups === 'waiting' ? undone('its lookups wait') : done(`its lookups are ${lookups}`);
};

/** A run that was to be started, or is to be started anew: a newer one makes it history. */
const ofRun = (meta: Meta, run: number | undefined): Explained => {
  if (!needsExecution(meta)) return done(`it is ${meta.state}`);
  if (run !== undefined && meta.run > run) return done(`run ${meta.run} came after run ${run}`);
  return undone(`run ${run ?? 'unknown'} may not have an execution`);
};

/**
 * Judges a dead letter by what its consumer would find in the table now: explained when there is nothing left for it to do. What is
 * not known to be done counts as undone.
 */
export const explain = async (letter: DeadLetter, table: Pick<Table, 'items'>): Promise<Explained> => {
  const concern = concernOf(letter);
  const read = async (key: ItemKey) => (await table.items([key]))[0];
  if (!('dossierId' in concern)) return ofCell(concern, letter, read);
  const { dossierId } = concern;
  const named = async (): Promise<Explained> => {
    const item = await read(metaKey(dossierId));
    if (!item) return undone('a message names it, but there is no such dossier');
    let meta: Meta;
    try {
      meta = readStoredMeta(item);
    } catch {
      return undone('a message names it, and its META cannot be read');
    }
    switch (concern.kind) {
      case 'lookups':
        return ofLookups(meta);
      case 'lost-run':
        return ofRun(meta, concern.run);
      case 'scan': {
        const file = parseObjectKey(concern.objectKey);
        const status = ScanStatus.safeParse(concern.status).data;
        const verdict = file && status && (await read(scanKey(dossierId, file, status)));
        return verdict ? done('the verdict was recorded') : undone('the verdict about a file was not recorded');
      }
      case 'event': {
        const said = ofEvent(concern.type, concern.data, meta);
        if ('handover' in said)
          return Stored.safeParse(await read(errandKey(dossierId, 'HANDOVER'))).success
            ? done('its e-document was stored')
            : undone('its e-document was not stored');
        if (!('task' in said)) return said;
        const task = Task.safeParse(await read(taskKey(said.task.dossierId, said.task.n)));
        const { agency } = said.task;
        if (task.success && agency && task.data.agency !== agency) return done('the task went to another agency');
        const closed = (task.success && task.data.state !== 'open') || !needsExecution(meta);
        return closed ? done('the task was answered') : undone(`task ${said.task.n} was not taken by its agency`);
      }
    }
  };
  return { ...(await named()), dossierId };
};

const ofCell = async (
  concern: Exclude<Concern, { readonly dossierId: string }>,
  { sentAt }: DeadLetter,
  read: (key: ItemKey) => Promise<unknown>,
): Promise<Explained> => {
  switch (concern.kind) {
    case 'stream':
      return undone(
        `${concern.records} events from ${concern.from} to ${concern.to} were not published: npm run republish, then delete the message`,
      );
    case 'sweep': {
      const sweep = Sweep.safeParse(await read(sweepKey)).data;
      const hour = deadlineBucket(sentAt.toISOString());
      return sweep && sweep.bucket > hour
        ? done(`the hour ${hour} was swept later`)
        : undone(`a sweep at ${sentAt.toISOString()} was missed`);
    }
    case 'not-ours':
      return done('it is about nothing of the cell');
    case 'unknown':
      return undone('a message that no consumer here understands');
  }
};
