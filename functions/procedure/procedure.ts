import * as z from 'zod';
import { ClockRules, ClockStart, TimeLimit } from '../calendar/clock-rules.ts';
import { Confidence, sourced } from '../calendar/sourced.ts';

/** Holds when the dossier's fact has the value, for example `{ fact: 'dwelling', equals: 'RENTED' }`. */
const Condition = z.object({ fact: z.string(), equals: z.union([z.string(), z.boolean(), z.number()]) });
export type Condition = z.infer<typeof Condition>;
/** Holds when a registry gave one of these findings. */
const Finding = z.object({ registry: z.string(), finding: z.array(z.string()).min(1) });

/** How a dossier comes in. */
export const Channel = z.enum(['online', 'counter', 'post', 'kiosk']);
export type Channel = z.infer<typeof Channel>;

const FeeRow = z.object({
  case: z.string(),
  channel: Channel,
  validFrom: z.iso.date(),
  validTo: z.iso.date().optional(),
  /** Whole đồng. */
  amount: z.int().nonnegative(),
  legalBasis: z.string(),
  confidence: Confidence,
  source: z.string(),
});

export type FeeRow = z.infer<typeof FeeRow>;

const DocumentRow = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{1,31}$/),
  name: z.object({ vi: z.string(), en: z.string() }),
  kind: z.enum(['DOCUMENT', 'CONSENT']),
  /** Needed only when this holds; a document that is not needed is refused (never asking for what the state holds). */
  when: Condition.optional(),
});

export type DocumentRow = z.infer<typeof DocumentRow>;

/** Kinds of offices that take part in procedures (offices.ts knows their codes). */
export const OfficeKind = z.enum(['land-registration', 'commune-committee', 'commune-police', 'one-stop']);
export type OfficeKind = z.infer<typeof OfficeKind>;

const TaskRow = z
  .object({
    kind: z.string(),
    name: z.object({ vi: z.string(), en: z.string() }),
    role: z.enum(['consulted', 'competent']),
    agency: z.string(),
    office: OfficeKind,
    /** The task is opened only while this holds. */
    when: Condition.optional(),
    /** Dropped when a lookup has answered the question already. */
    unless: Finding.optional(),
    /** How long the agency may take from the opening of the task; absent: until the due time of the dossier. */
    limit: sourced(TimeLimit).optional(),
    /**
     * Who is silent when the limit is over has agreed: only for a consulted agency, and only where a law says so (domain notes, README 6).
     * Absent: nothing but escalation follows.
     */
    silence: z.object({ legalBasis: z.string().min(1), confidence: Confidence, source: z.string() }).optional(),
  })
  .refine(
    ({ role, limit, silence }) => !silence || (role === 'consulted' && limit !== undefined),
    'only a consulted agency with a limit of its own can agree by silence',
  );

/** A procedure of the catalogue: data, versioned and dated. Read with docs of catalogue/README.md. */
export const Procedure = z.object({
  id: z.string().regex(/^[a-z][a-z-]+$/),
  version: z.iso.date(),
  name: z.object({ vi: z.string(), en: z.string() }),
  portalCodes: z.array(z.object({ code: z.string().regex(/^\d\.\d{6}$/), confidence: Confidence, source: z.string() })),
  agency: z.string(),
  office: OfficeKind,
  codeIssuer: z.enum(['PROVINCE', 'MINISTRY', 'NPSP']),
  /** The channels that it may be filed through. */
  channels: sourced(z.array(Channel).min(1)),
  /**
   * Whether it is taken in only where it is decided, at any one-stop of the province, or of the country. A cell takes in what its own
   * offices decide, so NATIONAL means PROVINCE to it.
   */
  nonTerritorial: sourced(z.enum(['NONE', 'PROVINCE', 'NATIONAL'])),
  identityLevel: sourced(z.int().min(1).max(4)),
  formSet: z.enum(['GENERAL', 'RESIDENCE']),
  acceptance: z.enum(['OFFICER', 'AUTOMATIC']),
  feeTiming: z.enum(['AT_FILING', 'ON_ACCEPTANCE', 'ON_SUPPLEMENT', 'ON_RETURN']),
  clockStart: ClockStart,
  /** Null while nobody knows the limit: then no appointment can be set, and that is said, never filled in. */
  timeLimit: sourced(TimeLimit.nullable()),
  clock: ClockRules,
  /** How far a leader may put the due time off, once: counted like the limit itself, from the due time or from a later signature. */
  extension: sourced(TimeLimit),
  /** After how long an unpaid fee ends the dossier. Null while no law is known that says so: then it waits for ever. */
  unpaidLapse: sourced(TimeLimit.nullable()),
  /** How often the applicant may be asked to complete the dossier, before and after its acceptance, without anybody's leave. */
  supplements: z.object({ intake: sourced(z.int().nonnegative()), appraisal: sourced(z.int().nonnegative()) }),
  /** How long the applicant has at least to answer such a request: nobody can be stopped for not answering within the minute. */
  leastAnswerTime: sourced(TimeLimit),
  /** Who gives a decision its number: the cell itself as it concludes, or a clerk after the leader has signed. */
  numbering: sourced(z.enum(['AUTOMATIC', 'CLERK'])),
  fees: z.array(FeeRow),
  /** JSON Schema of the form; `facts` takes values out of it by JSON pointer. */
  form: z.record(z.string(), z.unknown()),
  facts: z.record(z.string(), z.string().startsWith('/')),
  /** JSON pointers into the form: the commune that decides, and the parcel that is looked up where there is one. */
  subject: z.object({ commune: z.string().startsWith('/'), parcel: z.string().startsWith('/').optional() }),
  documents: z.array(DocumentRow),
  lookups: z.array(z.string()),
  plan: z.array(z.array(TaskRow).min(1)).min(1),
  legalBasis: z.array(z.string()),
});
export type Procedure = z.infer<typeof Procedure>;
