import { randomUUID } from 'node:crypto';
import { localDay } from '../../../functions/calendar/local-time.ts';
import { apiClient, type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import type { Place, Tell } from '../../../local/demo/place.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { workedTimeAfter } from '../../../test/support/worked-time.ts';

const OWNER = 'citizen-owner';
const OFFICE = 'G01.042.001';
const RECEIVING_OFFICE = 'G01.042.002';
const BECAUSE = { reason: 'Hồ sơ vẫn cần được giải quyết', legalBasis: 'Luật Cư trú 2020, Điều 27' };

/**
 * An officer of another commune files a temporary residence for a person at the counter; the owner asks to withdraw it and is refused,
 * opens the receipt as a PDF, rates and complains; a clerk numbers the result, which is handed over at the counter; leaders read how
 * it was handled.
 */
export const atTheCounter = async (place: Place, applicant: { pin: string; name: string }, tell: Tell): Promise<void> => {
  const as = async (persona: string) => apiClient(place.api, await place.tokenFor(persona));
  const [owner, elsewhere, officer, chief] = [await as(OWNER), await as('officer-elsewhere'), await as('officer'), await as('chief')];
  const [clerk, leader, handler] = [await as('clerk'), await as('commune-leader'), await as('complaints-officer')];
  const operations = await as('operations-leader');
  const once = () => ({ 'idempotency-key': randomUUID() });
  const { phone, dwelling } = place.contactOf(OWNER);
  const form = { phone, relationToHead: 'HEAD', dwelling, durationMonths: 12 };
  const filing = { procedure: 'temporary-residence', form, applicant, channel: 'counter', identityVerifiedBy: 'CHIP', delivery: 'COUNTER' };
  const draft = await elsewhere.post('/staff/dossiers', filing, once());
  const dossierId = textField(draft, 'dossierId');
  const own = `/citizen/dossiers/${dossierId}`;
  const desk = `/staff/dossiers/${dossierId}`;
  const until = (what: string, holds: (dossier: Json) => boolean) =>
    waitFor(what, tell, async () => {
      const dossier = await owner.get(own);
      return holds(dossier) ? dossier : undefined;
    });

  await elsewhere.post(`${desk}/submission`);
  await until('the registers', ({ lookups }) => lookups === 'done');
  await elsewhere.post(`${desk}/acceptance`);
  const attempt = await owner.post(`${own}/payments`, {}, once());
  await payAtGateway(textField(attempt, 'payUrl'), 'success');
  await until('the booking', ({ state }) => state === 'processing');
  await owner.post(`${own}/withdrawal`, {});
  await chief.post(`${desk}/withdrawal-decision`, { decision: 'REFUSE', ...BECAUSE });
  const { dueAt } = await owner.get(own);
  await leader.post(`${desk}/extension`, { dueAt: workedTimeAfter(new Date(String(dueAt)), 2), ...BECAUSE });

  const [receipt] = listField(await owner.get(`${own}/forms`), 'forms');
  const link = await owner.post(`${own}/forms/${textField(receipt ?? {}, 'form')}/pdf`);
  const file = await fetch(textField(link, 'url'));
  if (!file.ok || !(await file.text()).startsWith('%PDF-')) throw new Error(`the receipt is no PDF: ${file.status}`);

  const task = await waitFor('the decision task', tell, async () => {
    const entries = listField(await chief.get('/staff/inbox'), 'entries');
    return entries.find((entry) => entry['dossierId'] === dossierId && typeof entry['taskId'] === 'string');
  });
  await chief.post(`/staff/tasks/${textField(task, 'taskId')}/decision`, { decision: 'GRANT' });
  await waitFor('the errand of numbering', tell, async () => {
    const entries = listField(await clerk.get('/staff/inbox'), 'entries');
    return entries.find((entry) => entry['dossierId'] === dossierId);
  });
  await clerk.post(`${desk}/number`);
  await officer.post(`${desk}/handover`, { receivedBy: 'CHIP' });
  await until('the end', ({ state }) => state === 'returned');

  await owner.post(`${own}/rating`, { score: 4 }, once());
  await owner.post('/citizen/complaints', { dossier: dossierId, kind: 'DELAY', text: 'Phải chờ lâu tại quầy' }, once());
  await readHowItWent({ owner, elsewhere, leader, handler, operations }, dossierId);
};

type Client = ReturnType<typeof apiClient>;

/** What offices see and answer afterwards: the complaint, the report and the book, and a downtime that is certified and taken back. */
const readHowItWent = async (
  { owner, elsewhere, leader, handler, operations }: Readonly<Record<'owner' | 'elsewhere' | 'leader' | 'handler' | 'operations', Client>>,
  dossierId: string,
): Promise<void> => {
  const complaints = listField(await handler.get(`/staff/complaints?office=${OFFICE}`), 'complaints');
  const complaint = complaints.find((one) => one['dossierId'] === dossierId);
  if (!complaint) throw new Error('the complaint does not reach its handlers');
  const path = `/staff/complaints/${textField(complaint, 'complaintId')}`;
  await handler.get(path);
  await handler.post(`${path}/answer`, { action: 'SOLVE', text: 'Đã bố trí thêm cán bộ tại quầy' });

  const { acceptedAt } = await owner.get(`/citizen/dossiers/${dossierId}`);
  const day = localDay(new Date(String(acceptedAt)));
  const month = day.slice(0, 7);
  await leader.get(`/staff/reports/ii-06?office=${OFFICE}&from=${month}&to=${month}`);
  await waitFor(
    'the line in the tracking book',
    () => undefined,
    async () => {
      const book = await elsewhere.get(`/staff/tracking-book?office=${RECEIVING_OFFICE}&day=${day}`);
      return listField(book, 'lines').find((line) => line['dossierId'] === dossierId);
    },
  );

  const downtime = {
    ...{ from: '2025-01-06T08:00:00+07:00', to: '2025-01-06T09:00:00+07:00' },
    ...{ reason: 'Mất điện toàn trung tâm dữ liệu', legalBasis: 'Biên bản sự cố 01/BB' },
  };
  const { id } = await operations.post('/staff/downtimes', downtime, { 'idempotency-key': randomUUID() });
  const withdrawal = { supersedes: { id, to: downtime.to }, reason: 'Ghi nhầm ngày, không có sự cố', legalBasis: 'Biên bản 02/BB' };
  await operations.post('/staff/downtimes', withdrawal, { 'idempotency-key': randomUUID() });
  await leader.get('/staff/downtimes');
};
