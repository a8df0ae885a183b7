import { randomUUID } from 'node:crypto';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import type { Journal } from './journal.ts';
import type { Json } from './json.ts';
import type { Machine, State } from './machine.ts';
import type { Scope, Visit, Work } from './scope.ts';
import { statusChangeEvent } from './status-change.ts';

/** Most events one execution can have in AWS. */
const LONGEST_HISTORY = 25_000;

/** A function to call once the step is durable. */
export type Call = { readonly path: string; readonly call: string; readonly functionArn: string; readonly payload: Json };

/**
 * One step of one execution: reads through to the journal, collects what changes, and is written in one transaction
 * (`commit`). Nothing outside happens before that, so a step that is lost in a crash was never seen by anyone.
 */
export class Step {
  readonly machine: Machine;
  /** Epoch milliseconds; one moment for the whole step. */
  readonly now: number;
  /** Paths of scopes that can go on without waiting. */
  readonly ready: string[] = [];
  readonly calls: Call[] = [];
  readonly #journal: Journal;
  readonly #scopes = new Map<string, Scope>();
  readonly #changed = new Set<string>();
  readonly #events: HistoryEvent[] = [];
  readonly #removedBelow: string[] = [];
  readonly #openedTokens: { hash: string; path: string }[] = [];
  readonly #closedTokens: string[] = [];
  readonly #statusEvents: string[] = [];
  #execution: Execution;
  #transitions = 0;

  constructor(journal: Journal, execution: Execution, machine: Machine, now: number) {
    this.#journal = journal;
    this.#execution = execution;
    this.machine = machine;
    this.now = now;
  }

  get execution(): Execution {
    return this.#execution;
  }

  get over(): boolean {
    return this.#execution.status !== 'RUNNING';
  }

  get transitions(): number {
    return this.#transitions;
  }

  find(path: string): Scope | undefined {
    const known = this.#scopes.get(path);
    if (known) return known;
    if (this.over || this.#removedBelow.some((prefix) => path.startsWith(prefix))) return undefined;
    const stored = this.#journal.scope(this.#execution.id, path);
    if (stored) this.#scopes.set(path, stored);
    return stored;
  }

  scope(path: string): Scope {
    const scope = this.find(path);
    if (!scope) throw new Error(`execution ${this.#execution.name} has no flow '${path}'`);
    return scope;
  }

  visit(path: string): Visit {
    const { visit } = this.scope(path);
    if (!visit) throw new Error(`flow '${path}' of execution ${this.#execution.name} is in no state`);
    return visit;
  }

  state(path: string): State {
    const { state } = this.visit(path);
    const found = this.machine.states.get(state);
    if (!found) throw new Error(`the definition of execution ${this.#execution.name} has no state ${state}`);
    return found;
  }

  put(scope: Scope): void {
    this.#scopes.set(scope.path, scope);
    this.#changed.add(scope.path);
  }

  change(path: string, change: Partial<Scope>): void {
    this.put({ ...this.scope(path), ...change });
  }

  setWork(path: string, work: Work): void {
    this.change(path, { visit: { ...this.visit(path), work } });
    if (work.kind === 'enter' || work.kind === 'attempt') this.ready.push(path);
  }

  /** Forgets all flows whose path begins with `prefix`; their tokens are closed. */
  removeBelow(prefix: string): void {
    this.#removedBelow.push(prefix);
    for (const path of this.#scopes.keys()) {
      if (!path.startsWith(prefix)) continue;
      this.#scopes.delete(path);
      this.#changed.delete(path);
    }
    this.ready.splice(0, this.ready.length, ...this.ready.filter((path) => !path.startsWith(prefix)));
  }

  openToken(hash: string, path: string): void {
    this.#openedTokens.push({ hash, path });
  }

  closeToken(hash: string): void {
    this.#closedTokens.push(hash);
  }

  countTransition(): void {
    this.#transitions += 1;
  }

  /** Appends an event to the history of the flow at `path`. */
  record(path: string, type: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.change(path, { lastEvent: this.recordAfter(this.scope(path).lastEvent, type, details) });
  }

  /** Appends an event that follows the event `previousEventId`; gives its id. */
  recordAfter(previousEventId: number, type: string, details: Readonly<Record<string, unknown>> = {}): number {
    const id = this.#execution.lastEvent + 1;
    if (id >= LONGEST_HISTORY && !type.startsWith('Execution'))
      throw new Error(`the history of an execution has at most ${LONGEST_HISTORY} events`);
    this.#execution = { ...this.#execution, lastEvent: id };
    this.#events.push({ id, previousEventId, at: this.now, type, details });
    return id;
  }

  /** The execution has begun: tells it. */
  begin(): void {
    this.countTransition();
    this.#announce();
  }

  /** The execution is over. `output` is JSON text. */
  end(
    status: Exclude<ExecutionStatus, 'RUNNING'>,
    outcome: { readonly output?: string; readonly error?: string; readonly cause?: string },
  ): void {
    this.#execution = { ...this.#execution, ...outcome, status, stoppedAt: this.now, timeoutAt: undefined };
    this.ready.length = 0;
    this.#scopes.clear();
    this.#changed.clear();
    this.#announce();
  }

  commit(): void {
    if (this.#changed.size === 0 && this.#events.length === 0) return;
    this.#journal.transaction(() => this.write());
  }

  /** Writes the step within a transaction that the caller has opened. */
  write(): void {
    this.#journal.write({
      execution: this.#execution,
      events: this.#events,
      scopes: [...this.#changed].map((path) => this.scope(path)),
      removedBelow: this.#removedBelow,
      openedTokens: this.#openedTokens,
      closedTokens: this.#closedTokens,
      statusEvents: this.#statusEvents,
      transitions: this.#transitions,
    });
  }

  #announce(): void {
    this.#statusEvents.push(JSON.stringify(statusChangeEvent(this.#execution, this.now, randomUUID())));
  }
}
