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
  /** What is rare: where it was taken in, how the result is delivered, the code that came with it. */
  readonly more?: Partial<Pick<Meta, 'receivedOffice' | 'supportedOffice' | 'arrivedAt' | 'givenCode' | 'delivery' | 'appointedFor'>>;
};

/** META of a dossier before its first step: a draft of the procedure's version, for the office that will decide it. */
export const newDossier = ({ dossierId, at, procedure, checked, ownerKey, channel, identityLevel, byProxy, more }: NewDossier): Meta => {
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
  };
};
