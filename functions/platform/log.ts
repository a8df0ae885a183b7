/** One line per call: flat JSON fields without personal data (no names, numbers of persons, addresses, tokens). */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = (level: 'INFO' | 'WARN' | 'ERROR', message: string, fields?: LogFields) => void;

/** What a log line says of an error. The text of a SyntaxError quotes what could not be read, which may be a secret: only its name. */
export const reasonFor = (error: unknown): string => {
  if (error instanceof SyntaxError) return error.name;
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
};

/**
 * Writes whole JSON lines to standard output. Lambda's JSON log format leaves a line that is JSON already as it is, so
 * nothing is wrapped a second time.
 */
export const jsonLog: Log = (level, message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
};
