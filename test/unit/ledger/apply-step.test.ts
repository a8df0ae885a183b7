import { describe, expect, it } from 'vitest';
import { applyStep } from '../../../functions/ledger/apply-step.ts';
import {
  allows,
  dossierStates,
  type Edge,
  type TransitionName,
  terminalStates,
  transitions,
} from '../../../functions/ledger/dossier-state.ts';
import type { NewEvent } from '../../../functions/ledger/history-event.ts';
import { IllegalStep, type Step } from '../../../functions/ledger/ledger.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';

const names = Object.keys(transitions) as TransitionName[];
const at = new Date('2026-11-23T02:00:00.000Z');
const event: NewEvent = { type: 'dossier.lookups-waiting', data: { reason: 'timeout' } };
const step = (edges: readonly (Edge | undefined)[], more: Partial<Step> = {}): Step => ({
  at,
  by: { kind: 'staff', id: 'officer-1' },
  events: edges.map((edge) => ({ event, ...(edge && { edge }) })),
  change: {},
  ...more,
});
const metaIn = (state: Meta['state'], more: Partial<Meta> = {}) => unpaidMeta({ state, previous: undefined, n: 5, ...more });
const edge = (transition: TransitionName, to: Edge['to']): Edge => ({ transition, to });

describe('applying a step', () => {
  it('numbers its events on from META and names their states', async () => {
    const { meta, events } = applyStep(
      await metaIn('new'),
      step([edge('accept', 'accepted'), edge('requestPayment', 'payment-requested'), undefined]),
    );
    expect(events.map(({ n, from, to }) => [n, from, to])).toEqual([
      [6, 'new', 'accepted'],
      [7, 'accepted', 'payment-requested'],
      [8, undefined, undefined],
    ]);
    expect([meta.n, meta.state]).toEqual([8, 'payment-requested']);
  });

  it('says in each event when, who and why', async () => {
    const { events } = applyStep(await metaIn('new'), step([undefined], { cause: 'request-1' }));
    expect(events[0]).toMatchObject({ at: at.toISOString(), by: { kind: 'staff', id: 'officer-1' }, cause: 'request-1' });
  });

  it('changes what the step says and nothing else', async () => {
    const before = await metaIn('new');
    const { meta } = applyStep(before, step([undefined], { change: { attempts: 3 } }));
    expect(meta).toEqual({ ...before, n: 6, attempts: 3 });
  });

  it('removes what the step sets to undefined', async () => {
    const { meta } = applyStep(await metaIn('new'), step([undefined], { change: { deadline: undefined } }));
    expect(meta.deadline).toBeUndefined();
  });

  it('does not change its input', async () => {
    const before = await metaIn('new');
    const copy = structuredClone(before);
    applyStep(before, step([edge('accept', 'accepted')], { change: { attempts: 3 } }));
    expect(before).toEqual(copy);
  });

  it('walks a step that settles a payment and starts the work', async () => {
    const before = await metaIn('payment-requested', { previous: 'accepted' });
    const { meta } = applyStep(before, step([edge('settlePayment', 'accepted'), edge('startProcessing', 'processing')]));
    expect([meta.state, meta.previous]).toEqual(['processing', undefined]);
  });
});

describe('the state that a dossier came from', () => {
  it.each([
    ['requestPayment', 'accepted', 'payment-requested', { previous: 'accepted' }],
    ['requestSupplement', 'processing', 'supplement-requested', { previous: 'processing' }],
    ['requestWithdrawal', 'new', 'withdrawal-requested', { withdrawnFrom: 'new' }],
  ] as const)('is remembered by %s', async (transition, from, to, remembered) => {
    const { meta } = applyStep(await metaIn(from), step([edge(transition, to)]));
    expect({ previous: meta.previous, withdrawnFrom: meta.withdrawnFrom }).toEqual({
      previous: undefined,
      withdrawnFrom: undefined,
      ...remembered,
    });
  });

  it.each([
    ['settlePayment', 'payment-requested', { previous: 'accepted' }, 'accepted'],
    ['completeSupplement', 'supplement-requested', { previous: 'processing' }, 'processing'],
    ['completeSupplement', 'supplement-requested', { previous: 'new' }, 'accepted'],
    ['refuseWithdrawal', 'withdrawal-requested', { withdrawnFrom: 'new' }, 'new'],
  ] as const)('is where %s leads, and is forgotten then', async (transition, from, remembered, to) => {
    const { meta } = applyStep(await metaIn(from, remembered), step([edge(transition, to)]));
    expect([meta.state, meta.previous, meta.withdrawnFrom]).toEqual([to, undefined, undefined]);
  });

  it('is remembered twice when a dossier that waits is asked to be withdrawn', async () => {
    const waiting = await metaIn('payment-requested', { previous: 'accepted' });
    const asked = applyStep(waiting, step([edge('requestWithdrawal', 'withdrawal-requested')])).meta;
    const back = applyStep(asked, step([edge('refuseWithdrawal', 'payment-requested')])).meta;
    expect([asked.previous, asked.withdrawnFrom]).toEqual(['accepted', 'payment-requested']);
    expect([back.state, back.previous, back.withdrawnFrom]).toEqual(['payment-requested', 'accepted', undefined]);
  });

  it('stays when a step walks no edge', async () => {
    const { meta } = applyStep(await metaIn('payment-requested', { previous: 'accepted' }), step([undefined]));
    expect(meta.previous).toBe('accepted');
  });

  it('lets only a dossier that was not accepted yet be refused while it waits for a supplement', async () => {
    const refuse = step([edge('refuseIntake', 'not-accepted')]);
    expect(applyStep(await metaIn('supplement-requested', { previous: 'new' }), refuse).meta.state).toBe('not-accepted');
    const accepted = await metaIn('supplement-requested', { previous: 'processing' });
    expect(() => applyStep(accepted, refuse)).toThrow(IllegalStep);
  });
});

describe('a step that must not be taken', () => {
  it('throws for every edge that the table does not have, from every state', async () => {
    for (const from of dossierStates)
      for (const transition of names)
        for (const to of dossierStates) {
          // Where the dossier came from lets the ways back lead to `to`, if the table does.
          const previous = transition === 'completeSupplement' && to === 'accepted' ? 'new' : to;
          const refusedWaiting = transition === 'refuseIntake' && from === 'supplement-requested';
          const meta = await metaIn(from, { previous: refusedWaiting ? 'new' : previous, withdrawnFrom: to });
          const act = () => applyStep(meta, step([edge(transition, to)]));
          if (allows(from, { transition, to })) expect(act().meta.state).toBe(to);
          else expect(act).toThrow(IllegalStep);
        }
  });

  it('throws for every way back that leads elsewhere than where the dossier came from', async () => {
    for (const transition of ['settlePayment', 'completeSupplement', 'refuseWithdrawal'] as const)
      for (const to of dossierStates) {
        const [from = 'draft'] = transitions[transition].from;
        for (const remembered of [{}, { previous: 'draft', withdrawnFrom: 'draft' }] as const) {
          const meta = await metaIn(from, remembered);
          expect(() => applyStep(meta, step([edge(transition, to)]))).toThrow(IllegalStep);
        }
      }
  });

  it('throws when a later edge does not follow from an earlier one', async () => {
    const meta = await metaIn('new');
    expect(() => applyStep(meta, step([edge('accept', 'accepted'), edge('conclude', 'processed')]))).toThrow(
      'no edge conclude leads from accepted to processed',
    );
  });

  it('throws without an event: it would leave no trace', async () => {
    const meta = await metaIn('new');
    expect(() => applyStep(meta, step([]))).toThrow('without an event');
  });

  it('throws when its event has not the data of its type', async () => {
    const meta = await metaIn('new');
    const wrong = { type: 'dossier.submitted', data: { code: 7 } } as unknown as NewEvent;
    expect(() => applyStep(meta, step([], { events: [{ event: wrong }] }))).toThrow();
  });

  it('throws when it would make META malformed', async () => {
    const meta = await metaIn('new');
    expect(() => applyStep(meta, step([undefined], { change: { amountDue: -1 } }))).toThrow();
  });

  it('lets no data into an event that its type does not know', async () => {
    const more = { type: 'dossier.lookups-waiting', data: { reason: 'timeout', pin: '042190000016' } } as NewEvent;
    const { events } = applyStep(await metaIn('new'), step([], { events: [{ event: more }] }));
    expect(events[0]?.data).toEqual({ reason: 'timeout' });
  });
});

describe('a dossier that has ended', () => {
  it.each(terminalStates)('waits for nothing in %s', async (state) => {
    const meta = await metaIn(state);
    expect(meta.deadline).toBeDefined();
    expect(applyStep(meta, step([undefined])).meta.deadline).toBeUndefined();
  });

  it.each(terminalStates)('can go nowhere from %s', async (state) => {
    const meta = await metaIn(state);
    for (const transition of names)
      for (const to of dossierStates) expect(() => applyStep(meta, step([edge(transition, to)]))).toThrow(IllegalStep);
  });
});
