/** Values of `$context` variables for one request, by their name without `$context.`; missing ones are written as `-`. */
export type AccessLogValues = Readonly<Record<string, string | number | undefined>>;

/** One access log line in the stage's format. Values are escaped as in JSON, since most formats are JSON. */
export const accessLogLine = (format: string, values: AccessLogValues): string =>
  format.replaceAll(/\$context\.([A-Za-z][\w-]*(?:\.[A-Za-z][\w:-]*)*)/g, (_variable, name: string) => {
    const value = values[name];
    return value === undefined || value === '' ? '-' : JSON.stringify(String(value)).slice(1, -1);
  });
