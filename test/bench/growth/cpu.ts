import { readdirSync, readFileSync } from 'node:fs';

/** CPU time in microseconds since a moment that does not change. */
export type Cpu = { readonly own: number; readonly engine: number };

/** Nanoseconds that each thread of a process has run (Linux: the first number of `schedstat`). */
const threadNanoseconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [ran = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(ran);
  }, 0);

/** CPU of this process with all its threads, and of the database engine apart. */
export const readCpu = (enginePid: number): Cpu => {
  const { user, system } = process.cpuUsage();
  return { own: user + system, engine: threadNanoseconds(enginePid) / 1000 };
};
