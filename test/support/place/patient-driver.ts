import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { apiClient, type Json, listField, objectField, textField, UnexpectedAnswer } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import type { Place } from '../../../local/demo/place.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';

const CITIZEN = 'citizen-renter';
const SYSTEMS = ['land', 'commune', 'police'];

/** Answers that repeat themselves away: the service is down or busy, or an earlier request did take effect after all. */
const passes = (error: unknown): boolean =>
  !(error instanceof UnexpectedAnswer) || error.status >= 500 || [401, 409].includes(error.status);

/** Brings one dossier to its result. Each look decides by the dossier's state alone what is next. */
export type PatientDriver = {
  /** Looks once, does the next thing if there is one, and gives what it saw; undefined when nobody could be reached. */
  step(place: Place): Promise<{ readonly dossierId: string; readonly state: string; readonly events: number } | undefined>;
  /** What it last got over, for the message when it never ends. */
  trouble(): string | undefined;
};

/** What the people in it do otherwise; without words, the officers say yes. */
export type Choices = {
  /** Files only till the dossier is known, for journeys of more than a day: that long an idempotency key answers again. */
  readonly filesOnce?: boolean;
  /** Body of the refusal of the submission, instead of its acceptance. */
  readonly refusal?: Json;
  /** Body of the decision. */
  readonly decision?: Json;
};

/** @param name makes the idempotency keys, which stay the same over all repeats */
export const patientDriver = (
  name: string,
  { filesOnce = false, refusal, decision = { decision: 'GRANT' } }: Choices = {},
): PatientDriver => {
  let trouble: string | undefined;
  let attempt = 1;
  let filed: string | undefined;

  const fileOnce = (place: Place, citizen: ReturnType<typeof apiClient>): Promise<Json> => {
    const { phone, email, dwelling } = place.contactOf(CITIZEN);
    const form = { phone, email, relationToHead: 'HEAD', dwelling };
    return citizen.post('/citizen/dossiers', { procedure: 'permanent-residence', form }, { 'idempotency-key': `file-${name}` });
  };

  /** Takes what lies in a system's queue: answers first, deletes after, as software does that must not lose a task. */
  const answerTasks = async (place: Place, system: string): Promise<void> => {
    const QueueUrl = place.queueOf(system);
    const { Messages = [] } = await place.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 2 }));
    const agency = apiClient(place.api, await place.tokenFor(system));
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      const message: Json = JSON.parse(Body);
      const task = objectField(message, 'data');
      // The decision's task is announced to the police's system as well; an officer takes it.
      if (task['role'] === 'consulted') await agency.post(`/agency/tasks/${textField(task, 'taskId')}/answer`, { answer: 'POSITIVE' });
      await place.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };

  const decide = async (place: Place, dossierId: string): Promise<void> => {
    const chief = apiClient(place.api, await place.tokenFor('chief'));
    const task = listField(await chief.get('/staff/inbox'), 'entries').find(
      (entry) => entry['dossierId'] === dossierId && entry['role'] === 'competent',
    );
    if (task) await chief.post(`/staff/tasks/${textField(task, 'taskId')}/decision`, decision);
  };

  const act = async (place: Place, citizen: ReturnType<typeof apiClient>, dossier: Json): Promise<void> => {
    const dossierId = textField(dossier, 'dossierId');
    const own = `/citizen/dossiers/${dossierId}`;
    switch (dossier['state']) {
      case 'draft': {
        const missing = listField(dossier, 'documents').filter(({ state }) => state === 'expected');
        for (const { code } of missing) await uploadDocument(citizen, dossierId, String(code), leasePdf(), 'application/pdf');
        if (missing.length === 0) await citizen.post(`${own}/submission`);
        return;
      }
      case 'new':
        if (dossier['lookups'] === 'done') {
          const officer = apiClient(place.api, await place.tokenFor('officer'));
          await officer.post(`/staff/dossiers/${dossierId}/${refusal ? 'refusal' : 'acceptance'}`, refusal);
        }
        return;
      case 'payment-requested': {
        const opened = await citizen.post(`${own}/payments`, {}, { 'idempotency-key': `pay-${name}-${attempt}` });
        const payUrl = textField(opened, 'payUrl');
        // The gateway shows a payment that has ended, too; only one that has expired needs another attempt.
        if ((await fetch(payUrl)).status === 400) attempt += 1;
        else await payAtGateway(payUrl, 'success');
        return;
      }
      case 'processing':
        for (const system of SYSTEMS) await answerTasks(place, system);
        await decide(place, dossierId);
        return;
      default:
        return;
    }
  };

  return {
    step: async (place) => {
      try {
        const citizen = apiClient(place.api, await place.tokenFor(CITIZEN));
        const dossierId = (filesOnce && filed) || textField(await fileOnce(place, citizen), 'dossierId');
        filed = dossierId;
        const dossier = await citizen.get(`/citizen/dossiers/${dossierId}`);
        await act(place, citizen, dossier);
        return { dossierId, state: textField(dossier, 'state'), events: listField(dossier, 'events').length };
      } catch (error) {
        if (!passes(error)) throw error;
        trouble = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        return undefined;
      }
    },
    trouble: () => trouble,
  };
};
