import { AwsError } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import type { InvokeFunction, InvokeResult } from '../invoke.ts';
import { startFlow } from './children.ts';
import { compileMachine } from './compile-machine.ts';
import type { Execution } from './execution.ts';
import { inputDetails } from './history-details.ts';
import type { Journal } from './journal.ts';
import { parseJson } from './json.ts';
import type { Machine } from './machine.ts';
import { endExecution } from './outcomes.ts';
import { newScope } from './scope.ts';
import { startState } from './start-state.ts';
import { type Call, Step } from './step.ts';
import { functionReturned, openTask, timePassed } from './task-outcome.ts';

/** States that an execution goes through before others get their turn and the journal is written. */
const STATES_A_STEP = 200;

/**
 * Runs executions. Each has its steps done one at a time: something happened (a function returned, a token came, time
 * passed), what follows from it is computed up to the next waiting, written to the journal, and only then acted upon.
 * All waiting is in the journal, so after a crash `resume` goes on from the last step.
 */
export class Engine {
  readonly #journal: Journal;
  readonly #clock: VirtualClock;
  readonly #invoke: InvokeFunction;
  readonly #afterCommit: () => void;
  readonly #machines = new Map<string, Machine>();
  readonly #turns = new Map<number, Promise<unknown>>();
  #transitions: number;
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;
  #stopped = false;

  constructor(journal: Journal, clock: VirtualClock, invoke: InvokeFunction, afterCommit: () => void) {
    this.#journal = journal;
    this.#clock = clock;
    this.#invoke = invoke;
    this.#afterCommit = afterCommit;
    this.#transitions = journal.transitions();
  }

  get transitions(): number {
    return this.#transitions;
  }

  /** Starts an execution; it is durable when this returns. */
  start(execution: Omit<Execution, 'id' | 'lastEvent' | 'timeoutAt' | 'status' | 'stoppedAt' | 'output' | 'error' | 'cause'>): Execution {
    if (this.#stopped) throw new AwsError('ServiceUnavailable', 'the state machine engine is stopping', 503);
    const machine = this.#machine(execution.definition);
    const timeoutAt = machine.timeoutSeconds === undefined ? undefined : execution.startedAt + machine.timeoutSeconds * 1000;
    const { step, started } = this.#journal.transaction(() => {
      const started = this.#journal.addExecution({
        ...execution,
        status: 'RUNNING',
        stoppedAt: undefined,
        output: undefined,
        error: undefined,
        cause: undefined,
        lastEvent: 0,
        timeoutAt,
      });
      const step = new Step(this.#journal, started, machine, execution.startedAt);
      step.begin();
      step.recordAfter(0, 'ExecutionStarted', {
        executionStartedEventDetails: { ...inputDetails(started.input), roleArn: started.roleArn },
      });
      step.put(newScope('', undefined, 0));
      startFlow(step, '', machine, parseJson(started.input), 0);
      step.write();
      return { step, started };
    });
    this.#committed(started.id, step);
    return started;
  }

  /** Does one step of an execution that is still running; gives undefined when it is over (or gone). */
  act<Result>(id: number, action: (step: Step) => Promise<Result>): Promise<Result | undefined> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(() => this.#step(id, action));
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#turns.get(id) === settled) this.#turns.delete(id);
      });
    this.#turns.set(id, settled);
    return turn;
  }

  /** Goes on with every running execution, as the journal has it. */
  async resume(): Promise<void> {
    for (const id of this.#journal.runningExecutions()) {
      await this.act(id, async (step) => {
        for (const { path, visit } of this.#journal.runningScopes(id)) {
          if (visit?.work.kind === 'enter' || visit?.work.kind === 'attempt') step.ready.push(path);
          const work = openTask(step, path)?.work;
          if (work && !work.answered) step.calls.push({ path, ...work });
        }
      });
    }
    this.#setTimer();
  }

  /** Ends after the steps that are under way; results of functions that return later are dropped (they are called again after `resume`). */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  async #step<Result>(id: number, action: (step: Step) => Promise<Result>): Promise<Result | undefined> {
    const execution = this.#stopped ? undefined : this.#journal.execution(id);
    if (execution?.status !== 'RUNNING') return undefined;
    const step = new Step(this.#journal, execution, this.#machine(execution.definition), this.#clock.now());
    let result: Result;
    try {
      result = await action(step);
      for (let states = 0; states < STATES_A_STEP; states += 1) {
        const path = step.ready.shift();
        if (path === undefined) break;
        await startState(step, path);
      }
      step.commit();
    } catch (error) {
      if (error instanceof AwsError) throw error;
      this.#fail(execution, error);
      return undefined;
    }
    this.#committed(id, step);
    return result;
  }

  /** What the engine itself could not go on from ends the execution, as `States.Runtime`. */
  #fail(execution: Execution, error: unknown): void {
    const step = new Step(this.#journal, execution, this.#machine(execution.definition), this.#clock.now());
    const failure = { error: 'States.Runtime', cause: error instanceof Error ? error.message : String(error) };
    step.recordAfter(execution.lastEvent, 'ExecutionFailed', { executionFailedEventDetails: failure });
    step.end('FAILED', failure);
    step.commit();
    this.#committed(execution.id, step);
  }

  #committed(id: number, step: Step): void {
    this.#transitions += step.transitions;
    if (!step.over) for (const call of step.calls) this.#call(id, call);
    if (step.ready.length > 0) this.#goOn(id, [...step.ready]);
    this.#setTimer();
    this.#afterCommit();
  }

  #goOn(id: number, paths: readonly string[]): void {
    void this.act(id, async (step) => {
      for (const path of paths) if (step.find(path)) step.ready.push(path);
    });
  }

  #call(id: number, { path, call, functionArn, payload }: Call): void {
    const returned = (result: InvokeResult) => {
      void this.act(id, (step) => functionReturned(step, path, call, result));
    };
    const missing = (error: unknown) =>
      returned({
        ok: false,
        errorType: 'Lambda.ResourceNotFoundException',
        errorMessage: error instanceof Error ? error.message : String(error),
      });
    this.#invoke(functionArn, payload).then(returned, missing);
  }

  /** One timer, for the earliest time in the journal. */
  #setTimer(): void {
    const due = this.#stopped ? undefined : this.#journal.nextDue();
    if (this.#timer?.due === due) return;
    this.#timer?.cancel();
    this.#timer = due === undefined ? undefined : { due, cancel: this.#clock.at(due, () => this.#fire()) };
  }

  #fire(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    const turns = [
      ...this.#journal.dueExecutions(now).map((id) => this.act(id, async (step) => this.#timeOut(step))),
      ...this.#journal.dueScopes(now).map(({ execution, path }) => this.act(execution, (step) => timePassed(step, path))),
    ];
    void Promise.allSettled(turns).then(() => this.#setTimer());
  }

  #timeOut(step: Step): void {
    const { timeoutAt } = step.execution;
    if (timeoutAt !== undefined && timeoutAt <= step.now) endExecution(step, 'TIMED_OUT', { error: 'States.Timeout' });
  }

  #machine(definition: string): Machine {
    const known = this.#machines.get(definition);
    if (known) return known;
    const { machine, faults } = compileMachine(this.#journal.definition(definition));
    if (faults.length > 0) throw new Error(`the definition ${definition} in states.sqlite cannot be run: ${faults.join('; ')}`);
    this.#machines.set(definition, machine);
    return machine;
  }
}
