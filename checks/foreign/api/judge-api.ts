import { isDeepStrictEqual } from 'node:util';
import { judgePublished } from '../events/judge-events.ts';
import { readPublished } from '../events/published.ts';
import type { Setting } from '../setting.ts';
import { DESCRIPTIONS, operationsOf, readDescription } from './operations.ts';
import { type RunningPlace, startPlace } from './running-place.ts';
import { type Pass, schemathesis } from './schemathesis.ts';

/** Drawn cases for each operation. Where ids matter, half draw them too, and half name a dossier and a task that exist. */
const CASES = 200;
/** Runs of schemathesis at the same time: each is one busy thread, and so is the runtime. */
const SIDE_BY_SIDE = 2;

/** Who asks what. The longest come first, so that the last does not run alone. */
const passesOn = async ({ api, nationalApi, dossierId, tokenFor }: RunningPlace): Promise<Pass[]> => {
  const given = { dossierId, taskId: `${dossierId}.1` };
  const province = { description: DESCRIPTIONS.province, api };
  const pair = (segment: string, tokens: { readonly drawn: string | undefined; readonly named: string | undefined }): Pass[] => [
    { ...province, name: `${segment}-drawn`, segment, token: tokens.drawn, given: {}, cases: CASES / 2 },
    { ...province, name: `${segment}-named`, segment, token: tokens.named, given, cases: CASES / 2 },
  ];
  const [citizen, officer, chief, agency, cell] = await Promise.all(
    ['citizen-renter', 'officer', 'chief', 'police', 'cell-42'].map((persona) => tokenFor(persona)),
  );
  return [
    ...pair('citizen', { drawn: citizen, named: citizen }),
    ...pair('public', { drawn: undefined, named: undefined }),
    ...pair('staff', { drawn: officer, named: chief }),
    ...pair('agency', { drawn: agency, named: agency }),
    {
      ...{ name: 'national', description: DESCRIPTIONS.national, api: nationalApi, segment: 'agency', token: cell },
      ...{ given: {}, cases: CASES },
    },
  ];
};

const judgePlace = async (setting: Setting, place: RunningPlace): Promise<void> => {
  const { report, folder, judges } = setting;
  const environment = await judges('api');
  const description = readDescription(DESCRIPTIONS.province);
  const served: unknown = await (await fetch(`${place.api}/public/openapi.json`)).json();
  await report.judge('api: the description that is judged is the one that is served', () =>
    isDeepStrictEqual(served, description) ? undefined : 'they differ',
  );

  const answers = new Map<number, number>();
  const left = await passesOn(place);
  const work = async (): Promise<void> => {
    for (let pass = left.shift(); pass; pass = left.shift()) {
      const { name, token } = pass;
      await report.judge(`api: schemathesis on ${name}${token ? '' : ', by anyone'}`, async () => {
        const { fault, statuses } = await schemathesis(environment, folder('schemathesis'), pass);
        for (const [status, count] of statuses) answers.set(status, (answers.get(status) ?? 0) + count);
        return fault;
      });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  const counts = [...answers].sort(([one], [other]) => one - other).map(([status, count]) => `${status} ${count} times`);
  const operations = operationsOf(description).count + operationsOf(readDescription(DESCRIPTIONS.national)).count;
  report.tell(`schemathesis to ${operations} operations, answered ${counts.join(', ')}`);
};

/**
 * schemathesis on the published descriptions of both cells, against the local runtime: no 5xx, no undeclared answer, nobody let in;
 * and the judges of events on whatever left the cell meanwhile.
 */
export const judgeApi = async (setting: Setting): Promise<void> => {
  const place = await startPlace(setting);
  try {
    await judgePlace(setting, place);
    await judgePublished(setting, await readPublished(place.inspection));
  } finally {
    await place.stop();
  }
};
