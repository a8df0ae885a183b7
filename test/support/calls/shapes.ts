import { expect } from 'vitest';
import { readDossierItems } from '../dossier-items.ts';
import { executionsOf, stopExecution } from '../place/approval-executions.ts';
import { expectReturnedOnce } from '../place/expect-whole.ts';
import { type Choices, type PatientDriver, patientDriver } from '../place/patient-driver.ts';
import type { TestPlace } from '../place/test-place.ts';
import { attend, readAsOwner, readResult } from './readers.ts';

/** A journey of one kind: how it is driven, and what it must come to. */
export type Shape = {
  readonly name: string;
  readonly choices: Choices;
  /** The state in which it ends. */
  readonly end: string;
  /** Something that is done to it once, between two looks. `wait` keeps the journey where it is till then. */
  readonly meanwhile?: {
    readonly when: (here: TestPlace, dossierId: string) => Promise<'now' | 'wait' | 'later'>;
    /** Throws UnexpectedAnswer when it has to be done again. */
    readonly act: (here: TestPlace, dossierId: string) => Promise<void>;
    /** Keeps the journey where it is after the act, till then. */
    readonly until?: (here: TestPlace, dossierId: string) => Promise<boolean>;
  };
  /** What is read of it at the end. Throws UnexpectedAnswer when it has to be read again. */
  readonly readAll: (here: TestPlace, dossierId: string) => Promise<void>;
  readonly expectEnd: (here: TestPlace, dossierId: string) => Promise<void>;
};

const count = (types: readonly string[], type: string): number => types.filter((one) => one === type).length;

const whenProcessing = async ({ inspection }: TestPlace, dossierId: string) =>
  (await readDossierItems(inspection, dossierId)).meta.state === 'processing' ? 'now' : 'later';

/** The sweep comes every minute. */
const PAST_DUE_MS = 2 * 60_000;

/** The demonstration's journey. */
const granted: Shape = {
  name: 'granted',
  choices: {},
  end: 'returned',
  meanwhile: { when: whenProcessing, act: attend },
  readAll: readResult,
  expectEnd: ({ inspection }, dossierId) => expectReturnedOnce(inspection, dossierId),
};

/** The land office sends its task back, the commune answers in its place, and the commune police refuse. */
const refused: Shape = {
  name: 'refused',
  choices: {
    sendsBack: true,
    decision: { decision: 'REFUSE', reason: 'The dwelling is not fit to live in', legalBasis: 'Luật Cư trú, Điều 23' },
  },
  end: 'returned',
  readAll: readResult,
  expectEnd: async ({ inspection }, dossierId) => {
    const { meta, events } = await readDossierItems(inspection, dossierId);
    const types = events.map(({ type }) => type);
    expect(meta).toMatchObject({ state: 'returned', outcome: 'REFUSED', amountDue: 0 });
    for (const type of ['payment.booked', 'task.sent-back', 'task.routed', 'task.decided', 'dossier.concluded', 'dossier.returned'])
      expect([type, count(types, type)]).toEqual([type, 1]);
    expect(count(types, 'task.answered')).toBe(3);
  },
};

/** The owner asks for it back while the agencies have it, and gets it. */
const withdrawn: Shape = {
  name: 'withdrawn',
  choices: { withdraws: true },
  end: 'stopped',
  readAll: readAsOwner,
  expectEnd: async (here, dossierId) => {
    const { meta, events, tasks } = await readDossierItems(here.inspection, dossierId);
    expect(meta).toMatchObject({ state: 'stopped', openTasks: 0 });
    expect(new Set(tasks.map(({ state }) => state))).toEqual(new Set(['cancelled']));
    const types = events.map(({ type }) => type);
    for (const type of ['dossier.withdrawal-requested', 'dossier.stopped']) expect([type, count(types, type)]).toEqual([type, 1]);
    const runs = await executionsOf(here, dossierId);
    expect(runs.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
  },
};

/** It is not complete: asked for more before the acceptance and by the agency that decides, its owner gives it both times. */
const completed: Shape = {
  name: 'completed later',
  choices: { completes: true },
  end: 'returned',
  readAll: readResult,
  expectEnd: async ({ inspection }, dossierId) => {
    await expectReturnedOnce(inspection, dossierId);
    const { meta, events, supplements } = await readDossierItems(inspection, dossierId);
    expect([meta.formVersion, supplements.map(({ stage, providedAt }) => [stage, providedAt !== undefined])]).toEqual([
      2,
      [
        ['intake', true],
        ['appraisal', true],
      ],
    ]);
    const types = events.map(({ type }) => type);
    for (const type of ['dossier.supplement-requested', 'dossier.supplement-provided'])
      expect([type, count(types, type)]).toEqual([type, 2]);
  },
};

/** A clerk numbers its result, and the post brings it. */
const onPaper: Shape = {
  name: 'on paper',
  choices: { onPaper: true },
  end: 'returned',
  readAll: readResult,
  expectEnd: async ({ inspection }, dossierId) => {
    const { meta, events } = await readDossierItems(inspection, dossierId);
    expect(meta).toMatchObject({ state: 'returned', outcome: 'GRANTED', delivery: 'POST' });
    const types = events.map(({ type }) => type);
    for (const type of ['awaiting-number', 'concluded', 'result-stored', 'result-dispatched', 'returned'])
      expect([type, count(types, `dossier.${type}`)]).toEqual([type, 1]);
  },
};

/** The one-stop officer does not accept the submission. */
const notAccepted: Shape = {
  name: 'not accepted',
  choices: { refusal: { reason: 'The lease is not signed by the owner', legalBasis: 'Luật Cư trú, Điều 20' } },
  end: 'not-accepted',
  readAll: readAsOwner,
  expectEnd: async ({ inspection }, dossierId) => {
    const { meta, events, payments } = await readDossierItems(inspection, dossierId);
    expect(meta).toMatchObject({ state: 'not-accepted', run: 0 });
    expect(payments).toEqual([]);
    expect(
      count(
        events.map(({ type }) => type),
        'dossier.not-accepted',
      ),
    ).toBe(1);
  },
};

/** Its execution is stopped by hand, and started again from the table. */
const lostExecution: Shape = {
  ...granted,
  name: 'its execution lost',
  meanwhile: {
    when: async (here, dossierId) => {
      if ((await whenProcessing(here, dossierId)) === 'later') return 'later';
      const runs = await executionsOf(here, dossierId);
      return runs.some(({ status }) => status === 'RUNNING') ? 'now' : 'wait';
    },
    act: stopExecution,
  },
  expectEnd: async (here, dossierId) => {
    await expectReturnedOnce(here.inspection, dossierId);
    const { events } = await readDossierItems(here.inspection, dossierId);
    expect(
      count(
        events.map(({ type }) => type),
        'dossier.execution-restarted',
      ),
    ).toBe(1);
  },
};

/** Nobody accepts it in time: the sweep of deadlines says so, and it goes on. */
const overdue: Shape = {
  ...granted,
  name: 'overdue',
  choices: { filesOnce: true },
  meanwhile: {
    when: async ({ inspection }, dossierId) => {
      const { meta } = await readDossierItems(inspection, dossierId);
      if (meta.state !== 'new') return 'later';
      return meta.lookups === 'done' ? 'now' : 'wait';
    },
    act: async ({ inspection, runtime }, dossierId) => {
      const { meta } = await readDossierItems(inspection, dossierId);
      const dueAt = Date.parse(meta.deadline?.at ?? '');
      await runtime.clock.advance(dueAt + PAST_DUE_MS - runtime.clock.now());
    },
    until: async ({ inspection }, dossierId) =>
      (await readDossierItems(inspection, dossierId)).events.some(({ type }) => type === 'dossier.deadline-passed'),
  },
  expectEnd: async (here, dossierId) => {
    await expectReturnedOnce(here.inspection, dossierId);
    const { events } = await readDossierItems(here.inspection, dossierId);
    const passed = events.flatMap(({ type, data }) => (type === 'dossier.deadline-passed' ? [data] : []));
    expect(passed).toEqual([expect.objectContaining({ deadline: 'intake' })]);
  },
};

export const SHAPES: readonly Shape[] = [granted, refused, withdrawn, completed, onPaper, notAccepted, lostExecution, overdue];

export const driverOf = ({ choices }: Shape, name: string): PatientDriver => patientDriver(name, choices);
