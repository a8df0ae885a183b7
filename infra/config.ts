import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

const CellConfig = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/)
    .nullable(),
  region: z.string().nullable(),
  citizenIssuer: z.url(),
  citizenAudience: z.string(),
  staffIssuer: z.url(),
  staffAudience: z.string(),
  agencyIssuer: z.url(),
  agencyAudience: z.string(),
  agencyTokenEndpoint: z.url(),
  paymentPage: z.url(),
  apiAddress: z.url(),
  nationalApi: z.url(),
  /** Concurrent executions of functions that the quota of the cell's account allows in its region. */
  lambdaConcurrency: z.int().positive(),
  /** Address of the runbook as operators open it (docs/runbook.md, rendered somewhere). */
  runbook: z.url(),
  /** Systems with a queue of their own: at most 25 in a cell (filter policies of a topic). */
  agencySystems: z.array(z.string().regex(/^[a-z][a-z-]{1,31}$/)).max(25),
});
/** Every deployment input of a cell (cells.json). Addresses are defaults of CloudFormation parameters. */
export type CellConfig = z.infer<typeof CellConfig>;

const CellsFile = z.strictObject({ $comment: z.string(), default: CellConfig, cells: z.record(z.string(), CellConfig.partial()) });

const Province = z.object({ code: z.string().regex(/^\d{2}$/), name: z.object({ vi: z.string(), en: z.string() }) });
export type Province = z.infer<typeof Province>;

const readJson = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, '..', name), 'utf8'));

/** The 34 provinces (Decision 19/2025/QĐ-TTg). */
export const provinces: readonly Province[] = z.array(Province).parse(readJson('catalogue/provinces/provinces.json'));

/** The provinces that `-c province=` names: a code, several joined by commas, or `all`. @throws for an unknown code */
export const chosenProvinces = (context: string): readonly Province[] => {
  if (context === 'all') return provinces;
  return context.split(',').map((code) => {
    const province = provinces.find((one) => one.code === code);
    if (!province) throw new Error(`there is no province ${code}; the codes are ${provinces.map((one) => one.code).join(', ')}`);
    return province;
  });
};

/** The configuration of a cell: its own entry over the default. */
export const cellConfig = (cell: string): CellConfig => {
  const file = CellsFile.parse(readJson('cells.json'));
  return CellConfig.parse({ ...file.default, ...file.cells[cell] });
};
