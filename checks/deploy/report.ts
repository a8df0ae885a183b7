export type Report = {
  /** A remark between two steps. */
  tell(line: string): void;
  /**
   * Runs a step and counts it. A failure is told, counted and thrown on: what follows a failed step proves nothing.
   */
  step<Result>(name: string, action: () => Promise<Result>): Promise<Result>;
  /** The closing line: `N passed, N failed`. */
  close(): { readonly failed: number };
};

/** A step has failed and has been told. */
export class StepFailed extends Error {
  constructor(step: string, cause: unknown) {
    super(step, { cause });
    this.name = 'StepFailed';
  }
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

export const openReport = (print: (line: string) => void): Report => {
  let passed = 0;
  let failed = 0;
  return {
    tell: (line) => print(`        ${line}`),
    step: async (name, action) => {
      const started = performance.now();
      try {
        const result = await action();
        passed += 1;
        print(`passed  ${name} (${seconds(started)})`);
        return result;
      } catch (error) {
        failed += 1;
        print(`FAILED  ${name} (${seconds(started)})`);
        print(error instanceof Error ? (error.stack ?? error.message) : String(error));
        throw new StepFailed(name, error);
      }
    },
    close: () => {
      print(`${passed} passed, ${failed} failed`);
      return { failed };
    },
  };
};
