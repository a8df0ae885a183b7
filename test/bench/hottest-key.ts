import { countryPlaces, LARGEST, NATIONWIDE, oneCommune } from './hottest-key/country.ts';
import { type HottestKey, replay } from './hottest-key/replay.ts';
import { type Part, type PartContext, type Row, row } from './part.ts';
import { keyWritesOf } from './recording/key-writes.ts';
import { recordedJourney } from './recording/record-journey.ts';

const SECONDS = 60;
const BUDGET = 500;

/** `Province42-State-Dossiers4A2B…` and the like as readers know it. */
const shortName = (table: string): string => /(Dossiers|Registries|LookupRecords|EDocuments)/.exec(table)?.[1] ?? table;

const rowOf =
  (how: string) =>
  ({ table, index, pattern, peak, mean }: HottestKey): Row =>
    row({
      what: `${how}: ${shortName(table)}${index ? `, index ${index}` : ''}`,
      measured: peak,
      budget: BUDGET,
      unit: 'WRU/s',
      note: `\`${pattern}\`, mean ${mean.toFixed(1)}`,
    });

const measure = async ({ tell }: PartContext): Promise<readonly Row[]> => {
  const { exchanges, tables, dossiersTable } = await recordedJourney(tell);
  const { writes } = await keyWritesOf(
    exchanges.flatMap(({ use }) => use.database),
    tables,
  );
  const isCellTable = (table: string) => table === dossiersTable;
  const country = replay(writes, { perSecond: NATIONWIDE, seconds: SECONDS, next: countryPlaces(), isCellTable });
  const commune = replay(writes, { perSecond: LARGEST, seconds: SECONDS, next: oneCommune(), isCellTable });
  return [...country.map(rowOf('country')), ...commune.filter(({ table }) => isCellTable(table)).map(rowOf('one commune'))];
};

export const part: Part = {
  title: 'The hottest partition key',
  explanation: `DynamoDB takes 1,000 write units a second on one partition key; the budget is half of that. The key writes of the demo's journey, of tables and
indexes, are recorded in both cells (their units add up to the proxy's count, or this part fails) and replayed for ${NATIONWIDE} dossiers a second over ${SECONDS} s. Each
dossier makes all its writes in its second: in the long run every step happens that often. Hours in keys stay the recorded ones, so that all deadlines of
one kind fall into one partition. Shown is each table's and index's hottest key in its busiest second; \`#\` stands for what no two dossiers share.

Country: ${LARGEST} of ${NATIONWIDE} in the largest cell, the rest evenly over 33; in a cell the nth commune files a nth as much as the first (an assumption, as are 168 and
96 communes: the catalogue holds no populations). One commune: the ${LARGEST} a second of the largest cell all in one, which bounds whatever the true skew is.`,
  measure,
};
