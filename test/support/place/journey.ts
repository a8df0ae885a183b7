import { randomUUID } from 'node:crypto';
import { type ApiAnswer, type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { payAtGateway } from '../../../local/demo/pay.ts';
import { leasePdf, uploadDocument } from '../../../local/demo/upload.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import type { TestPlace } from './test-place.ts';

/** All that a journey needs of where it runs: a deployed cell has it too. */
export type JourneyPlace = Pick<TestPlace, 'place' | 'as'>;

export type Filed = {
  readonly persona?: string;
  readonly procedure?: string;
  /** Fields of the form beside those that every form has. */
  readonly form?: Json;
  /** How the result is to reach the person. */
  readonly delivery?: 'ONLINE' | 'COUNTER' | 'POST';
  /** The kiosk at which the person files. */
  readonly kiosk?: string;
};

/** One dossier on its way, step by step, through the API only. */
export type Journey = {
  readonly dossierId: string;
  /** As its owner sees it. */
  read(): Promise<Json>;
  until(what: string, holds: (dossier: Json) => boolean): Promise<Json>;
  /** Uploads what the procedure still asks for. */
  upload(file?: Buffer): Promise<void>;
  /** Submits and waits for the registers. */
  submit(): Promise<Json>;
  accept(body?: Json): Promise<Json>;
  /** Opens an attempt to pay; the answer has the address of the gateway's page. */
  openPayment(): Promise<Json>;
  /** Pays and waits until the cell has booked it. */
  pay(): Promise<Json>;
  /** The tasks opened so far, as the officer sees them. */
  tasks(): Promise<readonly Json[]>;
  answer(task: Json, answer: 'POSITIVE' | 'NEGATIVE'): Promise<ApiAnswer>;
  /** Answers every open task of the consulted agencies; the kinds named get the negative answer. */
  answerAll(negative?: readonly string[]): Promise<void>;
  decide(body: Json): Promise<ApiAnswer>;
  returned(): Promise<Json>;
  /** Waits until a decided dossier lies before the clerk, and has its result numbered. */
  number(): Promise<ApiAnswer>;
};

const quiet = () => undefined;
export const isOpen = (task: Json): boolean => task['state'] === 'open';

/** Files a dossier as a draft. */
export const startJourney = async (
  here: JourneyPlace,
  { persona = 'citizen-renter', procedure = 'permanent-residence', form = {}, delivery, kiosk }: Filed = {},
): Promise<Journey> => {
  const { phone, email, dwelling } = here.place.contactOf(persona);
  const draft = await (await here.as(persona)).post(
    '/citizen/dossiers',
    { procedure, form: { phone, email, relationToHead: 'HEAD', dwelling, ...form }, delivery, kiosk },
    { 'idempotency-key': randomUUID() },
  );
  return journeyOf(here, textField(draft, 'dossierId'), persona);
};

/** A dossier that was filed before; after a restart, in the place's next life. */
export const journeyOf = (here: JourneyPlace, dossierId: string, persona = 'citizen-renter'): Journey => {
  const own = `/citizen/dossiers/${dossierId}`;

  const read = async () => (await here.as(persona)).get(own);
  const until: Journey['until'] = (what, holds) =>
    waitFor(what, quiet, async () => {
      const dossier = await read();
      return holds(dossier) ? dossier : undefined;
    });
  const tasks = async () => listField(await (await here.as('officer')).get(`/staff/dossiers/${dossierId}`), 'tasks');
  const answer: Journey['answer'] = async (task, given) =>
    (await here.as(agencyOf(task))).send('POST', `/agency/tasks/${textField(task, 'taskId')}/answer`, { answer: given });
  const openPayment = async () => (await here.as(persona)).post(`${own}/payments`, {}, { 'idempotency-key': randomUUID() });

  return {
    dossierId,
    read,
    until,
    upload: async (file = leasePdf()) => {
      const expected = listField(await read(), 'documents').filter(({ state }) => state === 'expected');
      for (const document of expected)
        await uploadDocument(await here.as(persona), dossierId, textField(document, 'code'), file, 'application/pdf');
    },
    submit: async () => {
      await (await here.as(persona)).post(`${own}/submission`);
      return until('the registers', ({ lookups }) => lookups === 'done');
    },
    accept: async (body = {}) => (await here.as('officer')).post(`/staff/dossiers/${dossierId}/acceptance`, body),
    openPayment,
    pay: async () => {
      await payAtGateway(textField(await openPayment(), 'payUrl'), 'success');
      return until('the booking', ({ state }) => state !== 'payment-requested');
    },
    tasks,
    answer,
    answerAll: async (negative = []) => {
      const open = (await tasks()).filter((task) => isOpen(task) && task['role'] === 'consulted');
      for (const task of open) {
        const { status, body } = await answer(task, negative.includes(textField(task, 'kind')) ? 'NEGATIVE' : 'POSITIVE');
        if (status !== 200) throw new Error(`an answer was refused: ${status} ${JSON.stringify(body)}`);
      }
    },
    decide: async (body) => {
      const task = (await tasks()).find((one) => isOpen(one) && one['role'] === 'competent');
      if (!task) throw new Error('there is no decision to take');
      return (await here.as('chief')).send('POST', `/staff/tasks/${textField(task, 'taskId')}/decision`, body);
    },
    returned: () => until('the result', ({ state }) => state === 'returned'),
    number: async () => {
      await until('the number to be given', (dossier) =>
        listField(dossier, 'events').some(({ type }) => type === 'dossier.awaiting-number'),
      );
      return (await here.as('clerk')).send('POST', `/staff/dossiers/${dossierId}/number`);
    },
  };
};

/** The system that answers a task, by the agency that the officer's view names. */
const agencyOf = (task: Json): string => textField(task, 'agency');

const states = ['draft', 'new', 'payment-requested', 'processing', 'deciding', 'returned'] as const;

/** A dossier brought straight to a state; `deciding` is `processing` with the decision as the only open task. */
export const dossierIn = async (here: JourneyPlace, state: (typeof states)[number], filed: Filed = {}): Promise<Journey> => {
  const journey = await startJourney(here, filed);
  const steps: readonly (() => Promise<unknown>)[] = [
    async () => {
      await journey.upload();
      await journey.submit();
    },
    () => journey.accept(),
    () => journey.pay(),
    () => journey.answerAll(),
    async () => {
      await journey.decide({ decision: 'GRANT' });
      await journey.returned();
    },
  ];
  for (const step of steps.slice(0, states.indexOf(state))) await step();
  return journey;
};
