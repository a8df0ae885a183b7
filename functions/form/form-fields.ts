import * as z from 'zod';
import { TimeLimit } from '../calendar/clock-rules.ts';
import { HandOver } from '../ledger/control-slip.ts';
import { Instant } from '../ledger/meta.ts';
import { StopReason } from '../ledger/stop-reason.ts';
import { SupplementStage } from '../ledger/supplement.ts';

const text = z.string().min(1);
const Money = z.int().nonnegative().describe('Whole đồng');
const Account = text.describe('Account of an officer: the system knows no names of officers');

/** One line of the tracking book (form 07): this dossier's, column by column. */
export const BookEntry = z.object({
  dossierCode: text,
  procedure: text,
  owner: text,
  contact: text.optional().describe('Address and telephone'),
  office: text,
  receivedAt: Instant.optional(),
  dueAt: Instant.optional(),
  returnedAt: Instant.optional(),
  way: text.optional(),
  proof: text
    .optional()
    .describe('In place of a signature: how the person was known who received the result, or what the post proves it with'),
  note: text.optional(),
});
export type BookEntry = z.infer<typeof BookEntry>;

/**
 * Every field that a form of rules.md 1.3 can show, under one name in all of them. A form has the ones that its definition lists
 * (catalogue/forms) and that the cell knows; the others of the list are named as absent, never filled in.
 */
export const FormFields = z
  .object({
    issuer: text.describe('The body that issues the form'),
    oneStop: text.describe('The one-stop department that took the dossier in'),
    number: text,
    place: text.describe('Where it was issued: the province'),
    dossierCode: text,
    applicant: text.describe('Who filed it'),
    owner: text.describe('Whose dossier it is'),
    personalNumber: z.string().regex(/^\d{12}$/),
    address: text,
    phone: text,
    email: text,
    request: text.describe('What is asked for'),
    components: z.array(z.object({ code: text, name: text })).describe('What was handed in'),
    sets: z.int().positive(),
    timeLimit: TimeLimit,
    receivedAt: Instant,
    dueAt: Instant.describe('The appointment'),
    delivery: z.enum(['ONLINE', 'COUNTER', 'POST']),
    deliveryPlace: text.describe('Where the person gets the result'),
    trackingBook: text.describe('Volume and number in the tracking book'),
    fee: Money,
    submitter: text,
    receiver: Account,
    guide: Account.describe('Who says what is missing, and helps'),
    lookupAt: text.describe('Where the rules of the procedure are published'),
    contactPhone: text,
    stage: SupplementStage,
    asked: z.array(z.object({ code: text, name: text, what: text.optional() })).describe('What is to be completed'),
    reason: text,
    legalBasis: text,
    answerBy: Instant,
    approver: Account,
    dueBefore: Instant,
    dueAfter: Instant,
    signer: Account,
    stoppedIn: text.describe('State of the dossier before it was stopped'),
    stopReason: StopReason,
    withdrawnAt: Instant.describe('When the applicant asked to stop'),
    wish: text.describe('Why the applicant withdrew the dossier'),
    paid: Money.describe('Whole đồng booked; given back only where a law says so'),
    outcome: z.enum(['GRANTED', 'REFUSED']),
    residence: z.object({ kind: text, commune: text, line: text, relationToHead: text, months: z.int().positive().optional() }),
    decidedAt: Instant,
    resultCode: text,
    verification: z.url(),
    competent: text.describe('The agency that decides'),
    handOvers: z.array(HandOver).describe('Every hand-over so far, and whether the step that ended so was in time'),
    entry: BookEntry,
  })
  .partial();
export type FormFields = z.infer<typeof FormFields>;

export const FieldName = FormFields.keyof();
export type FieldName = z.infer<typeof FieldName>;
