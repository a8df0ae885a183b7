import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { bundledCalendars } from '../../functions/calendar/calendars.ts';
import { messagesOf } from '../../functions/ledger/cloud-event.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoppable, stopStep } from '../../functions/ledger/stop-step.ts';
import { bundledProcedures } from '../../functions/procedure/catalogue.ts';
import { answerTask } from '../../functions/task/answer-task.ts';
import { sfnApprovalMachine } from '../../functions/task/approval-machine.sfn.ts';
import { decideTask } from '../../functions/task/decide-task.ts';
import { type DueRestart, delayRestart } from '../../functions/task/delay-restart.ts';
import { driveApprovals } from '../../functions/task/drive-approvals.ts';
import { createHandler as holdTaskToken } from '../../functions/task/hold-task-token.handler.ts';
import { restartExecution } from '../../functions/task/restart-execution.ts';
import { serveAwsJson } from '../../local/aws-json.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { InvokeResult } from '../../local/invoke.ts';
import { openStates } from '../../local/states/open-states.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import { seedProcessing } from '../support/accepted-dossier.ts';
import { fixedPersonalData, noPause, recordedLog } from '../support/fixed.ts';
import { fixedDowntimes } from '../support/fixed-downtimes.ts';
import { memoryLedger } from '../support/memory-ledger.ts';

const functionArn = (name: string) => `arn:aws:lambda:ap-southeast-1:000000000000:function:${name}`;
const machineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approval';

const definition = readFileSync(join(import.meta.dirname, '../../state-machines/approval.asl.json'), 'utf8')
  .replaceAll('${HoldTaskToken}', functionArn('hold'))
  .replaceAll('${ConcludeDossier}', functionArn('conclude'));

/** Waits for a condition, in machine time. */
const until = async <Value>(look: () => Promise<Value | undefined> | Value | undefined, what: string): Promise<Value> => {
  const deadline = performance.now() + 8_000;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`${what} did not come about in time`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** How the next calls of a function fail, before it does anything. */
type Faults = { hold: string[]; conclude: string[] };

/**
 * The product's approval machine on the local interpreter, behind a real endpoint with the real client, with the product's functions
 * around it and a dossier in a ledger in memory. Events and status changes travel when the test says so.
 */
export const openApproval = async (more: Partial<Meta> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'approval-'));
  const clock = new VirtualClock();
  const ledger = memoryLedger();
  const meta = await seedProcessing(ledger, more);
  const { dossierId } = meta;
  const log = recordedLog();
  const faults: Faults = { hold: [], conclude: [] };
  const concluded: unknown[] = [];
  const statusChanges: StatusChange[] = [];

  const functions: Readonly<Record<string, (event: unknown) => Promise<unknown>>> = {
    hold: (event) => holdTaskToken({ ledger, machine, log, clock: now })(event),
    conclude: async (event) => {
      concluded.push(event);
      ledger.seed({ ...ledger.meta(dossierId), state: 'processed' });
      return { kind: 'concluded' };
    },
  };
  const states = await openStates({
    dataDir: folder,
    clock,
    onStatusChange: (change) => void statusChanges.push(change),
    invoke: async (arn, event): Promise<InvokeResult> => {
      const name = arn.split(':').at(-1);
      const errorType = name === 'hold' || name === 'conclude' ? faults[name].shift() : undefined;
      if (errorType) return { ok: false, errorType, errorMessage: 'as told' };
      try {
        return { ok: true, payload: await functions[name ?? '']?.(event) };
      } catch (error) {
        return { ok: false, errorType: error instanceof Error ? error.name : 'Error', errorMessage: String(error) };
      }
    },
  });
  const server = await serveAwsJson({ AWSStepFunctions: states.service });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sfn = new SFNClient({ endpoint: server.url, region: 'ap-southeast-1', credentials, maxAttempts: 1 });
  const machine = sfnApprovalMachine(machineArn, sfn);
  const now = { now: () => new Date(clock.now()) };
  states.deploy([{ arn: machineArn, name: 'approval', roleArn: 'arn:aws:iam::000000000000:role/states', definition }]);
  await states.resume();

  const step = {
    ...{ ledger, clock: now, pause: noPause, random: () => 0.5 },
    ...{ procedures: bundledProcedures, calendars: bundledCalendars, downtimes: fixedDowntimes(), personalData: fixedPersonalData() },
  };
  const approvals = { ...step, machine };
  const putOff: { readonly due: DueRestart; readonly delaySeconds: number }[] = [];
  const queue = { send: async (due: DueRestart, delaySeconds: number) => void putOff.push({ due, delaySeconds }) };
  const executionArn = (run: number) => `${machineArn.replace(':stateMachine:', ':execution:')}:${dossierId}-${run}`;
  const history = async (run: number): Promise<HistoryEvent[]> => {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn: executionArn(run), nextToken, maxResults: 1000 }));
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  };
  const tokens = () => ledger.items().filter(({ sk }) => String(sk).startsWith('TOKEN#'));
  let delivered = 0;

  return {
    clock,
    ledger,
    machine,
    meta,
    states,
    faults,
    concluded,
    tokens,
    history,
    taskId: (n: number) => `${dossierId}.${n}`,
    answer: (system: string, n: number, answer: 'POSITIVE' | 'NEGATIVE' = 'POSITIVE') =>
      answerTask(step)({ caller: { system }, taskId: `${dossierId}.${n}`, answer, cause: 'test' }),
    decide: (n: number, decision: 'GRANT' | 'REFUSE' = 'GRANT') =>
      decideTask(step)({
        caller: { sub: 'chief-1', office: meta.office },
        taskId: `${dossierId}.${n}`,
        decision,
        reason: 'words',
        legalBasis: 'law',
        cause: 'test',
      }),
    /** As a granted withdrawal does it: the dossier ends, and its open tasks are cancelled. */
    stopDossier: async () => {
      const before = ledger.meta(dossierId);
      const stopped = stopStep(await readStoppable(ledger, before), { reason: 'UNPAID', at: now.now() });
      await ledger.commit(before, { ...stopped, by: { kind: 'system', id: 'test' } });
    },
    /** As entering state 4 does it. */
    start: (run = 1) => driveApprovals(approvals)({ type: 'vn.motcua.dossier.processing-started.v1', subject: dossierId, data: { run } }),
    /** Hands every event since the last time to the approvals consumer. */
    deliver: async () => {
      const facts = ledger.events(dossierId).slice(delivered);
      delivered += facts.length;
      for (const fact of facts) for (const { event } of messagesOf(fact, '42')) await driveApprovals(approvals)(event);
    },
    /** Hands every status change so far to the consumer that restarts, and its own messages back when they are due. */
    restartLost: async () => {
      const kinds: string[] = [];
      for (const { id, detail } of statusChanges.splice(0)) kinds.push((await delayRestart({ machineArn, queue })(detail, id)).kind);
      for (const { due, delaySeconds } of putOff.splice(0)) {
        await clock.advance(delaySeconds * 1000);
        kinds.push((await restartExecution(step)(due.restartDue)).kind);
      }
      return kinds;
    },
    /** Forgets every status change so far: EventBridge lost them. */
    loseStatusChanges: () => void statusChanges.splice(0),
    stop: (run: number) => sfn.send(new StopExecutionCommand({ executionArn: executionArn(run) })),
    /** Waits until `count` tokens in all were handed over. */
    held: (count: number) => until(() => (tokens().length >= count ? true : undefined), `${count} tokens`),
    /** Waits until `run` has ended and its end was told. */
    ended: async (run = 1): Promise<DescribeExecutionOutput> => {
      await until(
        () => statusChanges.find(({ detail }) => detail.name === `${dossierId}-${run}` && detail.status !== 'RUNNING'),
        `the end of run ${run}`,
      );
      return sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(run) }));
    },
    isRunning: async (run = 1) => (await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(run) }))).status === 'RUNNING',
    /** Transitions of one run by its history: the start, and every state entered. */
    transitions: async (run = 1) => 1 + (await history(run)).filter(({ type }) => type?.endsWith('StateEntered')).length,
    close: async () => {
      sfn.destroy();
      await server.stop();
      await states.stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Approval = Awaited<ReturnType<typeof openApproval>>;
