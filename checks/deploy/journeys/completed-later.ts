import { randomUUID } from 'node:crypto';
import { apiClient, type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import type { Place, Tell } from '../../../local/demo/place.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { workedTimeAfter } from '../../../test/support/worked-time.ts';

const CITIZEN = 'citizen-owner';

/**
 * A citizen with a house of the own is asked for more before the acceptance, the form included, and again by the agency that decides;
 * both times the citizen completes the dossier, which then goes on to its result.
 */
export const completedLater = async (place: Place, tell: Tell): Promise<void> => {
  const citizen = apiClient(place.api, await place.tokenFor(CITIZEN));
  const officer = apiClient(place.api, await place.tokenFor('officer'));
  const chief = apiClient(place.api, await place.tokenFor('chief'));
  const once = () => ({ 'idempotency-key': randomUUID() });
  const { phone, email, dwelling } = place.contactOf(CITIZEN);
  const form = { phone, email, relationToHead: 'HEAD', dwelling };
  const draft = await citizen.post('/citizen/dossiers', { procedure: 'permanent-residence', form }, once());
  const dossierId = textField(draft, 'dossierId');
  const own = `/citizen/dossiers/${dossierId}`;
  const desk = `/staff/dossiers/${dossierId}`;
  const until = (what: string, holds: (dossier: Json) => boolean) =>
    waitFor(what, tell, async () => {
      const dossier = await citizen.get(own);
      return holds(dossier) ? dossier : undefined;
    });
  const complete = async (n: number, request: Json, answer: Json): Promise<Json> => {
    const asked = {
      ...{ reason: 'Hồ sơ chưa đầy đủ thành phần', legalBasis: 'Luật Cư trú 2020, Điều 21' },
      ...{ items: [{ what: 'Giấy tờ chứng minh quan hệ' }], answerBy: workedTimeAfter(new Date(), 8) },
      ...request,
    };
    await (n === 1 ? officer : chief).post(`${desk}/supplement-requests`, asked, once());
    await uploadDocument(citizen, dossierId, `SUPPLEMENT_${n}_1`, leasePdf(), 'application/pdf');
    return citizen.post(`${own}/supplements/${n}`, answer);
  };

  await citizen.post(`${own}/submission`);
  await until('the registers', ({ lookups }) => lookups === 'done');
  await complete(1, { form: true }, { form: { ...form, relationToHead: 'SPOUSE' } });
  await officer.post(`${desk}/acceptance`);
  const attempt = await citizen.post(`${own}/payments`, {}, once());
  await payAtGateway(textField(attempt, 'payUrl'), 'success');
  await until('the booking', ({ state }) => state === 'processing');
  const completed = await complete(2, {}, {});
  if (completed['status'] !== 4) throw new Error(`the completed dossier has status ${completed['status']}`);

  const task = await waitFor('the decision task', tell, async () => {
    const entries = listField(await chief.get('/staff/inbox'), 'entries');
    return entries.find((entry) => entry['dossierId'] === dossierId && typeof entry['taskId'] === 'string');
  });
  await chief.post(`/staff/tasks/${textField(task, 'taskId')}/decision`, { decision: 'GRANT' });
  await until('the result', ({ state }) => state === 'returned');
};
