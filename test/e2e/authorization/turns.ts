import { randomUUID } from 'node:crypto';
import type { OperationId } from '../../../functions/api/policy.ts';
import { type Json, objectField, textField } from '../../../local/demo/api-client.ts';
import { dossierIn } from '../../support/place/journey.ts';
import { announcement, file, type Walk } from './walk.ts';

/** What a call sends. Refused callers send the same as the one who is let in. */
export type Sent = {
  /** The parts of the path in its braces. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
};

/** A route's turn on the way of one dossier. */
export type Turn = {
  /** Brings the dossier to where the route is of use; what it gives is sent. */
  readonly sent: (walk: Walk) => Sent | Promise<Sent>;
  /** Hears the answer to the caller whom the dossier concerns; later turns need it. */
  readonly learn?: (walk: Walk, answer: Json) => void | Promise<void>;
};

const LEASE = { document: 'LEASE' };
const MOMENT = encodeURIComponent('2026-11-23T09:00:00+07:00');
const REFUSAL = { reason: 'Hồ sơ không đúng thẩm quyền', legalBasis: 'Luật Cư trú, Điều 22' };

const nothing = () => ({});
const ofDossier = ({ dossier }: Walk) => ({ path: dossier });
const ofLease = ({ dossier }: Walk) => ({ path: { ...dossier, ...LEASE } });
const ofTask = ({ task }: Walk) => ({ path: task });
const payment = ({ payment: query }: Walk) => ({ query });
const learn = (walk: Walk, answer: Json) => walk.learn(answer);

const putFile = async (_walk: Walk, link: Json): Promise<void> => {
  const headers = Object.entries(objectField(link, 'headers')).map(([name, value]) => [name, String(value)] as const);
  const answer = await fetch(textField(link, 'url'), {
    method: 'PUT',
    headers: Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'content-length')),
    body: new Uint8Array(file),
  });
  if (!answer.ok) throw new Error(`the store refused the upload: ${answer.status}`);
};

/**
 * Every route in the order in which one dossier needs it, from its draft to its signed result; the call that is let in moves the
 * dossier on. A route that is added to the policy table does not compile until it has its turn here.
 */
export const turns: Readonly<Record<OperationId, Turn>> = {
  openDraft: {
    sent: ({ here }) => {
      const { phone, email, dwelling } = here.place.contactOf('citizen-renter');
      return { body: { procedure: 'permanent-residence', form: { phone, email, relationToHead: 'HEAD', dwelling } } };
    },
    learn: (walk, draft) => walk.start(textField(draft, 'dossierId')),
  },
  listOwnDossiers: { sent: nothing },
  readOwnDossier: { sent: ofDossier },
  listOwnAccesses: { sent: ofDossier },
  requestUpload: { sent: (walk) => ({ ...ofLease(walk), body: announcement }), learn: putFile },
  confirmUpload: { sent: ofLease },
  submitDossier: { sent: ofDossier },
  listInbox: {
    sent: async ({ journey }) => {
      await journey.until('the registers', ({ lookups }) => lookups === 'done');
      return {};
    },
  },
  readStaffDossier: { sent: ofDossier },
  openStaffDocument: { sent: ofLease },
  refuseDossier: {
    sent: async ({ here }) => {
      const { dossierId } = await dossierIn(here, 'new');
      return { path: { dossierId }, body: REFUSAL };
    },
  },
  acceptDossier: { sent: (walk) => ({ ...ofDossier(walk), body: {} }), learn },
  reissueReceipt: { sent: ofDossier, learn },
  trackDossier: { sent: (walk) => ({ body: { code: walk.known('code'), secret: walk.known('trackingSecret') } }) },
  openPayment: { sent: (walk) => ({ ...ofDossier(walk), body: {} }), learn },
  notifyPayment: { sent: payment },
  returnFromPayment: { sent: payment },
  listTasks: {
    sent: async (walk) => {
      await walk.journey.until('the booking', ({ state }) => state === 'processing');
      await walk.turnTo(({ agency }) => agency === 'land');
      return { query: `office=${walk.taskOffice}` };
    },
  },
  readTask: { sent: ofTask },
  openTaskDocument: { sent: ({ task }) => ({ path: { ...task, ...LEASE } }) },
  answerTask: { sent: (walk) => ({ ...ofTask(walk), body: { answer: 'POSITIVE' } }) },
  decideTask: {
    sent: async (walk) => {
      await walk.journey.answerAll();
      await walk.turnTo(({ role }) => role === 'competent');
      return { ...ofTask(walk), body: { decision: 'GRANT' } };
    },
  },
  readOwnResult: {
    sent: async (walk) => {
      walk.learn(await walk.journey.returned());
      return ofDossier(walk);
    },
  },
  verifyResult: { sent: (walk) => ({ path: { code: walk.known('resultCode') } }) },
  readKeys: { sent: nothing },
  listProcedures: { sent: nothing },
  readProcedure: { sent: () => ({ path: { procedure: 'permanent-residence' } }) },
  readAppointment: {
    sent: () => ({ path: { procedure: 'permanent-residence' }, query: `acceptedAt=${MOMENT}&paidAt=${MOMENT}` }),
  },
  readApiDescription: { sent: nothing },
  showApiDescription: { sent: nothing },

  lookUp: {
    sent: (walk) => ({
      body: {
        ...walk.dossier,
        ...{ purpose: 'RESIDENCE_REGISTRATION', legalBasis: 'Luật Cư trú 2020', dossierCode: walk.known('code') },
        ...{ subject: { pin: walk.pin }, requests: [{ registry: 'population', key: walk.pin }] },
      },
    }),
  },
  storeEDocument: {
    sent: (walk) => ({
      body: {
        ...walk.dossier,
        ...{ code: randomUUID().replaceAll('-', '').toUpperCase(), owner: { pin: walk.pin }, cell: '42', dossierCode: walk.known('code') },
        ...{ procedure: 'permanent-residence', outcome: 'GRANTED', number: '1', jws: 'a.b.c' },
        issuedAt: new Date(walk.here.runtime.clock.now()).toISOString(),
      },
    }),
  },
};
