import * as z from 'zod';

/** The environment variable that names the file in which `Deployed` lies. */
export const DEPLOYED_FILE = 'MOT_CUA_DEPLOYED_CELLS';

/** What a process that drives journeys needs to know of cells that were deployed somewhere. */
export const Deployed = z.object({
  province: z.string(),
  /** Size of the synthetic population that the registers hold. */
  people: z.int(),
  api: z.url(),
  issuer: z.url(),
  /** Of every AWS service. */
  endpoint: z.url(),
  key: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** Secret of each system that signs in at the issuer. */
  clients: z.record(z.string(), z.string()),
  /** Physical by logical name: Dossiers, Registries. */
  tables: z.record(z.string(), z.string()),
  /** Queue URL by agency system. */
  queues: z.record(z.string(), z.url()),
  machine: z.string(),
});
export type Deployed = z.infer<typeof Deployed>;
