import { ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { type Json, numberField, textField } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import { signedQuery } from '../../../local/stand-ins/payment-gateway/signature.ts';
import { dossierIn, type Journey, startJourney } from '../../../test/support/place/journey.ts';
import type { EventPlace } from './event-place.ts';
import { lifeJourneys } from './life-journeys.ts';

/** Longer than any pause between two attempts to reach the national cell. */
const LONGEST_PAUSE_MS = 901_000;
/** Longer than a stopped execution waits for its restart. */
const RESTARTED_MS = 31_000;
/** Longer than the intake of any procedure may take, holidays included. */
const INTAKE_MS = 15 * 86_400_000;

const grant = async (journey: Journey): Promise<void> => {
  await journey.answerAll();
  await journey.decide({ decision: 'GRANT' });
  await journey.returned();
};

/** The national cell does not answer while the dossier is submitted. */
const waitForNationalCell = async (here: EventPlace): Promise<void> => {
  const tables = ['Registries', 'LookupRecords'].map((name) => here.inspection.tableName(name));
  const ends = tables.map((table) => here.runtime.proxy.faults.add({ kind: 'lost-answer', table }));
  const journey = await startJourney(here, { persona: 'citizen-owner' });
  await (await here.as('citizen-owner')).post(`/citizen/dossiers/${journey.dossierId}/submission`);
  await journey.until('the lookups to wait', ({ events }) => JSON.stringify(events).includes('dossier.lookups-waiting'));
  for (const end of ends) end();
  await here.advance(LONGEST_PAUSE_MS);
  await journey.until('the lookups', ({ lookups }) => lookups === 'done');
};

/** The receipt is printed again, the first attempt to pay is cancelled, and then the gateway says that it was paid after all. */
const payTwice = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'payment-requested');
  await (await here.as('officer')).post(`/staff/dossiers/${journey.dossierId}/receipt`);
  const attempt: Json = await journey.openPayment();
  await payAtGateway(textField(attempt, 'payUrl'), 'cancel');
  await journey.until('the failure', ({ events }) => JSON.stringify(events).includes('payment.failed'));
  const paid = {
    vnp_Amount: String(numberField(attempt, 'amount') * 100),
    vnp_BankCode: 'NCB',
    vnp_OrderInfo: 'Le phi ho so',
    vnp_PayDate: '20261123090000',
    vnp_ResponseCode: '00',
    vnp_TmnCode: here.merchant.tmnCode,
    vnp_TransactionNo: '14000001',
    vnp_TransactionStatus: '00',
    vnp_TxnRef: textField(attempt, 'reference'),
  };
  await here.anyone.get(`/public/payments/vnpay/notification?${signedQuery(paid, here.merchant.secrets[0] ?? '')}`);
  await journey.pay();
};

/** The execution of a dossier that waits for its agencies is stopped by hand. */
const loseExecution = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'processing');
  await here.quiet();
  const { executions = [] } = await here.inspection.sfn.send(new ListExecutionsCommand({ stateMachineArn: here.machine }));
  const running = executions.find(({ name, status }) => name?.startsWith(journey.dossierId) && status === 'RUNNING');
  await here.inspection.sfn.send(new StopExecutionCommand({ executionArn: running?.executionArn }));
  await here.advance(RESTARTED_MS);
  await grant(journey);
};

const refuseAtIntake = async (here: EventPlace): Promise<void> => {
  const { dossierId } = await dossierIn(here, 'new');
  const refusal = { reason: 'Hồ sơ không đúng thẩm quyền', legalBasis: 'Luật Cư trú, Điều 22' };
  await (await here.as('officer')).post(`/staff/dossiers/${dossierId}/refusal`, refusal);
};

const refuse = async (here: EventPlace): Promise<void> => {
  const journey = await dossierIn(here, 'processing');
  await journey.answerAll(['parcel-check']);
  await journey.decide({ decision: 'REFUSE', reason: 'Chưa đủ diện tích tối thiểu', legalBasis: 'Luật Cư trú, Điều 20' });
  await journey.returned();
};

/** Nobody accepts or refuses within the time that the intake may take. */
const missDeadline = async (here: EventPlace): Promise<void> => {
  await dossierIn(here, 'new');
  await here.advance(INTAKE_MS);
};

/** Journeys that together make the cell publish every type of event. Those that move the clock by days come late. */
export const journeys: Readonly<Record<string, (here: EventPlace) => Promise<void>>> = {
  'granted at once': async (here) => grant(await dossierIn(here, 'processing')),
  'refused by the competent agency': refuse,
  'refused at intake': refuseAtIntake,
  'a payment that fails, is contradicted, and is made': payTwice,
  'an execution that is stopped by hand': loseExecution,
  'a national cell that is down': waitForNationalCell,
  'an intake that nobody takes': missDeadline,
  ...lifeJourneys,
};
