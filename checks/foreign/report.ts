/** Counts judgements and prints those that failed; every part of the check tells it what it found. */
export class Report {
  #passed = 0;
  #failed = 0;

  /** Runs one judgement: `judge` gives what is wrong, or nothing; what it throws is wrong too. */
  async judge(name: string, judge: () => Promise<string | undefined> | string | undefined): Promise<void> {
    let fault: string | undefined;
    try {
      fault = await judge();
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    if (fault === undefined) {
      this.#passed += 1;
      return;
    }
    this.#failed += 1;
    this.note(`FAILED ${name}\n    ${fault}`);
  }

  note(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  get failed(): number {
    return this.#failed;
  }

  /** The closing line, which machines read. */
  close(): void {
    this.note(`${this.#passed} passed, ${this.#failed} failed`);
  }
}
