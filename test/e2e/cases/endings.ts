import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { faultsOfDossier } from '../../support/invariants.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import type { CasePlace } from '../../support/place/case-place.ts';
import { dossierIn } from '../../support/place/journey.ts';

const quiet = () => undefined;
const REASON = 'Không còn nhu cầu đăng ký';

/** How the dossier's first execution ended. */
const endOf = async ({ inspection, surroundings }: CasePlace, dossierId: string) =>
  waitFor('the end of the execution', quiet, async () => {
    const executionArn = `${surroundings.machine.replace(':stateMachine:', ':execution:')}:${dossierId}-1`;
    const { status } = await inspection.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : status;
  });

/** Ids of the tasks that an agency finds at one of its offices. */
const tasksAt = async (here: CasePlace, system: string, office: string): Promise<unknown[]> =>
  listField(await (await here.as(system)).get(`/agency/tasks?office=${office}`), 'tasks').map(({ taskId }) => taskId);

export const endings = (here: () => CasePlace): void => {
  describe('endings', () => {
    it('a withdrawal that is granted ends the execution and leaves nobody anything to do', async () => {
      const journey = await dossierIn(here(), 'processing');
      const { dossierId } = journey;
      const tasks = await journey.tasks();
      const [answered] = tasks;
      expect(answered && kindOf(await journey.answer(answered, 'NEGATIVE'))).toBe('200');

      const citizen = await here().as('citizen-renter');
      const asked = await citizen.send('POST', `/citizen/dossiers/${dossierId}/withdrawal`, { reason: REASON });
      expect([kindOf(asked), asked.body['status']]).toEqual(['200', 7]);
      const chief = await here().as('chief');
      const granted = await chief.send('POST', `/staff/dossiers/${dossierId}/withdrawal-decision`, { decision: 'GRANT' });
      expect([kindOf(granted), granted.body['status']]).toEqual(['200', 8]);

      expect(await endOf(here(), dossierId)).toBe('SUCCEEDED');
      expect(await journey.read()).toMatchObject({ state: 'stopped', status: 8, amountDue: 0 });
      for (const { agency, office, taskId } of tasks) expect(await tasksAt(here(), String(agency), String(office))).not.toContain(taskId);
      const inbox: Json[] = [...listField(await chief.get('/staff/inbox'), 'entries')];
      expect(inbox.filter((entry) => entry['dossierId'] === dossierId)).toEqual([]);
      expect(await faultsOfDossier(here().inspection, dossierId)).toEqual([]);
    });

    it('a task at the wrong agency is sent back, routed anew and answered, and the dossier comes to its result', async () => {
      const journey = await dossierIn(here(), 'processing');
      const { dossierId } = journey;
      const { dueAt } = await journey.read();
      const wrong = (await journey.tasks()).find(({ agency }) => agency === 'land') ?? {};
      const taskId = textField(wrong, 'taskId');
      const land = await here().as('land');
      expect(kindOf(await land.send('POST', `/agency/tasks/${taskId}/return`, { reason: REASON }))).toBe('200');
      expect(await tasksAt(here(), 'land', textField(wrong, 'office'))).not.toContain(taskId);

      const office = textField((await journey.tasks()).find(({ agency }) => agency === 'commune') ?? {}, 'office');
      const chief = await here().as('chief');
      const routed = await chief.send('POST', `/staff/tasks/${taskId}/routing`, { office, reason: REASON });
      expect([kindOf(routed), routed.body]).toEqual(['200', expect.objectContaining({ taskId, agency: 'commune', dueAt })]);
      expect(await tasksAt(here(), 'commune', office)).toContain(taskId);
      expect(kindOf(await land.send('GET', `/agency/tasks/${taskId}`))).toBe('404 task-not-found');

      await journey.answerAll();
      await journey.decide({ decision: 'GRANT' });
      expect(await journey.returned()).toMatchObject({ status: 10, outcome: 'GRANTED', dueAt });
      expect(await endOf(here(), dossierId)).toBe('SUCCEEDED');
      expect(await faultsOfDossier(here().inspection, dossierId)).toEqual([]);
    });
  });
};
