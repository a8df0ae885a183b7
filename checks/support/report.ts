/** A step has failed, and has been told. */
export class StepFailed extends Error {
  constructor(step: string, cause: unknown) {
    super(step, { cause });
    this.name = 'StepFailed';
  }
}

/** The machine lacks what the check needs: its message says all, and a trace would hide it. */
export class MachineLacks extends Error {
  override readonly name = 'MachineLacks';
}

/** Counts what a check finds, and tells it as it comes. */
export type Report = {
  /** A remark between two findings. */
  tell(line: string): void;
  /** Runs a step that what follows stands on, tells how long it took, and counts it. @throws StepFailed when it fails */
  step<Result>(name: string, action: () => Promise<Result> | Result): Promise<Result>;
  /** Runs one judgement of many, which says nothing when it passes: `judge` gives what is wrong, and what it throws is wrong too. */
  judge(name: string, judge: () => Promise<string | undefined> | string | undefined): Promise<void>;
  /** Something failed that is no step: the check itself. */
  fail(name: string, error: unknown): void;
  /** How many failed so far. */
  failed(): number;
  /** Names again what failed, and prints the closing line, which machines read: `N passed, N failed`. */
  close(): void;
};

const secondsSince = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // What failed within it has been told already, with its reason.
  if (error instanceof StepFailed) return `because of: ${error.message}`;
  if (error instanceof MachineLacks) return error.message;
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.message}\n${reasonOf(error.cause)}`;
};

export const openReport = (print: (line: string) => void): Report => {
  const failures: string[] = [];
  let passed = 0;
  const fail = (name: string, error: unknown): void => {
    failures.push(name);
    print(`FAILED  ${name}`);
    print(reasonOf(error).replaceAll(/^/gm, '        '));
  };
  return {
    tell: (line) => print(`        ${line}`),
    step: async (name, action) => {
      const started = performance.now();
      try {
        const result = await action();
        passed += 1;
        print(`passed  ${name} (${secondsSince(started)})`);
        return result;
      } catch (error) {
        fail(`${name} (${secondsSince(started)})`, error);
        throw new StepFailed(name, error);
      }
    },
    judge: async (name, judge) => {
      try {
        const fault = await judge();
        if (fault === undefined) passed += 1;
        else fail(name, fault);
      } catch (error) {
        fail(name, error);
      }
    },
    fail,
    failed: () => failures.length,
    close: () => {
      if (failures.length > 0) print('');
      for (const name of failures) print(`failed: ${name}`);
      print(`${passed} passed, ${failures.length} failed`);
    },
  };
};
