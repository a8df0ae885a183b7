import * as z from 'zod';
import type { PersonalData, Sealed } from './personal-data.ts';
import type { Task } from './task.ts';

/** What an agency says beside its answer to a task: free text, which may name a person, so that it is stored sealed only. */
export const TaskWords = z.object({
  note: z.string().optional().describe('What a consulted agency adds to its answer'),
  reason: z.string().optional().describe('Why the competent agency decided so; with a refusal always there'),
  legalBasis: z.string().optional().describe('The law that the decision rests on; with a refusal always there'),
});
export type TaskWords = z.infer<typeof TaskWords>;

type Closed = Pick<Task, 'dossierId' | 'sealed'>;

const isSilent = (words: TaskWords): boolean => Object.values(words).every((text) => text === undefined);

/** Seals the words of a task for its item; undefined where nothing was said, which costs no data key. */
export const sealTaskWords = async (
  personalData: Pick<PersonalData, 'seal'>,
  dossierId: string,
  words: TaskWords,
): Promise<Sealed | undefined> => (isSilent(words) ? undefined : personalData.seal(dossierId, TaskWords.parse(words)));

/** What was said with the answer to a task. @throws when the words were changed or belong to another dossier */
export const openTaskWords = async (personalData: Pick<PersonalData, 'open'>, { dossierId, sealed }: Closed): Promise<TaskWords> =>
  sealed ? TaskWords.parse(await personalData.open(dossierId, sealed)) : {};

/** Whether a closed task was closed with just these words. They are opened only where both sides said something. */
export const isSaidIn = async (personalData: Pick<PersonalData, 'open'>, task: Closed, words: TaskWords): Promise<boolean> => {
  if (isSilent(words) || !task.sealed) return isSilent(words) && !task.sealed;
  const said = await openTaskWords(personalData, task);
  return said.note === words.note && said.reason === words.reason && said.legalBasis === words.legalBasis;
};
