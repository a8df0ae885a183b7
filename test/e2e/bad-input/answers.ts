import { describe, expect, it } from 'vitest';
import { textField } from '../../../local/demo/api-client.ts';
import { readDossierItems } from '../../support/dossier-items.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import { dossierIn, isOpen } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

export const refusesLateAnswers = (here: () => TestPlace): void => {
  describe('an answer', () => {
    it('after the task was closed is refused, unless it is the same one again', async () => {
      const journey = await dossierIn(here(), 'processing');
      const [task] = (await journey.tasks()).filter(isOpen);
      if (!task) throw new Error('no task is open');
      const first = await journey.answer(task, 'POSITIVE');
      expect(kindOf(first)).toBe('200');
      expect(kindOf(await journey.answer(task, 'NEGATIVE'))).toBe('409 task-closed');
      const again = await journey.answer(task, 'POSITIVE');
      expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: first.body });
      const { events } = await readDossierItems(here().inspection, journey.dossierId);
      expect(events.filter(({ type }) => type === 'task.answered')).toHaveLength(1);
    });

    it('of six callers at once closes the task once', async () => {
      const journey = await dossierIn(here(), 'processing');
      const [task] = (await journey.tasks()).filter(isOpen);
      if (!task) throw new Error('no task is open');
      const given = ['POSITIVE', 'NEGATIVE', 'POSITIVE', 'NEGATIVE', 'POSITIVE', 'NEGATIVE'] as const;
      const kinds = (await Promise.all(given.map((answer) => journey.answer(task, answer)))).map(kindOf);
      expect(kinds.filter((kind) => kind === '200')).toHaveLength(3);
      expect(kinds.filter((kind) => kind === '409 task-closed')).toHaveLength(3);
      const { events, meta } = await readDossierItems(here().inspection, journey.dossierId);
      expect([events.filter(({ type }) => type === 'task.answered').length, meta.openTasks]).toEqual([1, 2]);
    });

    it('after the dossier was concluded is refused, and so is another decision', async () => {
      const journey = await dossierIn(here(), 'returned');
      const tasks = await journey.tasks();
      const consulted = tasks.find(({ role }) => role === 'consulted') ?? {};
      const decision = textField(tasks.find(({ role }) => role === 'competent') ?? {}, 'taskId');
      expect(kindOf(await journey.answer(consulted, 'NEGATIVE'))).toBe('409 task-closed');
      const refusal = { decision: 'REFUSE', reason: 'changed my mind', legalBasis: 'none at all' };
      expect(kindOf(await (await here().as('chief')).send('POST', `/staff/tasks/${decision}/decision`, refusal))).toBe('409 task-closed');
      expect(await journey.read()).toMatchObject({ state: 'returned', outcome: 'GRANTED' });
    });

    it('goes where the task belongs: an opinion is no decision, a decision no opinion', async () => {
      const journey = await dossierIn(here(), 'processing');
      const opinion = textField((await journey.tasks())[0] ?? {}, 'taskId');
      // The area police officer's task is of the chief's own office, and yet not the chief's to decide.
      const area = textField((await journey.tasks()).find(({ agency }) => agency === 'police') ?? {}, 'taskId');
      const chief = await here().as('chief');
      expect(kindOf(await chief.send('POST', `/staff/tasks/${opinion}/decision`, { decision: 'GRANT' }))).toBe('404 task-not-found');
      expect(kindOf(await chief.send('POST', `/staff/tasks/${area}/decision`, { decision: 'GRANT' }))).toBe('403 role-missing');
      await journey.answerAll();
      const decision = textField((await journey.tasks()).find(isOpen) ?? {}, 'taskId');
      const police = await here().as('police');
      expect(kindOf(await police.send('POST', `/agency/tasks/${decision}/answer`, { answer: 'POSITIVE' }))).toBe('403 role-missing');
      expect(kindOf(await chief.send('POST', `/staff/tasks/${decision}/decision`, { decision: 'REFUSE' }))).toBe('400 request-invalid');
    });
  });
};
