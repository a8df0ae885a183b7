import { expect } from 'vitest';
import type { CloudEvent } from '../../../functions/ledger/cloud-event.ts';
import { verifyTable } from '../../../scripts/verify/verify-table.ts';
import type { TestPlace } from '../place/test-place.ts';
import { readWitness } from '../place/witness.ts';
import { isByChance } from './by-chance.ts';
import { type Campaign, type Case, type JourneyPlan, openCampaign } from './campaign.ts';
import { drive, settle } from './drive.ts';
import type { Shape } from './shapes.ts';
import type { Trial } from './trials.ts';

/** A case that a disturbance led to is brought about by the latest of those before it, or else by more of them. */
const LATEST = [3, 10, 1000];

const UNDISTURBED = { disturbed: false, repeat: [] };
const DISTURBED = { disturbed: true, repeat: [] };

export type Outcome = {
  readonly cases: readonly Case[];
  readonly journeys: number;
  /** Number of cases that journeys without any disturbance showed. */
  readonly undisturbed: number;
  /** All dossiers that were driven, and ended as they must. */
  readonly dossierIds: readonly string[];
  /** What left the cell, as often as it did. */
  readonly left: readonly CloudEvent[];
};

/** What must hold after each journey, whatever befell it. */
const expectWhole = async (here: TestPlace, shape: Shape, dossierId: string): Promise<void> => {
  await shape.expectEnd(here, dossierId);
  const { tables, tableName } = here.inspection;
  expect((await verifyTable(tables, tableName('Dossiers'))).faults).toEqual([]);
  expect(await here.inspection.deadLetters()).toEqual({});
};

/**
 * Gives functions new environments: those whose SDK has repeated much, and those whose turn it is at a place where an environment
 * comes but once.
 */
const startAnew = (here: TestPlace, campaign: Campaign, { repeat }: Pick<JourneyPlan, 'repeat'>): void => {
  const wanted = campaign.cases().filter(({ hits, name, onceOnly }) => onceOnly && (hits === 0 || repeat.includes(name)));
  here.runtime.coolDown([...campaign.tired(), ...wanted.map(({ functionId }) => functionId)]);
};

/**
 * Drives journeys of every shape until each trial has befallen each place of each function where it can: first one undisturbed,
 * which shows the places, then as many as it takes. Places that only a disturbance leads to are brought about by the same one again.
 */
export const runCampaign = async (here: TestPlace, trials: readonly Trial[], shapes: readonly Shape[]): Promise<Outcome> => {
  const campaign = openCampaign(trials);
  here.runtime.egress?.judge(campaign.judge);
  const dossierIds: string[] = [];
  const left: CloudEvent[] = [];
  let undisturbed = 0;

  const journey = async (shape: Shape, plan: Omit<JourneyPlan, 'shape'>): Promise<void> => {
    const name = `${shape.name} ${dossierIds.length + 1}`.replaceAll(' ', '-');
    const before = campaign.cases().length;
    startAnew(here, campaign, plan);
    campaign.begin({ shape: shape.name, ...plan });
    try {
      const dossierId = await drive(here, shape, name);
      await settle(here);
      // A queue keeps its messages for fourteen days at most, and the journeys of a campaign take longer together.
      left.push(...(await readWitness(here.inspection)));
      await expectWhole(here, shape, dossierId);
      dossierIds.push(dossierId);
    } catch (cause) {
      throw new Error(`journey ${name}, befallen by:\n  ${campaign.befallen().join('\n  ') || 'nothing'}`, { cause });
    }
    if (!plan.disturbed) undisturbed += campaign.cases().length - before;
  };

  for (const shape of shapes) {
    await journey(shape, UNDISTURBED);
    do await journey(shape, DISTURBED);
    while (campaign.befallen().length > 0);
    for (const missed of campaign.open().filter((one) => one.shape === shape.name && !isByChance(one.name)))
      for (const latest of LATEST) if (missed.hits === 0) await journey(shape, { disturbed: true, repeat: missed.behind.slice(-latest) });
  }
  here.runtime.egress?.judge(undefined);
  return { cases: campaign.cases(), journeys: dossierIds.length, undisturbed, dossierIds, left };
};
