import type { Report } from '../report.ts';
import { isRecord } from '../templates/finding.ts';
import { authorizationFault } from './authorization.ts';
import { readOperations } from './operations.ts';
import { type RunningPlace, startPlace } from './running-place.ts';
import { schemathesis } from './schemathesis.ts';

/** Of the 200 cases an operation gets, half draw their path parameters too, and half name a dossier and a task that exist. */
const CASES = 100;

const CITIZEN = 'citizen-renter';
const AGENCY = 'police';

/** The dossier that the demonstration has left. */
const dossierOf = async (api: string, token: string): Promise<string> => {
  const response = await fetch(`${api}/citizen/dossiers`, { headers: { authorization: `Bearer ${token}` } });
  const id = /"dossierId":"([0-9A-Z]{26})"/.exec(await response.text())?.[1];
  if (id === undefined) throw new Error(`the demonstration left no dossier that /citizen/dossiers lists (${response.status})`);
  return id;
};

const judgePlace = async ({ api, token }: RunningPlace, report: Report): Promise<void> => {
  const [citizen, officer, chief, agency] = await Promise.all([token(CITIZEN), token('officer'), token('chief'), token(AGENCY)]);
  const dossierId = await dossierOf(api, citizen);
  const given = { dossierId, taskId: `${dossierId}.1` };

  const served: unknown = await (await fetch(`${api}/public/openapi.json`)).json();
  await report.judge('api: the description that is judged is the one that is served', () =>
    isRecord(served) &&
    JSON.stringify(Object.keys(isRecord(served['paths']) ? served['paths'] : {}).sort()) ===
      JSON.stringify([...new Set(readOperations().map(({ path }) => path))].sort())
      ? undefined
      : 'their paths differ',
  );
  for (const operation of readOperations().filter(({ secured }) => secured))
    await report.judge(`api: ${operation.method} ${operation.path} lets nobody else in`, () =>
      authorizationFault(api, operation, { citizen, staff: officer, agency }),
    );

  const passes = [
    { segment: 'public', caller: 'anyone', token: undefined, given: {} },
    { segment: 'public', caller: 'anyone', token: undefined, given },
    { segment: 'citizen', caller: CITIZEN, token: citizen, given: {} },
    { segment: 'citizen', caller: CITIZEN, token: citizen, given },
    { segment: 'staff', caller: 'officer', token: officer, given: {} },
    { segment: 'staff', caller: 'chief', token: chief, given },
    { segment: 'agency', caller: AGENCY, token: agency, given: {} },
    { segment: 'agency', caller: AGENCY, token: agency, given },
  ];
  const answers = new Map<number, number>();
  for (const { segment, caller, token: bearer, given: named } of passes) {
    const ids = Object.keys(named).length > 0 ? 'ids that exist' : 'ids drawn';
    await report.judge(`api: schemathesis on /${segment} as ${caller}, ${ids}`, async () => {
      const { fault, statuses } = await schemathesis({ api, segment, token: bearer, cases: CASES, given: named });
      for (const [status, count] of statuses) answers.set(status, (answers.get(status) ?? 0) + count);
      return fault;
    });
  }
  const counts = [...answers].sort(([one], [other]) => one - other).map(([status, count]) => `${status} ${count} times`);
  report.note(`schemathesis to ${readOperations().length} operations, answered ${counts.join(', ')}`);
};

/** schemathesis on the published description, against the local runtime: no 5xx, no undeclared answer, nobody let in. */
export const judgeApi = async (report: Report): Promise<void> => {
  const place = await startPlace();
  try {
    await judgePlace(place, report);
  } finally {
    await place.stop();
  }
};
