import { createHash } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { tokenKey } from '../../../functions/ledger/item-keys.ts';
import { readDossierItems } from '../../support/dossier-items.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { statusesOf } from '../../support/place/approval-executions.ts';
import { expectReturnedOnce } from '../../support/place/expect-whole.ts';
import { isOpen, type Journey } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

/** Number of the decision's task of a permanent residence in a rented house; 1 to 3 are the consulted agencies'. */
export const DECISION = 4;

const keyOf = ({ dossierId }: Journey, n: number, token: string) => {
  const { pk, sk } = tokenKey(dossierId, n);
  return { pk, sk: `${sk}#${createHash('sha256').update(token).digest('base64url').slice(0, 16)}` };
};

/** What tests do with the tokens of a dossier's tasks, and with the tasks by their numbers. */
export const tokenBench = (here: () => TestPlace) => {
  const itemsOf = ({ dossierId }: Journey) => readDossierItems(here().inspection, dossierId);
  const TableName = () => here().inspection.tableName('Dossiers');

  return {
    itemsOf,
    taskId: ({ dossierId }: Journey, n: number) => `${dossierId}.${n}`,
    /** Gives the positive answer, or the grant. */
    close: async (journey: Journey, n: number): Promise<void> => {
      const task = (await journey.tasks()).filter(isOpen).find(({ taskId }) => taskId === `${journey.dossierId}.${n}`) ?? {};
      const answer = n === DECISION ? journey.decide({ decision: 'GRANT' }) : journey.answer(task, 'POSITIVE');
      expect(kindOf(await answer)).toBe('200');
    },
    /** Tokens held for a task, the oldest first. */
    held: async (journey: Journey, n: number): Promise<readonly string[]> => {
      const { tokens } = await itemsOf(journey);
      const ofTask = tokens.filter(({ taskId }) => taskId === `${journey.dossierId}.${n}`);
      return ofTask.toSorted((left, right) => left.heldAt.localeCompare(right.heldAt)).map(({ token }) => token);
    },
    /** Deletes what is held for a task. */
    lose: async (journey: Journey, n: number): Promise<void> => {
      const { pk, sk: prefix } = tokenKey(journey.dossierId, n);
      const keys = (await itemsOf(journey)).keys.filter((key) => key.startsWith(`${prefix}#`));
      expect(keys.length).toBeGreaterThan(0);
      for (const sk of keys) await here().inspection.tables.send(new DeleteCommand({ TableName: TableName(), Key: { pk, sk } }));
    },
    /** Puts a token beside those that are held, newer than they are. */
    plant: async (journey: Journey, n: number, token: string): Promise<void> => {
      const heldAt = new Date(here().runtime.clock.now() + 60_000).toISOString();
      const Item = {
        ...keyOf(journey, n, token),
        dossierId: journey.dossierId,
        taskId: `${journey.dossierId}.${n}`,
        token,
        heldAt,
      };
      await here().inspection.tables.send(new PutCommand({ TableName: TableName(), Item }));
    },
    /** Takes away what was planted: a token that several tasks hold is what the checker of the table looks for. */
    uproot: async (journey: Journey, n: number, token: string): Promise<void> => {
      await here().inspection.tables.send(new DeleteCommand({ TableName: TableName(), Key: keyOf(journey, n, token) }));
    },
    /** The dossier reaches its one end, by executions that ended so, the first run first. */
    expectEnd: async (journey: Journey, ...statuses: readonly string[]): Promise<void> => {
      await journey.returned();
      await here().advance(0);
      await expectReturnedOnce(here().inspection, journey.dossierId);
      expect(await statusesOf(here(), journey.dossierId)).toEqual(statuses);
    },
  };
};
