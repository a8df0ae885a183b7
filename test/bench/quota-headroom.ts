import * as z from 'zod';
import { type Part, type PartContext, type Row, row } from './part.ts';
import { consumptionOf } from './price/consumption.ts';
import { type Asked, accountsNeeded, demandOf, type Headroom, headroomOf } from './quota-headroom/demand.ts';
import { type QuotaList, type QuotaName, readQuotaList } from './quota-headroom/quota-list.ts';
import { PROVINCE, recordedJourney } from './recording/record-journey.ts';
import { ownUse, type Recording, statusReadUse } from './recording/recording.ts';

const ACCOUNTS_BUDGET = 4;

const list = readQuotaList();

const words: Readonly<Record<QuotaName, string>> = {
  stateTransitions: 'state transitions',
  startExecutions: 'executions started',
  taskCallbacks: 'task callbacks',
  openExecutions: 'open executions',
  apiRequests: 'API requests',
  concurrentCalls: 'concurrent calls of functions',
  topicMessages: 'messages to topics',
  keyUses: 'uses of symmetric keys',
  signatures: 'signatures',
  secretReads: 'secrets read',
  busEvents: 'events on the bus',
  tableWrites: "write units of a cell's table",
  newTableWrites: 'write units of a new table',
};

const Stage = z.object({ DefaultRouteSettings: z.object({ ThrottlingRateLimit: z.number().positive() }) });

/** Requests a second that the gateway lets through to a province cell, as its template says. */
const stageRate = ({ resources }: Pick<Recording, 'resources'>): number => {
  const stage = resources.find(({ type, stack }) => type === 'AWS::ApiGatewayV2::Stage' && stack.startsWith('Province'));
  return Stage.parse(stage?.properties).DefaultRouteSettings.ThrottlingRateLimit;
};

const askedOf = (recording: Recording): Asked => {
  const use = ownUse(recording);
  const own = consumptionOf(use, PROVINCE);
  const onTable = use.database.flatMap(({ spent }) => spent).filter(({ table }) => table === recording.dossiersTable);
  return {
    own,
    look: consumptionOf(statusReadUse(recording), PROVINCE),
    starts: use.services['AWSStepFunctions.StartExecution'] ?? 0,
    callbacks: use.services['AWSStepFunctions.SendTaskSuccess'] ?? 0,
    secretReads: use.services['secretsmanager.GetSecretValue'] ?? 0,
    // GuardDuty says once of each object what it found.
    busEvents: own.objectWrites,
    tableWrites: onTable.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  };
};

const noteOf = ({ quota, demand, limit }: Headroom, { quotas }: QuotaList): string => {
  const { unit, confidence } = quotas[quota];
  const amount = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
  return `${amount(demand)} of ${amount(limit)} ${unit}${confidence === 'recalled' ? ' (quota recalled, not found)' : ''}`;
};

const measure = async ({ tell }: PartContext): Promise<readonly Row[]> => {
  const recording = await recordedJourney(tell);
  const asked = askedOf(recording);
  const { perSecond, perSecondLargestCell, dossiersPerYear } = list.assumptions;
  const share = perSecondLargestCell.value / perSecond.value;
  const country = demandOf(asked, { perSecond: perSecond.value, perYear: dossiersPerYear.value }, list);
  const largest = demandOf(asked, { perSecond: perSecondLargestCell.value, perYear: dossiersPerYear.value * share }, list);
  const [byQuota, ofLargest] = [headroomOf(country, list, 'account'), headroomOf(largest, list, 'account')];
  const stage = stageRate(recording);
  const [tightest] = ofLargest;
  return [
    row({
      what: 'accounts for the country',
      measured: accountsNeeded(byQuota, ofLargest),
      budget: ACCOUNTS_BUDGET,
      unit: 'accounts',
      note: 'the largest cell in one of its own, the other 33 spread over the rest',
    }),
    ...byQuota.map((each) =>
      row({
        what: `accounts by ${words[each.quota]}`,
        measured: each.needed,
        budget: ACCOUNTS_BUDGET,
        unit: 'accounts',
        note: noteOf(each, list),
      }),
    ),
    row({
      what: 'share of an account that the largest cell takes',
      measured: tightest?.needed ?? Number.NaN,
      budget: 1,
      unit: 'accounts',
      note: tightest ? `${words[tightest.quota]}: ${noteOf(tightest, list)}` : '',
    }),
    ...headroomOf(largest, list, 'table').map((each) =>
      row({
        what: `largest cell: ${words[each.quota]}`,
        measured: each.needed,
        budget: 1,
        unit: 'of the quota',
        note: noteOf(each, list),
      }),
    ),
    row({
      what: "largest cell: its API's own throttle",
      measured: largest.apiRequests / stage,
      budget: 1,
      unit: 'of the limit',
      note: `${Math.round(largest.apiRequests)} of ${stage} requests a second that the stage lets through`,
    }),
  ];
};

export const part: Part = {
  title: 'Quota headroom for 100 million dossiers a year',
  explanation: `Arithmetic on counters: what the demo's journey asks of each AWS service, times ${list.assumptions.perSecond.value} dossiers a second (100 million a year in 250 days of 8 hours, times 10),
against the default quotas of ${list.region} in test/bench/data/quotas-2026-11-22.json, each with its source and how sure it is. Two cells of one
account share its quotas; cells in accounts of their own do not. Open executions follow from ${list.assumptions.openDays.value} days of mean time and have no peak. The owner
is taken to look ${list.assumptions.statusReads.value} times at the state, a call of a function to last ${list.assumptions.millisecondsPerCall.value} ms. No published quota was found for: ${list.withoutPublishedQuota.join('; ')}.`,
  remedies: {
    [`largest cell: ${words.newTableWrites}`]:
      'A table on demand takes 4,000 write units a second from its first minute, and twice its former peak later on. It would take a warm throughput on the tables of the largest cells before launch (paid once, when it is set), or a load that grows over hours as it does where citizens come by and by.',
    "largest cell: its API's own throttle":
      'Raise `rateLimit` and `burstLimit` of the stage in infra/constructs/cell-api.ts, at least for the largest cells: it is a number, and costs nothing.',
  },
  measure,
};
