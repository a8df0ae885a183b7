import { randomUUID } from 'node:crypto';
import { answerTask, takeTask } from './agency.ts';
import { type ApiClient, apiClient, type Json, listField, numberField, textField } from './api-client.ts';
import { payAtGateway } from './pay.ts';
import type { Place, Tell } from './place.ts';
import { leasePdf, uploadDocument } from './upload.ts';
import { verifyResult } from './verify-result.ts';
import { waitFor } from './wait.ts';

export type JourneyResult = {
  readonly dossierId: string;
  readonly dossierCode: string;
  /** The portal's status code: 10 is "result returned". */
  readonly status: number;
  readonly resultVerified: boolean;
  readonly events: number;
};

/** Called at the end of each step with its name, for those who count. */
export type StepDone = (step: string) => void;

const CITIZEN = 'citizen-renter';

/** Tells each event of a dossier once, in the order of its history. */
const follower = (citizen: ApiClient, dossierId: string, tell: Tell) => {
  let told = 0;
  return async (): Promise<Json> => {
    const dossier = await citizen.get(`/citizen/dossiers/${dossierId}`);
    for (const event of listField(dossier, 'events').slice(told)) {
      told += 1;
      const edge = event['to'] === undefined ? '' : `  ${event['from']} → ${event['to']}`;
      tell(`  ${String(event['n']).padStart(2)}  ${textField(event, 'type')}${edge}`);
    }
    return dossier;
  };
};

/**
 * The demonstration: a citizen registers permanent residence in a rented house whose parcel is not yet digital. Three agencies
 * are asked in parallel, the commune police decides, the signed result comes back and is verified by anyone.
 */
export const permanentResidence = async (place: Place, tell: Tell, stepDone: StepDone = () => undefined): Promise<JourneyResult> => {
  const citizen = apiClient(place.api, await place.tokenFor(CITIZEN));
  const officer = apiClient(place.api, await place.tokenFor('officer'));
  const chief = apiClient(place.api, await place.tokenFor('chief'));
  const { phone, email, dwelling } = place.contactOf(CITIZEN);

  tell('A citizen, signed in at e-ID level 2, files for permanent residence in a rented house.');
  const draft = await citizen.post(
    '/citizen/dossiers',
    { procedure: 'permanent-residence', form: { phone, email, relationToHead: 'HEAD', dwelling } },
    { 'idempotency-key': randomUUID() },
  );
  const dossierId = textField(draft, 'dossierId');
  const follow = follower(citizen, dossierId, tell);
  const until = (what: string, holds: (dossier: Json) => boolean) =>
    waitFor(what, tell, async () => {
      const dossier = await follow();
      return holds(dossier) ? dossier : undefined;
    });
  await follow();
  stepDone('draft');

  tell("The lease, which carries the owner's consent, goes straight to the store.");
  await uploadDocument(citizen, dossierId, 'LEASE', leasePdf(), 'application/pdf');
  await follow();
  stepDone('upload');

  const submitted = await citizen.post(`/citizen/dossiers/${dossierId}/submission`);
  const dossierCode = textField(submitted, 'code');
  tell(`Submitted: ${dossierCode}. The registers are asked.`);
  stepDone('submit');
  await until('the registers', (dossier) => dossier['lookups'] === 'done');
  stepDone('lookups');

  tell('A commune police officer reads and accepts it.');
  await officer.get(`/staff/dossiers/${dossierId}`);
  const receipt = await officer.post(`/staff/dossiers/${dossierId}/acceptance`);
  tell(`Receipt CT04: result due ${textField(receipt, 'dueAt')}, fee ${numberField(receipt, 'amountDue')} đồng.`);
  await follow();
  stepDone('accept');

  const payment = await citizen.post(`/citizen/dossiers/${dossierId}/payments`, {}, { 'idempotency-key': randomUUID() });
  stepDone('payment attempt');
  tell('The fee is paid at the gateway, which notifies the cell by itself.');
  await payAtGateway(textField(payment, 'payUrl'), 'success');
  await until('the booking', (dossier) => dossier['state'] === 'processing');
  stepDone('notification');

  for (const system of ['land', 'commune', 'police']) {
    const { taskId, kind } = await takeTask(place, system, dossierId, tell);
    tell(`The system ${system} takes "${kind}" off its queue and answers.`);
    await answerTask(place, system, taskId, 'POSITIVE', 'Đã xác minh');
    await follow();
    stepDone(`answer of ${system}`);
  }

  const task = await waitFor('the decision task', tell, async () => {
    const entries = listField(await chief.get('/staff/inbox'), 'entries');
    return entries.find((entry) => entry['dossierId'] === dossierId && typeof entry['taskId'] === 'string');
  });
  tell('The chief of the commune police decides.');
  await chief.post(`/staff/tasks/${textField(task, 'taskId')}/decision`, { decision: 'GRANT' });
  stepDone('decision');
  const returned = await until('the signed result', (dossier) => dossier['state'] === 'returned');
  stepDone('conclude and deliver');

  const result = await citizen.get(`/citizen/dossiers/${dossierId}/result`);
  const resultVerified = await verifyResult(place.api, textField(result, 'jws'), textField(returned, 'resultCode'));
  tell(`Result ${textField(returned, 'resultCode')}: signature ${resultVerified ? 'verified with the published keys' : 'NOT VALID'}.`);
  return { dossierId, dossierCode, status: numberField(returned, 'status'), resultVerified, events: listField(returned, 'events').length };
};
