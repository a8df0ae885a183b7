import { type Part, type PartContext, type Row, row } from './part.ts';
import { cellParts, idleMonthOf } from './price/cell-month.ts';
import { consumptionOf } from './price/consumption.ts';
import { type PriceList, readPriceList } from './price/price-list.ts';
import { atBudget, type Bill, billOf, billParts, totalOf } from './price/price-of.ts';
import { keepingOf, storedBytes } from './price/storage.ts';
import { keyWritesOf } from './recording/key-writes.ts';
import { PROVINCE, recordedJourney } from './recording/record-journey.ts';
import { ownUse, statusReadUse, writePathRequests } from './recording/recording.ts';

const UNIT = 'USD per million';
/** The price may be this much above that of the counters at their budgets. */
const MARGIN = 1.2;

const list = readPriceList();

const partNotes = (consumption: ReturnType<typeof consumptionOf>): Readonly<Record<keyof Bill, string>> => ({
  'state transitions': `${consumption.transitions} transitions`,
  'database writes': `${consumption.writeUnits} WRU, indexes and transactions included; reads of streams are free`,
  'database reads': `${consumption.readUnits} RRU`,
  'API requests': `${consumption.apiRequests} requests, those between the cells included`,
  'functions, by call': `${consumption.invocations} calls`,
  'functions, by time': `${list.assumptions.millisecondsPerCall.value} ms a call assumed`,
  topic: `${consumption.topicMessages} messages`,
  queues: `${consumption.queueRequests} requests, three a message`,
  keys: `${consumption.keyUses} uses of the symmetric key, ${consumption.signatures} signature`,
  'object store': `${consumption.objectWrites} written, ${consumption.objectReads} read`,
  logs: `${(consumption.logBytes / 1000).toFixed(1)} kB ingested`,
});

const MONTH = 'USD a month';

const measure = async ({ tell }: PartContext): Promise<readonly Row[]> => {
  const recording = await recordedJourney(tell);
  const { exchanges, tables, resources } = recording;
  const use = ownUse(recording);
  const consumption = consumptionOf(use, PROVINCE);
  const bill = billOf(consumption, list);
  const total = totalOf(bill);
  const notes = partNotes(consumption);
  const allowed = MARGIN * totalOf(billOf(atBudget(consumption, writePathRequests(use)), list));

  const { items } = await keyWritesOf(
    exchanges.flatMap(({ use: { database } }) => database),
    tables,
  );
  const bytes = [...tables.values()].reduce((sum, table) => sum + storedBytes(table, items.get(table.name) ?? []), 0);
  const keeping = keepingOf({ table: bytes, logs: consumption.logBytes }, list);
  const look = totalOf(billOf(consumptionOf(statusReadUse(recording), PROVINCE), list));
  const province = cellParts(resources.filter(({ stack }) => stack.startsWith('Province')));
  const national = cellParts(resources.filter(({ stack }) => stack.startsWith('National')));
  const isRecalled = ({ confidence }: PriceList['prices'][keyof PriceList['prices']]) => confidence === 'recalled';

  return [
    ...billParts.map((name) => row({ what: name, measured: bill[name], unit: UNIT, note: notes[name] })),
    row({
      what: 'one dossier, a million times',
      measured: total,
      budget: allowed,
      unit: UNIT,
      note: `${(total / list.floor.usdPerMillion).toFixed(2)} times the floor of ${list.floor.usdPerMillion}`,
    }),
    row({ what: 'floor', measured: list.floor.usdPerMillion, unit: UNIT, note: list.floor.what }),
    row({ what: 'apart: a look of the owner at the state', measured: look, unit: UNIT, note: 'a million looks' }),
    row({
      what: 'apart: a year in the tables',
      measured: keeping.table,
      unit: UNIT,
      note: `${(bytes / 1000).toFixed(1)} kB in all cells, indexes and backup included`,
    }),
    row({
      what: 'apart: a year in the object store',
      measured: keeping.documents,
      unit: UNIT,
      note: `${list.assumptions.documentMegabytes.value} MB of files assumed, nothing moved to a cheaper class`,
    }),
    row({ what: 'apart: a year of its logs', measured: keeping.logs, unit: UNIT }),
    row({ what: 'fixed: an idle province cell', measured: idleMonthOf(province, list), unit: MONTH, note: cellNote(province) }),
    row({ what: 'fixed: the idle national cell', measured: idleMonthOf(national, list), unit: MONTH, note: cellNote(national) }),
    row({
      what: 'prices recalled, not found in a source',
      measured: Object.values(list.prices).filter(isRecalled).length,
      unit: `of ${Object.keys(list.prices).length}`,
    }),
  ];
};

const cellNote = ({ alarms, keys, secrets, dashboards, readQueues }: ReturnType<typeof cellParts>): string =>
  `${alarms} alarms, ${keys} keys, ${secrets} secrets, ${dashboards} dashboards, ${readQueues} polled queues`;

export const part: Part = {
  title: 'What a million dossiers cost',
  explanation: `Counters of the demo's journey in both cells (warm, one request after the other), times the list prices of test/bench/data/prices-2026-11-22.json, which
names the region, the source and the certainty of each. ${list.regionNote} The budget is ${MARGIN} times the same bill with every
counter that has a budget at its budget. The floor is a smaller journey without transactions, history, keys and lookups; it is a yardstick, not a goal.

Not in it, because no price is known here or nothing of it is built: ${list.unknown.join('; ')}. Looks, storage and what a cell costs by the month stand apart.`,
  measure,
};
