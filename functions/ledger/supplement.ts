import * as z from 'zod';
import type { Ledger } from './ledger.ts';
import { DossierId, Instant } from './meta.ts';
import type { PersonalData, Sealed } from './personal-data.ts';
import { SealedFields } from './sealed-fields.ts';

/** Before a dossier is accepted, or while the agencies have it. */
export const SupplementStage = z.enum(['intake', 'appraisal']);
export type SupplementStage = z.infer<typeof SupplementStage>;

/**
 * One request to complete a dossier (item `SUPPLEMENT#<n>`), from its being asked to its answer: the raw record for the legal clock,
 * for form 02 and for the national index, which takes the time in between off and counts a dossier that was asked twice as late.
 */
export const Supplement = z.object({
  dossierId: DossierId,
  /** Number of the request in its dossier, through both stages. */
  n: z.int().positive(),
  stage: SupplementStage,
  askedAt: Instant,
  /** Account of the officer who asked. */
  askedBy: z.string(),
  /** Account of the leader who approved, by making it, a request above the most that the procedure allows in this stage. */
  approver: z.string().optional(),
  /** Until the end of this minute the applicant may answer. */
  answerBy: Instant,
  /** Codes of the documents that are asked for; what was asked for in words alone has a code of the request's own. */
  documents: z.array(z.string()),
  /** The form is to be corrected. */
  form: z.literal(true).optional(),
  /** Registries that gave no answer: the only reason to ask for a document that the procedure does not need. */
  unavailable: z.array(z.string()).min(1).optional(),
  /** The due time before the request; only while the legal clock ran. */
  dueBefore: Instant.optional(),
  /** When the applicant answered; absent while unanswered, and for ever when the dossier was stopped or withdrawn first. */
  providedAt: Instant.optional(),
  /** Number of the FORM item that the answer brought. */
  formVersion: z.int().min(2).optional(),
  /** The due time after the answer. */
  dueAfter: Instant.optional(),
});
export type Supplement = z.infer<typeof Supplement>;

/**
 * A request as stored, its words sealed. `namedAnswerBy`: until when the applicant could answer but for certified downtimes, once they have
 * put it off; so that no downtime counts twice.
 */
export const StoredSupplement = Supplement.extend({ ...SealedFields.shape, namedAnswerBy: Instant.optional() });
export type StoredSupplement = z.infer<typeof StoredSupplement>;

/** What an officer asks for in words, which may name a person. `what` stands in the order of the request's documents. */
export const SupplementWords = z.object({
  reason: z.string(),
  legalBasis: z.string(),
  what: z.array(z.string()),
  /** The law that allows more requests than the procedure does. */
  overrideLegalBasis: z.string().optional(),
});
export type SupplementWords = z.infer<typeof SupplementWords>;

/** What an idempotency key stands for: `<dossier>.S<number>`. */
export const supplementIdOf = (dossierId: string, n: number): string => `${dossierId}.S${n}`;

/** The dossier and number of a request; undefined when the text is no such id. */
export const parseSupplementId = (id: string): { readonly dossierId: string; readonly n: number } | undefined => {
  const [, dossierId, n] = /^([0-7][0-9A-HJKMNP-TV-Z]{25})\.S([1-9]\d{0,3})$/.exec(id) ?? [];
  return dossierId && n ? { dossierId, n: Number(n) } : undefined;
};

/** The code under which request `n` takes the file for its part `part`, which was asked for in words alone. */
export const freeDocumentCode = (n: number, part: number): string => `SUPPLEMENT_${n}_${part}`;

/** All requests of a dossier, oldest first. Read them after META: every one of them was written by a step. */
export const listSupplements = async (ledger: Pick<Ledger, 'list'>, dossierId: string): Promise<StoredSupplement[]> =>
  (await ledger.list(dossierId, 'SUPPLEMENT#')).map((item) => StoredSupplement.parse(item));

/** @throws when the words were changed or belong to another dossier */
export const openWords = async (
  personalData: Pick<PersonalData, 'open'>,
  dossierId: string,
  { sealed }: { readonly sealed: Sealed },
): Promise<SupplementWords> => SupplementWords.parse(await personalData.open(dossierId, sealed));
