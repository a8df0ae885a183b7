import { createHash, randomUUID } from 'node:crypto';
import { answerTask, takeTask } from '../../../local/demo/agency.ts';
import { type ApiClient, apiClient, type Json, listField, objectField, textField } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import type { Place, Tell } from '../../../local/demo/place.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { waitUntil } from '../../support/wait-until.ts';

const CITIZEN = 'citizen-other';
/** Half a minute is the cell's own pause before it restarts an execution; the rest is for a slow machine. */
const RESTARTED_MS = 240_000;

/** Stops the execution that waits for a dossier's answers, as an operator might by mistake. */
export type StopExecution = (dossierId: string) => Promise<void>;

/** Asks for a link to the lease until the scan has called it clean, and reads the lease through it. */
const openLease = async (reader: ApiClient, documents: string, tell: Tell): Promise<void> => {
  const link = await waitFor('the verdict of the scan', tell, async () => {
    const answer = await reader.send('POST', `${documents}/LEASE/link`, {});
    if (answer.status === 200) return textField(answer.body, 'url');
    if (!textField(answer.body, 'type').endsWith('document-not-cleared'))
      throw new Error(`no link to the lease: ${answer.status} ${JSON.stringify(answer.body)}`);
    return undefined;
  });
  const read = await fetch(link);
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  if (!read.ok || hash(new Uint8Array(await read.arrayBuffer())) !== hash(leasePdf()))
    throw new Error(`the link to the lease answered ${read.status} or another file`);
};

/** The agency finds its task in its list, and reads whom it is about. */
const readTask = async (agency: ApiClient, taskId: string, office: string): Promise<void> => {
  const listed = listField(await agency.get(`/agency/tasks?office=${encodeURIComponent(office)}`), 'tasks');
  if (!listed.some((task) => task['taskId'] === taskId)) throw new Error(`the list of ${office} does not hold the task ${taskId}`);
  objectField(await agency.get(`/agency/tasks/${taskId}`), 'applicant');
};

/**
 * Officer and agency open the lease, the owner sees that they did, anyone with the receipt can track the dossier, and the
 * execution that waits is stopped by hand: it is started again from the table, and the dossier is refused in the end.
 */
export const stoppedApproval = async (place: Place, stop: StopExecution, tell: Tell): Promise<void> => {
  const citizen = apiClient(place.api, await place.tokenFor(CITIZEN));
  const officer = apiClient(place.api, await place.tokenFor('officer'));
  const chief = apiClient(place.api, await place.tokenFor('chief'));
  const { phone, email, dwelling } = place.contactOf(CITIZEN);
  const draft = await citizen.post(
    '/citizen/dossiers',
    { procedure: 'permanent-residence', form: { phone, email, relationToHead: 'HEAD', dwelling } },
    { 'idempotency-key': randomUUID() },
  );
  const dossierId = textField(draft, 'dossierId');
  const path = `/citizen/dossiers/${dossierId}`;
  const until = (what: string, holds: (dossier: Json) => boolean) =>
    waitFor(what, tell, async () => {
      const dossier = await citizen.get(path);
      return holds(dossier) ? dossier : undefined;
    });
  const happened = (type: string) => (dossier: Json) => listField(dossier, 'events').some((event) => event['type'] === type);

  await uploadDocument(citizen, dossierId, 'LEASE', leasePdf(), 'application/pdf');
  await citizen.post(`${path}/submission`);
  await until('the registers', (dossier) => dossier['lookups'] === 'done');
  await openLease(officer, `/staff/dossiers/${dossierId}/documents`, tell);
  await officer.post(`/staff/dossiers/${dossierId}/acceptance`);
  const receipt = await officer.post(`/staff/dossiers/${dossierId}/receipt`);
  const tracked = await apiClient(place.api).post('/public/tracking', {
    code: textField(receipt, 'code'),
    secret: textField(receipt, 'trackingSecret'),
  });
  if (tracked['code'] !== receipt['code']) throw new Error(`tracking shows another dossier: ${JSON.stringify(tracked)}`);
  const payment = await citizen.post(`${path}/payments`, {}, { 'idempotency-key': randomUUID() });
  await payAtGateway(textField(payment, 'payUrl'), 'success');
  await until('the booking', (dossier) => dossier['state'] === 'processing');

  const land = await takeTask(place, 'land', dossierId, tell);
  const agency = apiClient(place.api, await place.tokenFor('land'));
  await readTask(agency, land.taskId, textField(objectField(land.event, 'data'), 'office'));
  await openLease(agency, `/agency/tasks/${land.taskId}/documents`, tell);
  const accesses = listField(await citizen.get(`${path}/accesses`), 'accesses');
  if (accesses.filter((access) => access['what'] === 'document:LEASE').length < 2)
    throw new Error('the owner does not see that officer and agency opened the lease');

  await stop(dossierId);
  const isRestarted = happened('dossier.execution-restarted');
  await waitUntil('the execution to be restarted', RESTARTED_MS, async () => (isRestarted(await citizen.get(path)) ? true : undefined));
  // Twice, as an agency does that has not heard that its answer came.
  await answerTask(place, 'land', land.taskId, 'POSITIVE', 'Đã xác minh');
  await answerTask(place, 'land', land.taskId, 'POSITIVE', 'Đã xác minh');
  for (const system of ['commune', 'police']) {
    const { taskId } = await takeTask(place, system, dossierId, tell);
    await answerTask(place, system, taskId, 'NEGATIVE', 'Không cư trú thực tế');
  }
  const decision = await waitFor('the decision task', tell, async () => {
    const entries = listField(await chief.get('/staff/inbox'), 'entries');
    return entries.find((entry) => entry['dossierId'] === dossierId && typeof entry['taskId'] === 'string');
  });
  await chief.post(`/staff/tasks/${textField(decision, 'taskId')}/decision`, {
    decision: 'REFUSE',
    reason: 'Không đủ điều kiện cư trú.',
    legalBasis: 'Luật Cư trú 2020, Điều 22',
  });
  const returned = await until('the signed refusal', (dossier) => dossier['state'] === 'returned');
  if (returned['outcome'] !== 'REFUSED') throw new Error(`the outcome is ${returned['outcome']}`);
};
