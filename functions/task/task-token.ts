import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type ItemKey, tokenKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { parseTaskId, TaskId } from '../ledger/task.ts';

/**
 * A token with which the state machine waits for a task (item `TOKEN#<n>#<digest>`). It never leaves the cell. Every token is an
 * item of its own: an older call that is late must not overwrite the token of a newer one, or nobody would ever move that one.
 */
export const TaskToken = z.object({ dossierId: DossierId, taskId: TaskId, token: z.string().min(1), heldAt: Instant });
export type TaskToken = z.infer<typeof TaskToken>;

/** Where a token lies: its key names it without telling it. */
export const tokenItemKey = ({ taskId, token }: Pick<TaskToken, 'taskId' | 'token'>): ItemKey => {
  const { dossierId, n } = parseTaskId(taskId);
  const { pk, sk } = tokenKey(dossierId, n);
  return { pk, sk: `${sk}#${createHash('sha256').update(token).digest('base64url').slice(0, 16)}` };
};

export const storeToken = (ledger: Pick<Ledger, 'putItem'>, token: TaskToken): Promise<void> => ledger.putItem(tokenItemKey(token), token);

/** More than enough to hold the one that is waited with: what else is as new are tokens of calls that were late. */
const MOST_TOKENS = 40;

/** The newest tokens held for a task, newest first; usually one, more after retries and restarts. The reading is consistent. */
export const readTokens = async (ledger: Pick<Ledger, 'list'>, taskId: string): Promise<readonly string[]> => {
  const { dossierId, n } = parseTaskId(taskId);
  const items = await ledger.list(dossierId, `${tokenKey(dossierId, n).sk}#`);
  const tokens = items.map((item) => TaskToken.parse(item)).sort((one, other) => other.heldAt.localeCompare(one.heldAt));
  return tokens.slice(0, MOST_TOKENS).map(({ token }) => token);
};
