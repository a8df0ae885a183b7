import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { DossierId, Instant } from '../ledger/meta.ts';

/** A day in Vietnam's time. */
export const Day = z.iso.date();

const taken = z
  .object({ at: Instant, from: z.string().describe('The office that it came from') })
  .optional()
  .describe('The office of this book took it over then; another one had accepted it');

/**
 * One line of the tracking book (form 07 of Circular 03/2025/TT-VPCP): a dossier that an office accepted or took over on one day. What is not known
 * is absent: the number of sets of an online filing, a phone that the form does not ask for.
 */
export const BookLine = z.object({
  dossierId: DossierId,
  code: z.string().optional(),
  procedure: z.object({ id: z.string(), name: z.object({ vi: z.string(), en: z.string() }) }),
  /** Whose dossier it is. */
  person: z.object({ name: z.string(), phone: z.string().optional(), address: z.string().optional() }),
  channel: z.enum(['online', 'counter', 'post', 'kiosk']),
  /** The agency and the office that decide. */
  agency: z.string(),
  office: z.string(),
  receivedAt: Instant,
  takenOver: taken,
  dueAt: Instant.optional(),
  concludedAt: Instant.optional(),
  returnedAt: Instant.optional(),
  /** How the result reached the person, as the history says it: ONLINE, COUNTER, POST … */
  way: z.string().optional(),
  state: z.enum(dossierStates),
});
export type BookLine = z.infer<typeof BookLine>;

/** What is left of the line in the book of an office that has handed the dossier over since: whose it is, that office no longer reads. */
export const HandedOverLine = z.object({
  dossierId: DossierId,
  code: z.string().optional(),
  receivedAt: Instant,
  takenOver: taken,
  handedOver: z.object({ at: Instant, to: z.string().describe('The office that it was handed to') }),
});
export type HandedOverLine = z.infer<typeof HandedOverLine>;

/** A page of the book; `cursor` is there when more follow. */
export const BookPage = z.object({
  office: z.string(),
  day: Day,
  lines: z.array(z.union([BookLine, HandedOverLine])),
  cursor: z.string().optional(),
});
export type BookPage = z.infer<typeof BookPage>;
