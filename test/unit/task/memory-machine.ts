import type { ApprovalInput, ApprovalMachine, TaskOutcome } from '../../../functions/task/approval-machine.ts';

/** A state machine that only remembers: which executions were started, which tokens wait, what they were told. */
export const memoryMachine = () => {
  const executions = new Map<string, ApprovalInput>();
  const ended = new Map<string, string>();
  const tokens = new Map<string, { waiting: boolean; outcome?: TaskOutcome }>();
  let failing = 0;
  const mayFail = () => {
    if (failing > 0) {
      failing -= 1;
      throw new Error('Step Functions is throttled');
    }
  };

  const machine: ApprovalMachine = {
    start: async (name, input) => {
      mayFail();
      if (executions.has(name)) return 'exists';
      executions.set(name, input);
      return 'started';
    },
    statusOf: async (name) => {
      mayFail();
      return ended.get(name) ?? (executions.has(name) ? 'RUNNING' : undefined);
    },
    succeed: async (token, outcome) => {
      mayFail();
      const known = tokens.get(token);
      if (!known?.waiting) return 'moved-already';
      tokens.set(token, { waiting: false, outcome });
      return 'moved';
    },
  };
  return {
    ...machine,
    executions,
    /** A Task state begins to wait with this token. */
    wait: (token: string) => {
      tokens.set(token, { waiting: true });
      return token;
    },
    /** The Task state was given up: nobody waits with the token any more. */
    giveUp: (token: string) => void tokens.set(token, { waiting: false }),
    /** An execution ended, and nobody was told. */
    end: (name: string, status = 'FAILED') => void ended.set(name, status),
    outcomeOf: (token: string): TaskOutcome | undefined => tokens.get(token)?.outcome,
    failNext: (times = 1) => {
      failing = times;
    },
  };
};
