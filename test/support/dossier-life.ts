import type { OperationId } from '../../functions/api/policy.ts';
import { vietnamCalendar } from '../../functions/calendar/vietnam.ts';
import { scanKey } from '../../functions/document/scan-verdict.ts';
import type { CertifiedDowntime } from '../../functions/downtime/downtime.ts';
import { intakeIndex } from '../../functions/procedure/intake.ts';
import { type CellOptions, cellInMemory } from '../contract/cell-in-memory.ts';
import { announcementOf, hexOf, pdf } from '../unit/document/document-bench.ts';
import { faultsInMemory } from './faults-in-memory.ts';
import { agencyClaims, citizenClaims, type HttpEventParts, staffClaims } from './http-event.ts';
import { allFound, rentedForm } from './intake-bench.ts';

const stages = ['new', 'payment-requested', 'processing', 'deciding', 'decided'] as const;
export type Stage = (typeof stages)[number];

export type Filed = {
  readonly procedure?: string;
  readonly delivery?: 'ONLINE' | 'COUNTER' | 'POST';
  readonly form?: object;
  /** The officer who enters it for the person at the counter; without one the person files online. */
  readonly enteredBy?: Record<string, string>;
};

const uploads = { owner: ['requestUpload', 'confirmUpload'], officer: ['requestStaffUpload', 'confirmStaffUpload'] } as const;

/** Words that a person is told. */
export const because = { reason: 'Lý do đã được nêu rõ', legalBasis: 'Luật Cư trú, Điều 22' };

/**
 * The whole life of dossiers in one cell in memory, through the handlers and as its callers live it. Each step answers as the handler
 * did; `faults` holds the dossier against its own history, as the operator's checker does.
 */
export const dossierLife = (options: CellOptions = {}) => {
  const cell = cellInMemory(options);
  const { ledger, clock, call } = cell;
  let keys = 0;
  const once = () => {
    keys += 1;
    return { 'idempotency-key': `life-key-${keys}` };
  };

  const citizen = (operation: OperationId, dossierId: string, parts: HttpEventParts = {}) =>
    call(operation, { claims: citizenClaims(), ...parts, path: { dossierId, ...parts.path } });
  const staff = (operation: OperationId, path: Record<string, string>, body: unknown = undefined, claims: Record<string, string> = {}) =>
    call(operation, { claims: staffClaims({ roles: '[intake approver leader clerk]', ...claims }), path, body });
  const agency = (operation: OperationId, system: string, taskId: string, body: unknown = undefined) =>
    call(operation, { claims: agencyClaims(system), path: { taskId }, body });

  /** Uploads the lease, as its owner or as the officer who enters the dossier. */
  const upload = async (dossierId: string, officer?: Record<string, string>): Promise<void> => {
    const path = { dossierId, document: 'LEASE' };
    const [request, confirm] = officer ? uploads.officer : uploads.owner;
    const claims = officer ? staffClaims(officer) : citizenClaims();
    await call(request, { claims, path, body: announcementOf(pdf) });
    const objectKey = `${dossierId}/LEASE/${hexOf(pdf)}`;
    cell.files.put(objectKey, pdf);
    await call(confirm, { claims, path });
    await ledger.putItem(scanKey(dossierId, { document: 'LEASE', sha256: hexOf(pdf) }, 'NO_THREATS_FOUND'), {
      ...{ objectKey, status: 'NO_THREATS_FOUND', at: clock.now().toISOString() },
    });
  };

  /** The registers' answer, as run-lookups writes it. */
  const lookUp = async (dossierId: string): Promise<void> => {
    const meta = ledger.meta(dossierId);
    await ledger.commit(meta, {
      ...{ at: clock.now(), by: { kind: 'system', id: 'run-lookups' }, index: intakeIndex(vietnamCalendar, meta) },
      events: [{ event: { type: 'dossier.looked-up', data: { findings: allFound } } }],
      change: { findings: allFound, lookups: 'done' },
    });
  };

  const tasksOf = (dossierId: string) =>
    ledger
      .meta(dossierId)
      .stages.flat()
      .map(({ n, kind, role, agency: system, office }) => ({ taskId: `${dossierId}.${n}`, n, kind, role, system, office }));
  const decision = (dossierId: string) => tasksOf(dossierId).find(({ role }) => role === 'competent')?.taskId ?? '';
  const item = (dossierId: string, sk: string) => ledger.items().find((one) => one['pk'] === `DOSSIER#${dossierId}` && one['sk'] === sk);

  const pay = async (dossierId: string, changes: Record<string, string> = {}): Promise<void> => {
    const { body } = await citizen('openPayment', dossierId, { headers: once() });
    const amount = { vnp_Amount: String(Number(body['amount']) * 100) };
    await call('notifyPayment', { query: cell.paid(String(body['reference']), { ...amount, ...changes }) });
  };
  const answerAll = async (dossierId: string): Promise<void> => {
    for (const { role, system, taskId } of tasksOf(dossierId))
      if (role === 'consulted') await agency('answerTask', system, taskId, { answer: 'POSITIVE' });
  };

  const draft = async ({ procedure = 'permanent-residence', delivery, form = {}, enteredBy }: Filed = {}): Promise<string> => {
    const filing = { procedure, form: { ...rentedForm, ...form }, delivery };
    const { pin, name } = citizenClaims();
    const atCounter = { channel: 'counter', identityVerifiedBy: 'CHIP', applicant: { pin, name } };
    const { body } = enteredBy
      ? await call('fileDossier', { claims: staffClaims(enteredBy), headers: once(), body: { ...filing, ...atCounter } })
      : await call('openDraft', { claims: citizenClaims(), headers: once(), body: filing });
    return String(body['dossierId']);
  };
  const file = async (filed: Filed = {}): Promise<string> => {
    const { enteredBy } = filed;
    const dossierId = await draft(filed);
    await upload(dossierId, enteredBy);
    if (enteredBy) await staff('submitStaffDossier', { dossierId }, undefined, enteredBy);
    else await citizen('submitDossier', dossierId);
    await lookUp(dossierId);
    return dossierId;
  };

  const decide = (dossierId: string, claims: Record<string, string> = {}) =>
    staff('decideTask', { taskId: decision(dossierId) }, { decision: 'GRANT' }, claims);

  return {
    ...cell,
    ...{ citizen, staff, agency, once, tasksOf, decision, item, pay, upload, answerAll, draft, file, decide, lookUp },
    /** A dossier that has come as far as `stage`. */
    dossierIn: async (stage: Stage, filed: Filed = {}): Promise<string> => {
      const dossierId = await file(filed);
      const steps: readonly (() => Promise<unknown>)[] = [
        () => staff('acceptDossier', { dossierId }, {}),
        () => pay(dossierId),
        () => answerAll(dossierId),
        () => decide(dossierId),
      ];
      for (const step of steps.slice(0, stages.indexOf(stage))) await step();
      return dossierId;
    },
    /** What waits for an office: ids of dossiers and tasks, errands as `<kind> <dossier>`. */
    inbox: async (office = 'G01.042.001') => {
      const { body } = await staff('listInbox', {}, undefined, { office });
      const entries = Array.isArray(body['entries']) ? body['entries'] : [];
      return entries.map(({ errand, taskId, dossierId }) => (errand ? `${errand} ${dossierId}` : String(taskId ?? dossierId)));
    },
    faults: (dossierId: string, downtimes: readonly CertifiedDowntime[] = []) => faultsInMemory(ledger, dossierId, undefined, downtimes),
    types: (dossierId: string) => ledger.events(dossierId).map(({ type }) => type),
  };
};

export type DossierLife = ReturnType<typeof dossierLife>;
