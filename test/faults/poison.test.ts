import { beforeAll, describe, expect, it } from 'vitest';
import { consumersOf } from '../support/place/consumers.ts';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { dossierIn } from '../support/place/journey.ts';
import { logLines } from '../support/place/log-lines.ts';
import { usePlace } from '../support/place/test-place.ts';
import { type Dossiers, PERSON } from './poison/cases.ts';
import { poisonElsewhere } from './poison/elsewhere.ts';
import { poisonInQueues } from './poison/in-queues.ts';

describe('poison', () => {
  const here = usePlace();
  let dossiers: Dossiers;

  beforeAll(async () => {
    const [processing, returned] = await Promise.all([dossierIn(here(), 'processing'), dossierIn(here(), 'returned')]);
    await here().advance(0);
    dossiers = { processing: processing.dossierId, returned: returned.dossierId, unknown: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  });

  it('can reach only such consumers as the tests below know', () => {
    const kinds = new Set(consumersOf(here()).map(({ by }) => by));
    expect([...kinds].sort()).toEqual(['machine', 'notification', 'queue', 'schedule', 'stream', 'system']);
  });

  poisonInQueues(here, () => dossiers);
  poisonElsewhere(here, () => dossiers);

  it('left nothing of a person in any log', () => {
    const lines = logLines(here());
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => line.includes(PERSON.pin) || line.includes('Thử Nghiệm'))).toEqual([]);
  });

  it('leaves a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
