import { expect } from 'vitest';
import { cellInMemory } from '../cell-in-memory.ts';
import { OWN, type OwnRules, ownProcedure } from './own-procedure.ts';

/** A moment in Viet Nam, `2026-11-23 09:00`, as a caller writes it. */
export const local = (text: string): string => `${text.replace(' ', 'T')}${text.length > 16 ? '' : ':00'}+07:00`;

/** An instant of an answer as the clock on a wall in Viet Nam shows it. */
export const shown = (instant: unknown): string =>
  new Date(Date.parse(String(instant)) + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export type Step = { readonly step: string; readonly day: string; readonly rule: string; readonly undecided?: { readonly kind: string } };

type Query = { readonly paidAt?: string; readonly agency?: string; readonly calendar?: string };

/** Asks `GET /public/procedures/{procedure}/appointment` of a procedure of the test's own. */
export const appointments = (rules: OwnRules = {}) => {
  const cell = cellInMemory({ procedures: ownProcedure(rules) });

  const ask = (at: string, { paidAt, ...more }: Query = {}) =>
    cell.call('readAppointment', {
      path: { procedure: OWN },
      query: { acceptedAt: local(at), ...(paidAt && { paidAt: local(paidAt) }), ...more },
    });

  /** The answer for one that is accepted at `at`; it must be one. */
  const of = async (at: string, more: Query = {}) => {
    const { status, body } = await ask(at, more);
    expect([status, body['detail']]).toEqual([200, undefined]);
    const steps = body['steps'] as readonly Step[];
    return { startsAt: shown(body['startsAt']), dueAt: shown(body['dueAt']), provisional: body['provisional'], steps };
  };

  return { ask, of, due: async (at: string, more: Query = {}) => (await of(at, more)).dueAt };
};

/** Steps in one line each, `COUNTED 11-25 WORKING_DAY`. */
export const brief = (steps: readonly Step[]): string[] => steps.map(({ step, day, rule }) => `${step} ${day.slice(5)} ${rule}`);
