import * as z from 'zod';
import { deadlineBucket, inboxPartition, inboxShard } from './deadline-bucket.ts';
import { metaKey } from './item-keys.ts';
import type { Item, MetaIndex } from './ledger.ts';
import { DeadlineKind, Instant, Meta, type PlannedTask } from './meta.ts';

/*
 * META as it lies in the table. Every step writes it, so it must fit into one write unit (1,024 bytes): the plan is one line of
 * text, and the deadline stands only where its index needs it.
 */

const roleMarks = { consulted: 'c', competent: 'd' } as const;

/** `1 parcel-check c land ZLR.042.000;2 …|4 decision d police G01.042.001`: stages by `|`, tasks by `;`. */
const packStages = (stages: Meta['stages']): string =>
  stages
    .map((tasks) =>
      tasks
        .map(({ n, kind, role, agency, office }) => {
          const words = [String(n), kind, roleMarks[role], agency, office];
          if (words.some((word) => !/^[\w.-]+$/.test(word))) throw new Error(`a task of the plan cannot be stored: ${words.join(', ')}`);
          return words.join(' ');
        })
        .join(';'),
    )
    .join('|');

const unpackTask = (text: string): PlannedTask => {
  const [n, kind = '', mark, agency = '', office = ''] = text.split(' ');
  return { n: Number(n), kind, role: mark === roleMarks.competent ? 'competent' : 'consulted', agency, office };
};

const unpackStages = (text: string): PlannedTask[][] =>
  text === '' ? [] : text.split('|').map((stage) => (stage === '' ? [] : stage.split(';').map(unpackTask)));

const Packed = z.object({ plan: z.string(), deadlineKind: DeadlineKind.optional(), deadlineAt: Instant.optional() });

/** The item of META after a step, with the attributes of the sparse indexes. */
export const storedMeta = (meta: Meta, index: MetaIndex): Item => {
  const { stages, deadline, ...rest } = meta;
  return {
    ...metaKey(meta.dossierId),
    ...rest,
    plan: packStages(stages),
    ...(index.inbox && { inboxKey: inboxPartition(meta.agency, meta.office, inboxShard(meta.dossierId)), inboxAt: index.inbox.at }),
    ...(deadline && { deadlineKey: deadlineBucket(deadline.at), deadlineAt: deadline.at, deadlineKind: deadline.kind }),
  };
};

/** META out of its item. @throws when it is not one */
export const readStoredMeta = (item: Item): Meta => {
  const { plan, deadlineKind, deadlineAt } = Packed.parse(item);
  return Meta.parse({
    ...item,
    stages: unpackStages(plan),
    ...(deadlineKind && deadlineAt && { deadline: { kind: deadlineKind, at: deadlineAt } }),
  });
};
