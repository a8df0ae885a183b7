/** The cell that a client of the national cell stands for: clients are named `cell-<code>`. Undefined for every other system. */
export const callingCell = (system: string): string | undefined => /^cell-(\d{2})$/.exec(system)?.[1];
