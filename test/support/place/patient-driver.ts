import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { apiClient, type Json, listField, objectField, textField, UnexpectedAnswer } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import type { Place } from '../../../local/demo/place.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { workedTimeAfter } from '../worked-time.ts';

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
  /** The owner asks for it back as soon as the agencies have it, and gets it. */
  readonly withdraws?: boolean;
  /** The land office says that its task is for another agency, and the commune gets it. */
  readonly sendsBack?: boolean;
  /** Asked for more before the acceptance, the form included, and again by the agency that decides. */
  readonly completes?: boolean;
  /** A temporary residence, whose result a clerk numbers and the post brings. */
  readonly onPaper?: boolean;
};

/** Where the land office's task goes when it is sent back. */
const OTHER_OFFICE = 'ZUB.042.001';
const REASON = 'Không thuộc thẩm quyền';

/** @param name makes the idempotency keys, which stay the same over all repeats */
export const patientDriver = (
  name: string,
  {
    filesOnce = false,
    refusal,
    decision = { decision: 'GRANT' },
    withdraws = false,
    sendsBack = false,
    completes = false,
    onPaper = false,
  }: Choices = {},
): PatientDriver => {
  let trouble: string | undefined;
  let attempt = 1;
  let filed: string | undefined;

  const formOf = (place: Place) => {
    const { phone, email, dwelling } = place.contactOf(CITIZEN);
    return { phone, email, relationToHead: 'HEAD', dwelling };
  };

  const fileOnce = (place: Place, citizen: ReturnType<typeof apiClient>): Promise<Json> => {
    const form = formOf(place);
    const filing = onPaper
      ? { procedure: 'temporary-residence', form: { ...form, email: undefined, durationMonths: 12 }, delivery: 'POST' }
      : { procedure: 'permanent-residence', form };
    return citizen.post('/citizen/dossiers', filing, { 'idempotency-key': `file-${name}` });
  };

  /** A task that is another agency's by now does not exist any more for the one that sent it back and heard no answer. */
  const sendBack = async (agency: ReturnType<typeof apiClient>, route: string): Promise<void> => {
    try {
      await agency.post(`${route}/return`, { reason: REASON });
    } catch (error) {
      if (!(error instanceof UnexpectedAnswer && error.status === 404)) throw error;
    }
  };

  /** A task that is closed needs no answer any more: its dossier was withdrawn, or stopped, while the message lay in the queue. */
  const answer = async (agency: ReturnType<typeof apiClient>, route: string): Promise<void> => {
    try {
      await agency.post(`${route}/answer`, { answer: 'POSITIVE' });
    } catch (error) {
      if (!(error instanceof UnexpectedAnswer && error.status === 409 && error.message.includes('/problems/task-closed'))) throw error;
    }
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
      const route = `/agency/tasks/${textField(task, 'taskId')}`;
      if (sendsBack && system === 'land') await sendBack(agency, route);
      else if (task['role'] === 'consulted') await answer(agency, route);
      await place.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };

  const decide = async (place: Place, dossierId: string): Promise<void> => {
    const chief = apiClient(place.api, await place.tokenFor('chief'));
    const entries = listField(await chief.get('/staff/inbox'), 'entries').filter((entry) => entry['dossierId'] === dossierId);
    const sentBack = entries.find(({ state, kind }) => kind === 'task' && state === 'sent-back');
    if (sentBack) await chief.post(`/staff/tasks/${textField(sentBack, 'taskId')}/routing`, { office: OTHER_OFFICE, reason: REASON });
    const task = entries.find(({ role }) => role === 'competent');
    if (task) await chief.post(`/staff/tasks/${textField(task, 'taskId')}/decision`, decision);
  };

  /** Asks for more, in the same words and until the same time however often it is done. */
  const ask = async (place: Place, dossier: Json, since: string, request: Json): Promise<void> => {
    const officer = apiClient(place.api, await place.tokenFor('officer'));
    const words = {
      reason: REASON,
      legalBasis: 'Luật Cư trú, Điều 21',
      answerBy: workedTimeAfter(new Date(textField(dossier, since)), 12),
    };
    const key = { 'idempotency-key': `ask-${name}-${since}` };
    await officer.post(`/staff/dossiers/${textField(dossier, 'dossierId')}/supplement-requests`, { ...words, ...request }, key);
  };

  const uploadMissing = async (citizen: ReturnType<typeof apiClient>, dossier: Json): Promise<boolean> => {
    const missing = listField(dossier, 'documents').filter(({ state }) => state === 'expected');
    for (const { code } of missing)
      await uploadDocument(citizen, textField(dossier, 'dossierId'), String(code), leasePdf(), 'application/pdf');
    return missing.length > 0;
  };

  const clerkOf = async (place: Place) => apiClient(place.api, await place.tokenFor('clerk'));

  const act = async (place: Place, citizen: ReturnType<typeof apiClient>, dossier: Json): Promise<void> => {
    const dossierId = textField(dossier, 'dossierId');
    const own = `/citizen/dossiers/${dossierId}`;
    switch (dossier['state']) {
      case 'draft':
        if (!(await uploadMissing(citizen, dossier))) await citizen.post(`${own}/submission`);
        return;
      case 'supplement-requested': {
        const asked = listField(dossier, 'supplements').at(-1) ?? {};
        if (asked['providedAt']) {
          const officer = apiClient(place.api, await place.tokenFor('officer'));
          await officer.post(`/staff/dossiers/${dossierId}/acceptance`);
        } else if (!(await uploadMissing(citizen, dossier))) {
          const form = asked['form'] ? { form: { ...formOf(place), relationToHead: 'SPOUSE' } } : {};
          await citizen.post(`${own}/supplements/${asked['n']}`, form);
        }
        return;
      }
      case 'new':
        if (completes && dossier['lookups'] === 'done') {
          await ask(place, dossier, 'submittedAt', { items: [{ document: 'LEASE', what: REASON }], form: true });
        } else if (dossier['lookups'] === 'done') {
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
        if (withdraws) {
          await citizen.post(`${own}/withdrawal`, { reason: REASON });
          return;
        }
        if (listField(dossier, 'events').some(({ type }) => type === 'dossier.awaiting-number')) {
          await (await clerkOf(place)).post(`/staff/dossiers/${dossierId}/number`);
          return;
        }
        if (completes && listField(dossier, 'supplements').length === 1) {
          await ask(place, dossier, 'acceptedAt', { items: [{ what: REASON }] });
          return;
        }
        for (const system of SYSTEMS) await answerTasks(place, system);
        await decide(place, dossierId);
        return;
      case 'withdrawal-requested': {
        const chief = apiClient(place.api, await place.tokenFor('chief'));
        await chief.post(`/staff/dossiers/${dossierId}/withdrawal-decision`, { decision: 'GRANT', reason: REASON });
        return;
      }
      case 'processed':
        if (onPaper) {
          const clerk = await clerkOf(place);
          await clerk.post(`/staff/dossiers/${dossierId}/dispatch`, { parcel: 'EE123456789VN' });
          await clerk.post(`/staff/dossiers/${dossierId}/handover`, { proof: 'RECEIVER_SIGNATURE' });
        }
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
