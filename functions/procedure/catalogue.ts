import files from '#procedures';
import { Procedure } from './procedure.ts';

/** The procedures that a function knows: bundled with it, so that a cell works without the national cell. */
export type Procedures = {
  /** The newest version of a procedure. */
  current(id: string): Procedure | undefined;
  /** The version that a dossier was filed under; it keeps that one to its end. */
  version(id: string, version: string): Procedure | undefined;
  all(): readonly Procedure[];
};

/** What the catalogue can say and the functions do not do yet: a procedure that asks for it is refused, never run wrongly. */
const unsupported = ({ acceptance, feeTiming }: Procedure): readonly string[] => [
  ...(acceptance === 'OFFICER' ? [] : [`acceptance ${acceptance}`]),
  ...(feeTiming === 'ON_ACCEPTANCE' ? [] : [`feeTiming ${feeTiming}`]),
];

/** Catalogue data as far as it is known before it was read. */
type Entry = { readonly id: string; readonly version: string; readonly [field: string]: unknown };

/** @throws naming the procedure when it is malformed or asks for what is not supported */
const readProcedure = (entry: Entry): Procedure => {
  const procedure = Procedure.parse(entry);
  const missing = unsupported(procedure);
  if (missing.length > 0)
    throw new Error(`procedure ${procedure.id} ${procedure.version} needs what is not supported: ${missing.join(', ')}`);
  return procedure;
};

/**
 * Procedures out of catalogue data. Each is read when it is first asked for, and then throws if it is malformed or unsupported:
 * a function would otherwise pay at every cold start for all procedures of the country, and it needs one.
 */
export const proceduresOf = (entries: readonly Entry[]): Procedures => {
  const read = new Map<Entry, Procedure>();
  const readOnce = (entry: Entry | undefined): Procedure | undefined => {
    if (!entry) return undefined;
    const procedure = read.get(entry) ?? readProcedure(entry);
    read.set(entry, procedure);
    return procedure;
  };
  const versionsOf = (id: string) => entries.filter((one) => one.id === id).sort((a, b) => b.version.localeCompare(a.version));
  return {
    current: (id) => readOnce(versionsOf(id)[0]),
    version: (id, version) => readOnce(versionsOf(id).find((one) => one.version === version)),
    all: () => entries.flatMap((entry) => readOnce(entry) ?? []),
  };
};

export const bundledProcedures: Procedures = proceduresOf(files);

/** The procedure of a dossier that exists: it was in the catalogue when the dossier was filed. @throws when it no longer is */
export const procedureOf = (
  procedures: Procedures,
  dossier: { readonly procedure: string; readonly procedureVersion: string },
): Procedure => {
  const procedure = procedures.version(dossier.procedure, dossier.procedureVersion);
  if (!procedure) throw new Error(`the catalogue lost ${dossier.procedure} ${dossier.procedureVersion}`);
  return procedure;
};
