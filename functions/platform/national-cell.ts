import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';

/** Personal identification number: 12 digits. */
const Pin = z.string().regex(/^\d{12}$/, 'must be 12 digits');

/** Asks registries about one subject for one purpose, all in one call. Every registry asked leaves a record. */
export const LookupRequest = z.object({
  /** Code of the purpose; a registry's configuration says which fields it covers. */
  purpose: z.string().regex(/^[A-Z][A-Z_]{2,47}$/, 'must be the code of a purpose'),
  /** The legal act that allows the reading, in words. */
  legalBasis: z.string().min(3).max(300),
  dossierId: DossierId,
  dossierCode: z.string().min(3).max(40),
  subject: z.object({ pin: Pin }),
  /**
   * `key` is the registry's natural key: a personal number, or a parcel `commune/sheet/number`. `fields` narrows what comes
   * back; without it come all that the purpose covers.
   */
  requests: z
    .array(
      z.object({
        registry: z.string().regex(/^[a-z][a-z-]{1,31}$/),
        key: z.string().min(1).max(64),
        fields: z.array(z.string().max(64)).min(1).max(32).optional(),
      }),
    )
    .min(1)
    .max(10),
});
export type LookupRequest = z.infer<typeof LookupRequest>;

/** `data` holds the fields that the purpose covers and nothing else; `asOf` is when the register got the record. */
export const RegistryAnswer = z.discriminatedUnion('status', [
  z.object({ registry: z.string(), status: z.literal('found'), data: z.record(z.string(), z.unknown()), asOf: Instant }),
  z.object({ registry: z.string(), status: z.literal('not-found'), asOf: Instant }),
]);
export type RegistryAnswer = z.infer<typeof RegistryAnswer>;

/** One answer per request, in the order of the requests. */
export const LookupAnswers = z.object({ answers: z.array(RegistryAnswer) });

/** A signed result on its way into the owner's store. `code` is the result's own code: storing it twice stores it once. */
export const EDocument = z.object({
  code: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16,40}$/, 'must be a result code'),
  owner: z.object({ pin: Pin }),
  cell: z.string().regex(/^\d{2}$/),
  dossierId: DossierId,
  dossierCode: z.string().min(3).max(40),
  procedure: z.string().min(3).max(64),
  outcome: z.enum(['GRANTED', 'REFUSED']),
  /** The number of the decision, as its form shows it. */
  number: z.string().min(1).max(64),
  issuedAt: Instant,
  /** The signed result, JWS compact. */
  jws: z
    .string()
    .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'must be a compact JWS')
    .max(32_768),
});
export type EDocument = z.infer<typeof EDocument>;

/** No answer now: try again later. `reason` is a short code without personal data (`timeout`, `http-503`, `token-401`). */
export type Unavailable = { readonly kind: 'unavailable'; readonly reason: string };

/** A final no: the same request will be refused again. `problem` is the kind of the problem document. */
export type Refused = { readonly kind: 'refused'; readonly status: number; readonly problem: string };

/** The national cell as a province cell sees it. Both calls may be repeated; neither throws for what the network does. */
export type NationalCell = {
  lookUp(
    request: LookupRequest,
  ): Promise<{ readonly kind: 'answered'; readonly answers: readonly RegistryAnswer[] } | Unavailable | Refused>;
  storeEDocument(document: EDocument): Promise<{ readonly kind: 'stored' } | Unavailable | Refused>;
};
