import { wireType } from '../../../functions/ledger/cloud-event.ts';
import type { Setting } from '../setting.ts';
import { cloudEventsJudge, describedTypes, type EventJudge, schemaJudge } from './event-judges.ts';
import { openEventPlace } from './event-place.ts';
import { journeys } from './journeys.ts';
import { type Published, readPublished } from './published.ts';

/** Changes of a good event that each judge must notice: one who says yes to all would be of no use. */
const spoilt: Readonly<Record<string, (event: object) => object>> = {
  'without an id': (event) => ({ ...event, id: undefined }),
  'without a type': (event) => ({ ...event, type: undefined }),
  'at a time that is none': (event) => ({ ...event, time: 'yesterday' }),
};

const faultsOf = (judge: EventJudge, events: readonly Published[]): string | undefined => {
  const faults = new Set(events.flatMap((event) => judge(event) ?? []));
  return faults.size === 0 ? undefined : [...faults].slice(0, 5).join('\n');
};

/** What a judge makes of an event; what it throws is a fault too. */
const refuses = (judge: EventJudge, event: Published): boolean => {
  try {
    return judge(event) !== undefined;
  } catch {
    return true;
  }
};

/** Judges events by their JSON Schemas and by the SDK of CloudEvents. */
export const judgePublished = async ({ report }: Pick<Setting, 'report'>, events: readonly Published[]): Promise<void> => {
  await report.judge('events: some were published', () => (events.length > 0 ? undefined : 'none'));
  const judges = { 'ajv by their JSON Schemas': schemaJudge(), 'the SDK of CloudEvents': cloudEventsJudge };
  for (const [name, judge] of Object.entries(judges)) {
    await report.judge(`events: every one is valid to ${name}`, () => faultsOf(judge, events));
    const [{ body = '{}', type } = {}] = events;
    for (const [how, spoil] of Object.entries(spoilt))
      await report.judge(`events: ${name} refuses one ${how}`, () =>
        refuses(judge, { body: JSON.stringify(spoil(JSON.parse(body))), type }) ? undefined : 'it was taken for valid',
      );
  }
};

/**
 * No procedure of the catalogue has a rule of silence, or lets a fee lapse, so far, and no journey comes to the end of the calendar;
 * test/contract holds the events against their schemas.
 */
const WITHOUT_JOURNEY: readonly string[] = (['task.silent', 'task.due-moved', 'payment.awaited', 'dossier.deadline-set'] as const).map(
  wireType,
);

/** Journeys that make a cell publish every type of event, and two judges of each event that left it. */
export const judgeEvents = async (setting: Setting): Promise<void> => {
  const { report, folder, assembly } = setting;
  const here = await openEventPlace(await assembly(), folder('events'));
  try {
    const published: Published[] = [];
    for (const [name, journey] of Object.entries(journeys))
      await report.step(`events: ${name}`, async () => {
        await journey(here);
        await here.quiet();
        published.push(...(await readPublished(here.inspection)));
      });
    await judgePublished(setting, published);
    const seen = new Set(published.map(({ type }) => type));
    const unseen = describedTypes().filter((type) => !seen.has(type) && !WITHOUT_JOURNEY.includes(type));
    await report.judge('events: every described type was published at least once', () =>
      unseen.length === 0 ? undefined : `never seen: ${unseen.join(', ')}`,
    );
    report.tell(`${published.length} events of ${seen.size} types`);
  } finally {
    await here.stop();
  }
};
