import { describe, expect, it } from 'vitest';
import permanentResidence from '../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { proceduresOf } from '../../functions/procedure/catalogue.ts';
import { citizenClaims } from '../support/http-event.ts';
import { rentedForm } from '../support/intake-bench.ts';
import { cellInMemory } from './cell-in-memory.ts';

/*
 * A procedure that says what no law lets it say, or what no function does yet, is run by nothing: no dossier is opened under it, and no
 * appointment is told. Which it was stands in the log.
 */
const madeUp = <Value>(value: Value) => ({ value, confidence: 'low', source: 'made up' });
const twoDays = madeUp({ amount: 2, unit: 'WORKING_DAY' });
const silence = { legalBasis: 'Luật mẫu, Điều 1', confidence: 'low', source: 'made up' };

/** The plan with something more in the rows of the agencies with this role. */
const planWith = (role: 'consulted' | 'competent', more: object) => ({
  plan: permanentResidence.plan.map((stage) => stage.map((row) => (row.role === role ? { ...row, ...more } : row))),
});
const clockWith = (more: object) => ({ clock: { ...permanentResidence.clock, ...more } });

const cellWith = (changes: object) => cellInMemory({ procedures: proceduresOf([{ ...permanentResidence, ...changes }]) });
const opened = (cell: ReturnType<typeof cellWith>) =>
  cell.call('openDraft', {
    claims: citizenClaims(),
    headers: { 'idempotency-key': 'unlawful-procedure-1' },
    body: { procedure: permanentResidence.id, form: rentedForm },
  });
const told = (cell: ReturnType<typeof cellWith>) =>
  cell.call('readAppointment', { path: { procedure: permanentResidence.id }, query: { acceptedAt: '2026-12-07T09:00:00+07:00' } });

describe('a procedure that is run by nothing', () => {
  it.each([
    ['lets the competent agency decide by silence', planWith('competent', { limit: twoDays, silence })],
    ['lets an agency agree by silence without a limit', planWith('consulted', { silence })],
    ['lets it without a law', planWith('consulted', { limit: twoDays, silence: { ...silence, legalBasis: '' } })],
    ['accepts dossiers without an officer', { acceptance: 'AUTOMATIC' }],
    ['has its fee due at filing', { feeTiming: 'AT_FILING' }],
    ['has its fee due on a supplement', { feeTiming: 'ON_SUPPLEMENT' }],
    ['has its fee due on the return of the result', { feeTiming: 'ON_RETURN' }],
    ['starts its clock with the submission', { clockStart: 'SUBMITTED' }],
    ['has a cut-off with an effect that no rule has', clockWith({ cutOff: madeUp({ time: '15:00', effect: 'REFUSED' }) })],
    ['has a cut-off at no time of day', clockWith({ cutOff: madeUp({ time: '15h', effect: 'NONE' }) })],
    ['lets a supplement change nothing', clockWith({ supplement: madeUp('RUN') })],
    ['counts in weeks', { timeLimit: madeUp({ amount: 1, unit: 'WEEK' }) }],
    ['has a limit of no hours', { timeLimit: madeUp({ amount: 0, unit: 'WORKING_HOUR' }) }],
    ['has half a working day', { timeLimit: madeUp({ amount: 0.5, unit: 'WORKING_DAY' }) }],
  ])('%s', async (_what, changes) => {
    const cell = cellWith(changes);
    expect([(await opened(cell)).status, (await told(cell)).status, cell.ledger.items()]).toEqual([500, 500, []]);
  });

  it.each([
    ['as it is shipped', {}],
    ['lets a consulted agency agree by silence, by a law and after a limit', planWith('consulted', { limit: twoDays, silence })],
    ['starts its clock with the payment', { clockStart: 'FEE_PAID' }],
  ])('is not one that differs from it in nothing else: %s', async (_what, changes) => {
    expect((await opened(cellWith(changes))).status).toBe(201);
  });

  it('is told apart from one whose limit nobody knows: that one has no appointment, and says so', async () => {
    const cell = cellWith({ timeLimit: { value: null, confidence: 'unknown', source: 'not found' } });
    const { status, body } = await told(cell);
    expect([status, body['procedure'], String(body['type']).split('/').at(-1)]).toEqual([409, permanentResidence.id, 'time-limit-unknown']);
  });
});
