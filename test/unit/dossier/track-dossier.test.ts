import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/dossier/track-dossier.handler.ts';
import { voidCode } from '../../../functions/dossier/void-code.ts';
import { callHttp, httpEvent } from '../../support/http-event.ts';
import { type IntakeBench, intakeBench } from '../../support/intake-bench.ts';

const code = 'G01.042.001-261123-000001';
const track = (cell: IntakeBench, body: unknown) => callHttp(createHandler(cell), httpEvent('trackDossier', { body }));

const accepted = async () => {
  const cell = intakeBench();
  const dossierId = await cell.lookedUp();
  const { body } = await cell.accept(dossierId);
  return { cell, dossierId, secret: String(body['trackingSecret']) };
};

describe('following a dossier with its receipt', () => {
  it('shows where it is, without id and without a person', async () => {
    const { cell, secret } = await accepted();
    expect(await track(cell, { code, secret })).toMatchObject({
      status: 200,
      body: { code, state: 'payment-requested', status: 6, dueAt: '2026-12-03T02:00:00.000Z' },
    });
    expect((await track(cell, { code, secret })).body['dossierId']).toBeUndefined();
  });

  it('takes what a person types from paper: small letters and spaces around', async () => {
    const { cell, secret } = await accepted();
    expect((await track(cell, { code: ` ${code.toLowerCase()} `, secret: ` ${secret.toLowerCase()} ` })).status).toBe(200);
  });

  it('says the same to a wrong secret, a wrong code, a number that no dossier got and a dossier without a receipt', async () => {
    const { cell, secret } = await accepted();
    await cell.submitted();
    await voidCode(cell.ledger, 'G01.042.001-261123-000003', 'DOSSIER_BUSY', cell.clock.now());
    const answers = await Promise.all([
      track(cell, { code, secret: 'X'.repeat(21) }),
      track(cell, { code: 'G01.042.001-261123-000099', secret }),
      track(cell, { code: 'G01.042.001-261123-000002', secret }),
      track(cell, { code: 'G01.042.001-261123-000003', secret }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('does not take the stored hash for the secret', async () => {
    const { cell, dossierId } = await accepted();
    const hash = String(cell.ledger.meta(dossierId).trackingHash);
    expect((await track(cell, { code, secret: hash.slice(0, 40) })).status).toBe(404);
  });

  it.each([
    ['no secret', { code }, '/body/secret'],
    ['a short secret', { code, secret: 'ABC' }, '/body/secret'],
    ['no code', { secret: 'X'.repeat(21) }, '/body/code'],
    ['a number for a code', { code: 7, secret: 'X'.repeat(21) }, '/body/code'],
  ])('refuses a request with %s', async (_, body, pointer) => {
    const answer = await track(intakeBench(), body);
    expect([answer.status, (answer.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
  });
});
