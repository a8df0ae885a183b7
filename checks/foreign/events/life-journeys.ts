import { randomUUID } from 'node:crypto';
import { textField } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { dossierIn, type Journey } from '../../../test/support/place/journey.ts';
import { workedTimeAfter } from '../../../test/support/worked-time.ts';
import type { EventPlace } from './event-place.ts';

/*
 * The journeys beside the straight way: what is asked for, taken back, sent elsewhere, put off, numbered and brought by post.
 */
const BECAUSE = { reason: 'Lý do đã được nêu rõ', legalBasis: 'Luật Cư trú, Điều 22' };
const OWNER = 'citizen-renter';
const HOUR_MS = 3_600_000;

const once = () => ({ 'idempotency-key': randomUUID() });
const desk = ({ dossierId }: Journey): string => `/staff/dossiers/${dossierId}`;
const own = ({ dossierId }: Journey): string => `/citizen/dossiers/${dossierId}`;

/** Asked for more before the acceptance, and completed by the owner. */
const complete = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'new');
  const answerBy = workedTimeAfter(new Date(here.runtime.clock.now()), 8);
  const request = { ...BECAUSE, items: [{ what: 'Giấy tờ chứng minh quan hệ' }], answerBy };
  await (await here.as('officer')).post(`${desk(journey)}/supplement-requests`, request, once());
  const owner = await here.as(OWNER);
  await uploadDocument(owner, journey.dossierId, 'SUPPLEMENT_1_1', leasePdf(), 'application/pdf');
  await owner.post(`${own(journey)}/supplements/1`, {});
};

/** Asked back twice: the first request is refused while the fee is booked, the second is granted. */
const withdraw = async (here: EventPlace): Promise<void> => {
  const [owner, chief] = [await here.as(OWNER), await here.as('chief')];
  const journey = await dossierIn(here, 'payment-requested');
  const attempt = await journey.openPayment();
  await owner.post(`${own(journey)}/withdrawal`, {});
  await payAtGateway(textField(attempt, 'payUrl'), 'success');
  await journey.until('the booking', ({ events }) => JSON.stringify(events).includes('payment.booked'));
  await chief.post(`${desk(journey)}/withdrawal-decision`, { decision: 'REFUSE', ...BECAUSE });
  await owner.post(`${own(journey)}/withdrawal`, {});
  await chief.post(`${desk(journey)}/withdrawal-decision`, { decision: 'GRANT' });
};

/** Asked back while an attempt to pay is open, which is paid after all when the dossier is stopped. */
const payTooLate = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'payment-requested');
  const attempt = await journey.openPayment();
  await (await here.as(OWNER)).post(`${own(journey)}/withdrawal`, {});
  await (await here.as('chief')).post(`${desk(journey)}/withdrawal-decision`, { decision: 'GRANT' });
  await payAtGateway(textField(attempt, 'payUrl'), 'success');
  await journey.until('the surplus', ({ events }) => JSON.stringify(events).includes('payment.surplus'));
};

/** A task at the wrong agency is sent back and routed anew, and a dossier at the wrong office is handed over. */
const goElsewhere = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'processing');
  const tasks = await journey.tasks();
  const taskId = textField(tasks.find(({ agency }) => agency === 'land') ?? {}, 'taskId');
  const office = textField(tasks.find(({ agency }) => agency === 'commune') ?? {}, 'office');
  await (await here.as('land')).post(`/agency/tasks/${taskId}/return`, { reason: BECAUSE.reason });
  await (await here.as('chief')).post(`/staff/tasks/${taskId}/routing`, { office, reason: BECAUSE.reason });
  const other = await dossierIn(here, 'new');
  await (await here.as('officer')).post(`${desk(other)}/transfer`, { office: 'G01.042.002', reason: BECAUSE.reason });
};

/** Numbered by the clerk, brought by the post, and rated. */
const comeByPost = async (here: EventPlace): Promise<void> => {
  const filed = { procedure: 'temporary-residence', form: { durationMonths: 12 }, delivery: 'POST' } as const;
  const journey = await dossierIn(here, 'deciding', filed);
  await journey.decide({ decision: 'GRANT' });
  await journey.number();
  const clerk = await here.as('clerk');
  await clerk.post(`${desk(journey)}/dispatch`, { parcel: 'EE123456789VN' });
  await clerk.post(`${desk(journey)}/handover`, { proof: 'RECEIVER_SIGNATURE' });
  await (await here.as(OWNER)).post(`${own(journey)}/rating`, { score: 4 }, once());
};

/** A downtime is certified, the sweep tells what share of the time is used up, and a leader puts the due time off. Moves the clock by days. */
const beLate = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'processing');
  const from = here.runtime.clock.now();
  await here.advance(3 * 24 * HOUR_MS);
  // A token lives an hour: after each move of the clock the leader signs in again.
  const leader = () => here.as('commune-leader');
  const downtime = { from: new Date(from).toISOString(), to: new Date(from + 48 * HOUR_MS).toISOString(), ...BECAUSE };
  await (await here.as('operations-leader')).post('/staff/downtimes', downtime, once());
  await here.advance(15 * 24 * HOUR_MS);
  const { dueAt } = await journey.until('the due time to pass', ({ events }) => JSON.stringify(events).includes('dossier.deadline-passed'));
  const later = Math.max(Date.parse(String(dueAt)), here.runtime.clock.now());
  await (await leader()).post(`${desk(journey)}/extension`, { dueAt: workedTimeAfter(new Date(later), 2), ...BECAUSE });
};

export const lifeJourneys: Readonly<Record<string, (here: EventPlace) => Promise<void>>> = {
  'a supplement': complete,
  'a withdrawal that is refused, and one that is granted': withdraw,
  'money that comes after the end': payTooLate,
  'a wrong agency and a wrong office': goElsewhere,
  'a result that is numbered and brought by post': comeByPost,
  'a dossier that is late': beLate,
};
