import * as z from 'zod';
import { dossierStates, portalStatus } from '../ledger/dossier-state.ts';
import { DossierId, Instant, type Meta, Meta as MetaSchema } from '../ledger/meta.ts';
import { documentsAsked } from '../procedure/authorisation.ts';
import { portalChannelOf } from '../procedure/portal-channel.ts';
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

/** How a dossier came in, and the offices that had to do with it beside the one that decides. */
export const DossierWay = z.object({
  channel: MetaSchema.shape.channel,
  kenhThucHien: z.union([z.literal(1), z.literal(2), z.literal(3)]).describe('The channel as the national payload tells it'),
  receivedOffice: z.string().optional().describe('The one-stop that took it in, where it is not the office that decides'),
  supportedOffice: z.string().optional().describe('The office whose clerk, or kiosk, helped'),
  arrivedAt: Instant.optional().describe('Of a letter: when it arrived'),
  delivery: MetaSchema.shape.delivery.describe('How the result is to reach the person; online without it'),
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

/** What an officer asked for in words alone; the words are in the request. */
const IN_WORDS = { kind: 'DOCUMENT', name: { vi: 'Giấy tờ được yêu cầu bổ sung', en: 'Document that was asked for later' } } as const;

/** What the dossier is asked for by its procedure, and then what an officer asked for beyond that. */
export const dossierWay = ({ channel, receivedOffice, supportedOffice, arrivedAt, delivery }: Meta): z.infer<typeof DossierWay> => ({
  ...{ channel, kenhThucHien: portalChannelOf(channel), receivedOffice, supportedOffice, arrivedAt, delivery },
});

export const dossierDocuments = (procedure: Procedure, meta: Meta): DossierDocument[] => {
  const asked = documentsAsked(procedure, meta);
  const beyond = Object.keys(meta.documents)
    .filter((code) => !asked.some((row) => row.code === code))
    .map((code) => procedure.documents.find((row) => row.code === code) ?? { ...IN_WORDS, code });
  return [...asked, ...beyond].map(({ code, kind, name }) => ({ code, kind, name, state: meta.documents[code] ?? 'expected' }));
};
