import { describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { bundledProcedures, proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { createHandler as listHandler } from '../../../functions/procedure/list-procedures.handler.ts';
import { createHandler as readHandler } from '../../../functions/procedure/read-procedure.handler.ts';
import { fixedClock, recordedLog } from '../../support/fixed.ts';
import { callHttp, httpEvent } from '../../support/http-event.ts';
import { kindOf } from '../../support/kind-of.ts';

const bench = (procedures = bundledProcedures) => {
  const deps = { clock: fixedClock('2026-11-23T02:00:00.000Z'), log: recordedLog(), claimNames: defaultClaimNames, procedures };
  const list = listHandler(deps);
  const read = readHandler(deps);
  return {
    list: () => callHttp(list, httpEvent('listProcedures')),
    read: (procedure: string) => callHttp(read, httpEvent('readProcedure', { path: { procedure } })),
  };
};

describe('the published procedures', () => {
  it('are listed with their levels and time limits', async () => {
    const { status, body } = await bench().list();
    expect(status).toBe(200);
    expect(body['procedures']).toMatchObject([
      { id: 'permanent-residence', identityLevel: { value: 2 }, timeLimit: { value: { amount: 7, unit: 'WORKING_DAY' } } },
      { id: 'temporary-residence', timeLimit: { value: { amount: 3 } } },
    ]);
  });

  it('are listed once each, in the newest version', async () => {
    const newer = { ...permanentResidence, version: '2027-01-01' };
    const procedures = proceduresOf([newer, permanentResidence]);
    expect((await bench(procedures).list()).body['procedures']).toMatchObject([{ version: '2027-01-01' }]);
    expect((await bench(procedures).read('permanent-residence')).body).toMatchObject({ version: '2027-01-01' });
  });

  it('are read with form, documents, fees and law', async () => {
    const { status, body } = await bench().read('permanent-residence');
    expect(status).toBe(200);
    expect(body).toEqual(permanentResidence);
  });

  it.each(['divorce', 'constructor', '__proto__'])('do not include %s', async (id) => {
    const answer = await bench().read(id);
    expect([answer.status, kindOf(answer)]).toEqual([404, 'procedure-not-found']);
  });
});
