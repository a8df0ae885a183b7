import type { Disturbance, FunctionCall, Judge } from '../../../local/lambda/egress.ts';
import { isKept } from './place-in-code.ts';
import type { Trial } from './trials.ts';

/** One trial at one place. */
export type Case = {
  readonly name: string;
  readonly trial: string;
  readonly functionId: string;
  /** Kind of journey in which it was first seen. */
  readonly shape: string;
  /** The cases that had befallen that journey before. */
  readonly behind: readonly string[];
  /** Whether an environment comes there but once, or was only seen there in its first invocation so far. */
  onceOnly: boolean;
  hits: number;
  /** How often the call was tried when it was hit last: the SDK's attempts. */
  attempts: number;
  /** Whether the invocation that it befell came to the same place again. */
  again: boolean;
};

export type JourneyPlan = {
  readonly shape: string;
  /** Whether anything befalls it; otherwise it only shows which cases there are. */
  readonly disturbed: boolean;
  /** Cases to repeat, each once: what led to a case that is still open. */
  readonly repeat: readonly string[];
};

/** Most invocations of one function that fail in one journey: fewer than any of its event sources puts up with. */
const MOST_FAILURES = 3;

/**
 * Tries each of `trials` at each place where it can befall: at the first chance that a journey gives. Places that only show up
 * after a disturbance are added as they are seen.
 */
export const openCampaign = (trials: readonly Trial[]) => {
  const cases = new Map<string, Case>();
  /** What befell the first attempt of a call that may be tried again. */
  const begun = new Map<string, { readonly trial: Trial; readonly one: Case }>();
  /** What befell an invocation. */
  const borne = new Set<string>();
  /** Functions whose SDK has repeated calls: it does so only a number of times before it gives up repeating. */
  let tired = new Set<string>();
  let plan: JourneyPlan = { shape: '', disturbed: false, repeat: [] };
  let befallen: string[] = [];
  let repeats = new Set<string>();
  let failures = new Map<string, number>();

  const note = (call: FunctionCall, trial: string, place: string): Case => {
    const name = `${trial} — ${place}`;
    const { id, functionId, cold } = call.invocation;
    const known = cases.get(name) ?? {
      name,
      trial,
      functionId,
      shape: plan.shape,
      behind: [...befallen],
      onceOnly: true,
      hits: 0,
      attempts: 0,
      again: false,
    };
    cases.set(name, known);
    if (!cold && !isKept(`${call.service}.${call.operation}`)) known.onceOnly = false;
    if (borne.has(`${id} ${name}`)) known.again = true;
    return known;
  };

  const keyOf = ({ invocation, index }: FunctionCall): string => `${invocation.id} ${index}`;

  const hit = (call: FunctionCall, trial: Trial, one: Case): void => {
    one.hits += 1;
    one.attempts = 1;
    befallen.push(one.name);
    repeats.delete(one.name);
    if (trial.failsInvocation) failures.set(one.functionId, (failures.get(one.functionId) ?? 0) + 1);
    begun.set(keyOf(call), { trial, one });
    borne.add(`${call.invocation.id} ${one.name}`);
  };

  const goOn = (call: FunctionCall): Disturbance | undefined => {
    const first = begun.get(keyOf(call));
    if (!first) return undefined;
    first.one.attempts = call.attempt;
    tired.add(first.one.functionId);
    return first.trial.everyAttempt ? first.trial.disturb(call) : undefined;
  };

  const judge: Judge = (call) => {
    if (call.attempt > 1) return goOn(call);
    const found = trials.flatMap((trial) => {
      const place = trial.place(call);
      return place === undefined ? [] : [{ trial, one: note(call, trial.name, place) }];
    });
    if (!plan.disturbed) return undefined;
    const most = MOST_FAILURES + (plan.repeat.length > 0 ? 1 : 0);
    const chosen = found.find(({ trial, one }) => {
      if (one.hits > 0 && !repeats.has(one.name)) return false;
      return !trial.failsInvocation || (failures.get(one.functionId) ?? 0) < most;
    });
    if (!chosen) return undefined;
    hit(call, chosen.trial, chosen.one);
    return chosen.trial.disturb(call);
  };

  return {
    judge,
    begin: (next: JourneyPlan): void => {
      plan = next;
      befallen = [];
      repeats = new Set(next.repeat);
      failures = new Map();
      begun.clear();
      borne.clear();
      tired = new Set();
    },
    cases: (): readonly Case[] => [...cases.values()],
    open: (): readonly Case[] => [...cases.values()].filter(({ hits }) => hits === 0),
    tired: (): readonly string[] => [...tired],
    /** What befell the journey under way, in order. */
    befallen: (): readonly string[] => befallen,
  };
};

export type Campaign = ReturnType<typeof openCampaign>;
