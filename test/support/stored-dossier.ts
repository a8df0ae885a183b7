import { applyStep } from '../../functions/ledger/apply-step.ts';
import {
  codePointerKey,
  counterKey,
  documentKey,
  eventKey,
  formKey,
  type ItemKey,
  idempotencyKey,
  lookupsWaitingKey,
  paymentKey,
  resultKey,
  resultPointerKey,
  uploadKey,
} from '../../functions/ledger/item-keys.ts';
import type { Item, ItemWrite, Step } from '../../functions/ledger/ledger.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { openStage, taskWrite } from '../../functions/ledger/open-stage.ts';
import { storedMeta } from '../../functions/ledger/stored-meta.ts';
import { type Task, taskIdOf } from '../../functions/ledger/task.ts';
import { bookPayment } from '../../functions/payment/end-payment.ts';
import { referenceOf } from '../../functions/payment/payment.ts';
import { storeToken } from '../../functions/task/task-token.ts';
import { acceptedAt, demoStages, unpaidMeta, withoutLimits } from './accepted-dossier.ts';
import { countedUlid } from './fixed.ts';

/** How far a dossier has come. */
export const ways = ['draft', 'new', 'payment-requested', 'processing', 'decided', 'processed', 'returned'] as const;
export type Way = (typeof ways)[number];

const sealed = { wrappedKey: Uint8Array.of(1), iv: Uint8Array.of(2), tag: Uint8Array.of(3), text: Uint8Array.of(4) };
const sha256 = 'a'.repeat(64);
const system = { kind: 'system', id: 'test' } as const;
const minute = (n: number) => new Date(Date.parse('2026-11-23T01:00:00.000Z') + n * 60_000);
const put = (key: ItemKey, item: Item): ItemWrite => ({ kind: 'put', key, item });
const pointer = (reference: string, digest: string) =>
  put(idempotencyKey(digest), { requestHash: 'hash', reference, expiresAt: 1_795_000_000 });

/** All items of dossier `number` as the cell's steps store them, pointers and counters included. */
export const storedDossier = async (until: Way = 'returned', number = 1): Promise<Item[]> => {
  const dossierId = countedUlid(number);
  const items = new Map<string, Item>();
  const store = ({ pk, sk }: ItemKey, item: Item): void => void items.set(`${pk} ${sk}`, { ...item, pk, sk });
  const {
    stages: _stages,
    code: _code,
    submittedAt: _submitted,
    acceptedAt: _accepted,
    dueAt,
    calendarVersion,
    deadline,
    ...base
  } = await unpaidMeta({
    dossierId,
    n: 0,
    state: 'draft',
    previous: undefined,
    documents: { LEASE: 'expected' },
    lookups: 'none',
    findings: {},
    amountDue: 0,
  });
  let meta: Meta = { ...base, stages: [] };
  const take = (step: Omit<Step, 'by'>): void => {
    const done = applyStep(meta, { by: system, ...step });
    meta = done.meta;
    const stored = storedMeta(meta, step.index ?? {});
    store({ pk: String(stored['pk']), sk: 'META' }, stored);
    for (const event of done.events) store(eventKey(dossierId, event.n), event);
    for (const { key, item } of step.writes ?? []) store(key, item);
  };
  const till = (way: Way) => ways.indexOf(way) <= ways.indexOf(until);
  const all = () => [...items.values()];

  take({
    at: minute(0),
    events: [
      {
        event: { type: 'dossier.drafted', data: { procedure: meta.procedure, procedureVersion: meta.procedureVersion, channel: 'online' } },
      },
    ],
    change: {},
    writes: [put(formKey(dossierId), { dossierId, sealed }), pointer(dossierId, `draft-${number}`)],
  });
  if (!till('new')) return all();

  const file = {
    dossierId,
    document: 'LEASE',
    objectKey: `${dossierId}/LEASE/${sha256}`,
    sha256,
    bytes: 9,
    contentType: 'application/pdf',
    requestedAt: minute(1).toISOString(),
  };
  store(uploadKey(dossierId, 'LEASE'), file);
  take({
    at: minute(2),
    events: [{ event: { type: 'document.uploaded', data: { document: 'LEASE', sha256, bytes: 9 } } }],
    change: { documents: { LEASE: 'uploaded' } },
    writes: [put(documentKey(dossierId, 'LEASE'), { ...file, uploadedAt: minute(2).toISOString() })],
  });
  const code = `G01.042.001-261123-${String(number).padStart(6, '0')}`;
  const inbox = { inbox: { at: minute(480).toISOString() } };
  store(counterKey('CODE#G01.042.001#261123'), { value: number });
  take({
    at: minute(30),
    events: [
      {
        event: { type: 'dossier.submitted', data: { code, receivedAt: minute(30).toISOString() } },
        edge: { transition: 'submit', to: 'new' },
      },
    ],
    change: {
      code,
      submittedAt: minute(30).toISOString(),
      lookups: 'waiting',
      deadline: { kind: 'intake', at: minute(480).toISOString() },
    },
    index: inbox,
    writes: [put(codePointerKey(code), { dossierId })],
  });
  take({
    at: minute(31),
    events: [{ event: { type: 'dossier.lookups-waiting', data: { reason: 'test' } } }],
    change: {},
    index: inbox,
    writes: [put(lookupsWaitingKey(dossierId), { reason: 'test' })],
  });
  const findings = { population: 'match', land: 'not-found' };
  take({
    at: minute(32),
    events: [{ event: { type: 'dossier.looked-up', data: { findings } } }],
    change: { findings, lookups: 'done' },
    index: inbox,
  });
  if (!till('payment-requested')) return all();

  if (!dueAt) throw new Error('an accepted dossier has an appointment');
  take({
    at: new Date(acceptedAt),
    events: [
      {
        event: { type: 'dossier.accepted', data: { dueAt, office: meta.office, timing: 'BEFORE' } },
        edge: { transition: 'accept', to: 'accepted' },
      },
      {
        event: { type: 'dossier.payment-requested', data: { amount: 10_000 } },
        edge: { transition: 'requestPayment', to: 'payment-requested' },
      },
    ],
    change: { acceptedAt, dueAt, calendarVersion, amountDue: 10_000, stages: demoStages, deadline },
  });
  const reference = referenceOf(dossierId, 1);
  const attempt = { attempt: 1, amount: 10_000, reference };
  const payment = {
    ...attempt,
    dossierId,
    state: 'open' as const,
    createdAt: minute(70).toISOString(),
    validUntil: minute(85).toISOString(),
  };
  take({
    at: minute(70),
    events: [{ event: { type: 'payment.attempted', data: attempt } }],
    change: { attempts: 1 },
    writes: [put(paymentKey(dossierId, 1), payment), pointer(reference, `payment-${number}`)],
  });
  if (!till('processing')) return all();

  store(counterKey('RECEIPT#42#26'), { value: number });
  const receipt = `42-26E-${String(number).padStart(7, '0')}`;
  take(bookPayment(meta, { ...payment, closedAt: minute(71).toISOString() }, receipt, minute(71), { limitOf: withoutLimits, tasks: [] }));
  if (!till('decided')) return all();

  const tasks = demoStages.flat();
  const close = async (n: number, answer: NonNullable<Task['answer']>): Promise<void> => {
    const planned = tasks.find((task) => task.n === n);
    if (!planned) throw new Error(`the plan has no task ${n}`);
    const at = minute(80 + n);
    const taskId = taskIdOf(dossierId, n);
    await storeToken(
      { putItem: async (key, item) => store(key, item) },
      { dossierId, taskId, token: `token-${n}`, heldAt: at.toISOString() },
    );
    const next = n === 3 ? openStage(meta, 1, at, withoutLimits) : undefined;
    const opened = next && { opened: [...next.opened] };
    const task: Task = {
      ...planned,
      dossierId,
      taskId,
      state: 'closed',
      openedAt: at.toISOString(),
      dueAt,
      closedAt: at.toISOString(),
      answer,
    };
    const data = { taskId, timing: 'BEFORE', ...opened };
    take({
      at,
      events: [
        answer === 'GRANT' || answer === 'REFUSE'
          ? { event: { type: 'task.decided', data: { ...data, office: planned.office, decision: answer } } }
          : { event: { type: 'task.answered', data: { ...data, agency: planned.agency, answer } } },
      ],
      change: next?.change ?? { openTasks: meta.openTasks - 1 },
      writes: [taskWrite(task), ...(next?.writes ?? [])],
    });
  };
  await close(1, 'POSITIVE');
  await close(2, 'NEGATIVE');
  await close(3, 'POSITIVE');
  await close(4, 'GRANT');
  if (!till('processed')) return all();

  const at = minute(100);
  const resultCode = `C${String(number).padStart(20, '0')}`;
  const result = { code: resultCode, number: `${number}/2026/CT08-${meta.office}`, outcome: 'GRANTED' as const };
  store(counterKey(`RESULT#${meta.office}#2026`), { value: number });
  take({
    at,
    events: [
      {
        event: { type: 'dossier.concluded', data: { outcome: 'GRANTED', resultCode, number: result.number, timing: 'BEFORE' } },
        edge: { transition: 'conclude', to: 'processed' },
      },
    ],
    change: { outcome: 'GRANTED', resultCode, concludedAt: at.toISOString(), openTasks: 0, deadline: undefined },
    writes: [
      put(resultKey(dossierId), { dossierId, ...result, issuedAt: at.toISOString(), kid: 'key', sealed }),
      put(resultPointerKey(resultCode), {
        dossierId,
        cell: '42',
        office: meta.office,
        procedure: meta.procedure,
        number: result.number,
        outcome: 'GRANTED',
        issuedAt: at.toISOString(),
      }),
    ],
  });
  if (!till('returned')) return all();

  take({
    at: minute(101),
    events: [{ event: { type: 'dossier.returned', data: { way: 'E_DOCUMENT' } }, edge: { transition: 'return', to: 'returned' } }],
    change: { returnedAt: minute(101).toISOString() },
  });
  return all();
};
