import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import provinces from '../catalogue/provinces/provinces.json' with { type: 'json' };

/** Ends the program with what is wrong with its command line, in one line, and exit code 2. */
export const refuseCommand = (fault: string): never => {
  process.stderr.write(`${fault}\n`);
  process.exit(2);
};

/** The flags of this process, as parseArgs gives them. Ends it when a flag is unknown or lacks its value, or with the usage at `--help`. */
export const readFlags = <Options extends ParseArgsOptionsConfig>(
  usage: string,
  options: Options,
  { positionals = false }: { readonly positionals?: boolean } = {},
) => {
  const help = { help: { type: 'boolean' } } as const;
  if (process.argv.slice(2).includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ allowPositionals: positionals, options: { ...options, ...help } } satisfies ParseArgsConfig);
  } catch (error) {
    // Node's own sentence goes on with advice that does not help here.
    const fault = error instanceof Error ? error.message.split('. ')[0] : String(error);
    return refuseCommand(`${fault} (${usage})`);
  }
};

/** A province by its two digits. Ends the program when there is none. */
export const knownProvince = (code: string): string =>
  provinces.some((province) => province.code === code)
    ? code
    : refuseCommand(`--province ${code} is none: it is one of ${provinces.map((province) => province.code).join(' ')}`);

/** A whole number from 1 on. Ends the program when it is none. */
export const knownCount = (flag: string, text: string): number =>
  /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuseCommand(`--${flag} must be a whole number from 1 on, not ${text}`);
