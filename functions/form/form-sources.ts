import * as z from 'zod';
import { type Filing, openFiling } from '../ledger/filing.ts';
import { type HistoryEvent, historyEvents } from '../ledger/history-event.ts';
import { type ItemKey, refusalKey, resultKey, supplementKey, wordsKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Instant, type Meta } from '../ledger/meta.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { SealedFields } from '../ledger/sealed-fields.ts';
import { openWords, StoredSupplement, type Supplement, type SupplementWords } from '../ledger/supplement.ts';
import { Words } from '../ledger/words.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { isOfficeForm } from './demanded-forms.ts';
import { FormFields } from './form-fields.ts';
import type { FormCode } from './form-set.ts';

export type FormSourcesDeps = {
  readonly ledger: Pick<Ledger, 'readItem' | 'list'>;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly procedures: Procedures;
};

/** What a form repeats of the signed result: the payload of its JWS. */
const SignedResult = z.object({
  iss: z.string(),
  code: z.string(),
  number: z.string(),
  outcome: z.enum(['GRANTED', 'REFUSED']),
  form: z.object({
    title: z.object({ vi: z.string(), en: z.string() }),
    decidedAt: Instant,
    legalBasis: z.array(z.string()),
    reason: z.string().optional(),
    residence: FormFields.shape.residence,
  }),
});
type SignedResult = z.infer<typeof SignedResult>;

/** Everything that a form is made of. The history ends with the event that demanded the form: nothing later can change it. */
export type FormSources = {
  readonly meta: Meta;
  readonly procedure: Procedure;
  readonly events: readonly HistoryEvent[];
  readonly event: HistoryEvent;
  /** What the same step wrote after it. */
  readonly sameStep: readonly HistoryEvent[];
  /** The office that decided over the dossier then: META has the one that it was handed to last. */
  readonly office: string;
  /** As it was filed, or corrected, at the time of the event. */
  readonly filing: Filing;
  /** The sealed words of the event itself. */
  readonly words: Words;
  /** Why the applicant asked to withdraw: with a stop that grants it. */
  readonly wish?: string | undefined;
  readonly supplement?: { readonly record: Supplement; readonly words: SupplementWords };
  readonly result?: SignedResult;
};

/** Number of the FORM item that was the newest after these events; undefined while it was the first. */
const formVersionAfter = (events: readonly HistoryEvent[]): number | undefined =>
  events
    .filter(({ type }) => type === 'dossier.supplement-provided')
    .map(({ data }) => historyEvents['dossier.supplement-provided'].parse(data).formVersion)
    .findLast((version) => version !== undefined);

const officeThen = ({ office }: Meta, later: readonly HistoryEvent[]): string => {
  const next = later.find(({ type }) => type === 'dossier.transferred');
  return next ? historyEvents['dossier.transferred'].parse(next.data).from : office;
};

/** Reads and opens what a form is made of. `history` is the dossier's own; it may go on after the event. */
export const readFormSources =
  ({ ledger, personalData, procedures }: FormSourcesDeps) =>
  async (meta: Meta, history: readonly HistoryEvent[], event: HistoryEvent, code: FormCode): Promise<FormSources> => {
    const { dossierId } = meta;
    const events = history.filter(({ n }) => n <= event.n);
    const later = history.filter(({ n }) => n > event.n);

    const opened = async (key: ItemKey): Promise<unknown> => {
      const item = await ledger.readItem(key);
      return item && personalData.open(dossierId, SealedFields.parse(item).sealed);
    };
    const wordsOf = async ({ n, type }: HistoryEvent): Promise<Words> =>
      Words.parse((await opened(type === 'dossier.not-accepted' ? refusalKey(dossierId) : wordsKey(dossierId, n))) ?? {});

    const common = {
      meta,
      procedure: procedureOf(procedures, meta),
      events,
      event,
      sameStep: later.filter(({ at, cause }) => at === event.at && cause === event.cause),
      office: officeThen(meta, later),
      filing: await openFiling(ledger, personalData, { dossierId, formVersion: formVersionAfter(events) }),
    };
    // Slip and book are about the whole history: the words of the event that they happen to end with are none of theirs.
    if (isOfficeForm(code)) return { ...common, words: {} };
    switch (event.type) {
      case 'dossier.supplement-requested': {
        const { n } = historyEvents[event.type].parse(event.data);
        const record = StoredSupplement.parse(await ledger.readItem(supplementKey(dossierId, n)));
        return { ...common, words: {}, supplement: { record, words: await openWords(personalData, dossierId, record) } };
      }
      case 'dossier.stopped': {
        const { reason } = historyEvents[event.type].parse(event.data);
        const asked = events.findLast(({ type }) => type === 'dossier.withdrawal-requested');
        const wish = reason === 'WITHDRAWN' && asked ? await wordsOf(asked) : undefined;
        return { ...common, words: await wordsOf(event), wish: wish?.reason };
      }
      case 'dossier.concluded': {
        const { jws } = z.object({ jws: z.string() }).parse(await opened(resultKey(dossierId)));
        const payload: unknown = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
        return { ...common, words: {}, result: SignedResult.parse(payload) };
      }
      default:
        return { ...common, words: await wordsOf(event) };
    }
  };
