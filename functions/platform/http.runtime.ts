import * as z from 'zod';
import { type ClaimNames, defaultClaimNames } from './caller.ts';
import { systemClock } from './clock.ts';
import type { HttpDeps } from './http.ts';
import { jsonLog } from './log.ts';

/** Made only where the issuers use other names: a schema that is made costs CPU at every cold start. */
const readNames = (names: string): ClaimNames =>
  z
    .object({
      citizen: z.object({ sub: z.string(), pin: z.string(), name: z.string(), level: z.string() }),
      staff: z.object({ sub: z.string(), office: z.string(), roles: z.string() }),
      agency: z.object({ system: z.string() }),
    })
    .parse(JSON.parse(names));

/** What every HTTP function has: the real clock, the log, the names of the claims (`CLAIM_NAMES`, when the issuers use others). */
export const httpRuntime = ({ CLAIM_NAMES }: { readonly CLAIM_NAMES?: string | undefined } = {}): HttpDeps => ({
  clock: systemClock,
  log: jsonLog,
  claimNames: CLAIM_NAMES ? readNames(CLAIM_NAMES) : defaultClaimNames,
});
