import type { PersonalData } from '../ledger/personal-data.ts';
import { type ComplaintLine, ComplaintWords, type StoredLine } from './complaint.ts';

/** A line of a complaint as read, with its words. */
export type SaidLine = ComplaintLine & ComplaintWords;

/** A line with its words sealed under the dossier's key. */
export const sealLine = async (
  personalData: Pick<PersonalData, 'seal'>,
  dossierId: string,
  line: ComplaintLine,
  words: ComplaintWords,
): Promise<StoredLine> => ({ ...line, sealed: await personalData.seal(dossierId, ComplaintWords.parse(words)) });

/** Opens the words of lines. @throws when they were changed or belong to another dossier */
export const openLines = (
  personalData: Pick<PersonalData, 'open'>,
  dossierId: string,
  lines: readonly StoredLine[],
): Promise<readonly SaidLine[]> =>
  Promise.all(
    lines.map(async ({ n, at, action, by, timing, sealed }) => ({
      ...{ n, at, action, by },
      ...(timing && { timing }),
      ...ComplaintWords.parse(await personalData.open(dossierId, sealed)),
    })),
  );
