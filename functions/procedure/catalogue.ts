import permanentResidence from '../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import temporaryResidence from '../../catalogue/procedures/temporary-residence.json' with { type: 'json' };
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
const unsupported = ({ acceptance, feeTiming, clockStart, codeIssuer }: Procedure): readonly string[] => [
  ...(acceptance === 'OFFICER' ? [] : [`acceptance ${acceptance}`]),
  ...(feeTiming === 'ON_ACCEPTANCE' ? [] : [`feeTiming ${feeTiming}`]),
  ...(clockStart === 'ACCEPTED' ? [] : [`clockStart ${clockStart}`]),
  ...(codeIssuer === 'MINISTRY' ? [] : [`codeIssuer ${codeIssuer}`]),
];

/** Reads catalogue data. @throws naming the procedure when it is malformed or asks for what is not supported */
export const proceduresOf = (entries: readonly unknown[]): Procedures => {
  const procedures = entries.map((entry) => {
    const procedure = Procedure.parse(entry);
    const missing = unsupported(procedure);
    if (missing.length > 0)
      throw new Error(`procedure ${procedure.id} ${procedure.version} needs what is not supported: ${missing.join(', ')}`);
    return procedure;
  });
  const versionsOf = (id: string) => procedures.filter((one) => one.id === id).sort((a, b) => b.version.localeCompare(a.version));
  return {
    current: (id) => versionsOf(id)[0],
    version: (id, version) => versionsOf(id).find((one) => one.version === version),
    all: () => procedures,
  };
};

export const bundledProcedures: Procedures = proceduresOf([permanentResidence, temporaryResidence]);

/** The procedure of a dossier that exists: it was in the catalogue when the dossier was filed. @throws when it no longer is */
export const procedureOf = (
  procedures: Procedures,
  dossier: { readonly procedure: string; readonly procedureVersion: string },
): Procedure => {
  const procedure = procedures.version(dossier.procedure, dossier.procedureVersion);
  if (!procedure) throw new Error(`the catalogue lost ${dossier.procedure} ${dossier.procedureVersion}`);
  return procedure;
};
