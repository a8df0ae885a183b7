import { describe, expect, it } from 'vitest';
import temporaryResidence from '../../../catalogue/procedures/temporary-residence.json' with { type: 'json' };
import type { Task } from '../../../functions/ledger/task.ts';
import type { TaskWords } from '../../../functions/ledger/task-words.ts';
import { Procedure } from '../../../functions/procedure/procedure.ts';
import { type ResultFormParts, resultForm } from '../../../functions/result/result-form.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { applicant } from './result-bench.ts';

const procedure = Procedure.parse(temporaryResidence);
const form = {
  relationToHead: 'OTHER',
  durationMonths: 12,
  dwelling: { kind: 'RENTED', commune: 'T4202', line: 'Số 2', parcel: 'T4202/1/2' },
};
const decision: Task = {
  ...{ n: 1, kind: 'decision', role: 'competent', agency: 'police', office: 'G01.042.001', dossierId: countedUlid(1) },
  ...{ taskId: `${countedUlid(1)}.1`, state: 'closed', openedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-11-26T02:00:00.000Z' },
  ...{ closedAt: '2026-11-24T02:00:00.000Z', answer: 'GRANT' },
};
const parts = async (more: Partial<Task> = {}, words: TaskWords = {}): Promise<ResultFormParts> => ({
  procedure,
  meta: await unpaidMeta(),
  filing: { applicant, form },
  decision: { ...decision, ...more },
  words,
});

describe('the form of a result', () => {
  it('says for how long a temporary residence was registered', async () => {
    expect(resultForm(await parts())).toMatchObject({
      ...{ code: 'CT08', procedure: procedure.name },
      residence: { kind: 'temporary-residence', commune: 'T4202', line: 'Số 2', relationToHead: 'OTHER', months: 12 },
    });
  });

  it('names the law of the procedure, and first that of the decision', async () => {
    const { legalBasis } = resultForm(await parts({ answer: 'REFUSE' }, { legalBasis: 'Article 23' }));
    expect(legalBasis).toEqual(['Article 23', ...procedure.legalBasis]);
  });

  it('refuses a set of forms that it does not know, by name', async () => {
    const general = { ...procedure, formSet: 'GENERAL' as const };
    const given = await parts();
    expect(() => resultForm({ ...given, procedure: general })).toThrow('GENERAL');
  });

  it.each([{ answer: undefined }, { answer: 'POSITIVE' as const }, { closedAt: undefined }])(
    'refuses a task that decides nothing: %j',
    async (more) => {
      const given = await parts(more);
      expect(() => resultForm(given)).toThrow('decides nothing');
    },
  );
});
