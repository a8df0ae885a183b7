import type { Meta } from '../ledger/meta.ts';
import { AUTHORISATION } from './authorisation.ts';
import type { CheckedFiling } from './check-filing.ts';
import { documentsNeeded, factsOf } from './facts.ts';
import type { Procedure } from './procedure.ts';

export type NewDossier = {
  readonly dossierId: string;
  readonly at: Date;
  readonly procedure: Procedure;
  readonly checked: CheckedFiling;
  readonly ownerKey: string;
  readonly channel: Meta['channel'];
  /** Of the e-ID that the owner has signed in with; 0 where an officer files. */
  readonly identityLevel: number;
  /** Whether somebody files for the owner, and has to show that he may. */
  readonly byProxy?: boolean;
  /** The code that came with it. */
  readonly givenCode?: string | undefined;
  /** How the result is to reach the person; online without it. */
  readonly delivery?: 'ONLINE' | Meta['delivery'];
  /** What is rare: where it was taken in, and when. */
  readonly more?: Pick<Meta, 'receivedOffice' | 'supportedOffice' | 'arrivedAt'>;
};

/** META of a dossier before its first step: a draft of the procedure's version, for the office that will decide it. */
export const newDossier = (dossier: NewDossier): Meta => {
  const { dossierId, at, procedure, checked, ownerKey, channel, identityLevel, byProxy, givenCode, delivery, more } = dossier;
  const facts = factsOf(procedure, checked.form);
  const documents = [...documentsNeeded(procedure, facts), ...(byProxy ? [AUTHORISATION] : [])];
  return {
    dossierId,
    itemVersion: 1,
    n: 0,
    state: 'draft',
    procedure: procedure.id,
    procedureVersion: procedure.version,
    ownerKey,
    channel,
    identityLevel: Math.min(Math.max(identityLevel, 0), 4),
    agency: procedure.agency,
    office: checked.offices[procedure.office],
    facts: { ...facts },
    documents: Object.fromEntries(documents.map(({ code }) => [code, 'expected' as const])),
    createdAt: at.toISOString(),
    lookups: 'none',
    findings: {},
    amountDue: 0,
    attempts: 0,
    stages: [],
    stage: 0,
    openTasks: 0,
    run: 0,
    ...more,
    ...(givenCode && { givenCode }),
    ...(delivery && delivery !== 'ONLINE' && { delivery }),
  };
};
