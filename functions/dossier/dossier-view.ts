import * as z from 'zod';
import { dossierStates, portalStatus } from '../ledger/dossier-state.ts';
import { DossierId, Instant, type Meta } from '../ledger/meta.ts';
import { documentsNeeded } from '../procedure/facts.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** What every answer about a dossier begins with. `status` is the portal's number of the state; 0 is a draft. */
export const DossierHead = z.object({
  dossierId: DossierId,
  code: z.string().optional(),
  procedure: z.string(),
  state: z.enum(dossierStates),
  status: z.int().min(0).max(10),
});

/** The times that a dossier has got so far. */
export const DossierTimes = z.object({
  createdAt: Instant,
  submittedAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  dueAt: Instant.optional(),
  concludedAt: Instant.optional(),
  returnedAt: Instant.optional(),
});

/** One document that the procedure asks this dossier for. */
export const DossierDocument = z.object({
  code: z.string(),
  kind: z.enum(['DOCUMENT', 'CONSENT']),
  name: z.object({ vi: z.string(), en: z.string() }),
  state: z.enum(['expected', 'uploaded']),
});
export type DossierDocument = z.infer<typeof DossierDocument>;

export const dossierHead = ({ dossierId, code, procedure, state }: Meta): z.infer<typeof DossierHead> => ({
  dossierId,
  code,
  procedure,
  state,
  status: portalStatus[state],
});

export const dossierTimes = (meta: Meta): z.infer<typeof DossierTimes> => {
  const { createdAt, submittedAt, acceptedAt, dueAt, concludedAt, returnedAt } = meta;
  return { createdAt, submittedAt, acceptedAt, dueAt, concludedAt, returnedAt };
};

export const dossierDocuments = (procedure: Procedure, meta: Meta): DossierDocument[] =>
  documentsNeeded(procedure, meta.facts).map(({ code, kind, name }) => ({ code, kind, name, state: meta.documents[code] ?? 'expected' }));
