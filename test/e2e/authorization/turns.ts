import { randomUUID } from 'node:crypto';
import type { OperationId } from '../../../functions/api/policy.ts';
import { type Json, listField, objectField, textField } from '../../../local/demo/api-client.ts';
import { authorizationCallers, type CallerId } from '../../../scripts/description/authorization/authorization-callers.ts';
import { refusalOf } from '../../../scripts/description/authorization/authorization-rules.ts';
import { dossierIn } from '../../support/place/journey.ts';
import { workedTimeAfter } from '../../support/worked-time.ts';
import { announcement, file, type Walk } from './walk.ts';

/** What a call sends. Refused callers send the same as the one who is let in. */
export type Sent = {
  /** The parts of the path in its braces. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** A function gives each caller a body of its own, where the same one twice would be refused. */
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

const formOf = ({ here }: Walk) => {
  const { phone, email, dwelling } = here.place.contactOf('citizen-renter');
  return { phone, email, relationToHead: 'HEAD', dwelling };
};

const ofFiled = (walk: Walk, more = {}) => ({ path: { dossierId: walk.known('filed'), ...more } });
const nothing = () => ({});
const ofDossier = ({ dossier }: Walk) => ({ path: dossier });
const ofLease = ({ dossier }: Walk) => ({ path: { ...dossier, ...LEASE } });
const ofTask = ({ task }: Walk) => ({ path: task });
const ofComplaint = (walk: Walk) => ({ path: { complaintId: walk.known('complaint') } });
const ofResultForm = async ({ here, dossier }: Walk) => {
  const owner = await here.as('citizen-renter');
  const forms = listField(await owner.get(`/citizen/dossiers/${dossier.dossierId}/forms`), 'forms');
  return { path: { ...dossier, form: textField(forms.at(-1) ?? {}, 'form') } };
};
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
    sent: (walk) => ({ body: { procedure: 'permanent-residence', form: formOf(walk) } }),
    learn: (walk, draft) => walk.start(textField(draft, 'dossierId')),
  },
  listOwnDossiers: { sent: nothing },
  readOwnDossier: { sent: ofDossier },
  listOwnAccesses: { sent: ofDossier },
  requestUpload: { sent: (walk) => ({ ...ofLease(walk), body: announcement }), learn: putFile },
  confirmUpload: { sent: ofLease },
  submitDossier: { sent: ofDossier },
  fileDossier: {
    sent: (walk) => ({
      body: {
        ...{ procedure: 'permanent-residence', form: formOf(walk), channel: 'counter', identityVerifiedBy: 'CHIP' },
        applicant: { pin: walk.pin, name: 'Người nộp hồ sơ' },
      },
    }),
    learn: (walk, { dossierId }) => walk.learn({ filed: dossierId }),
  },
  requestStaffUpload: { sent: (walk) => ({ ...ofFiled(walk, LEASE), body: announcement }), learn: putFile },
  confirmStaffUpload: { sent: (walk) => ofFiled(walk, LEASE) },
  submitStaffDossier: { sent: (walk) => ofFiled(walk) },
  importDossier: {
    sent: (walk) => {
      const now = new Date(walk.here.runtime.clock.now()).toISOString();
      let n = 0;
      return {
        body: () => {
          n += 1;
          return {
            ...{ source: 'elsewhere', code: `H15.50-${now.slice(2, 10).replaceAll('-', '')}-000${n}`, status: 1, kenhThucHien: 1 },
            ...{ procedure: 'permanent-residence', form: formOf(walk), applicant: { pin: walk.pin, name: 'Người nộp hồ sơ' } },
            submittedAt: now,
          };
        },
      };
    },
  },
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
  requestSupplement: {
    sent: async ({ here }) => {
      const { dossierId } = await dossierIn(here, 'new');
      const answerBy = workedTimeAfter(new Date(here.runtime.clock.now()), 8);
      return { path: { dossierId }, body: { items: [], form: true, ...REFUSAL, answerBy } };
    },
    learn: (walk, { dossierId, n }) => walk.learn({ supplementOf: dossierId, supplement: String(n) }),
  },
  provideSupplement: {
    sent: (walk) => ({ path: { dossierId: walk.known('supplementOf'), n: walk.known('supplement') }, body: { form: formOf(walk) } }),
  },
  provideStaffSupplement: {
    sent: async (walk) => {
      const answerBy = workedTimeAfter(new Date(walk.here.runtime.clock.now()), 8);
      const { path } = ofFiled(walk);
      const request = { items: [], form: true, ...REFUSAL, answerBy };
      const asked = await (await walk.here.as('officer')).post(`/staff/dossiers/${path.dossierId}/supplement-requests`, request, {
        'idempotency-key': randomUUID(),
      });
      return { path: { ...path, n: String(asked['n']) }, body: { form: formOf(walk), identityVerifiedBy: 'CHIP' } };
    },
  },
  acceptDossier: { sent: (walk) => ({ ...ofDossier(walk), body: {} }), learn },
  reissueReceipt: { sent: ofDossier, learn },
  trackDossier: { sent: (walk) => ({ body: { code: walk.known('code'), secret: walk.known('trackingSecret') } }) },
  requestWithdrawal: {
    sent: async ({ here }) => {
      const { dossierId } = await dossierIn(here, 'new');
      return { path: { dossierId }, body: {} };
    },
    learn: (walk, { dossierId }) => walk.learn({ withdrawn: dossierId }),
  },
  decideWithdrawal: {
    sent: (walk) => ({ path: { dossierId: walk.known('withdrawn') }, body: { decision: 'REFUSE', ...REFUSAL } }),
  },
  extendDossier: {
    sent: async ({ here }) => {
      const { dossierId } = await dossierIn(here, 'processing');
      return { path: { dossierId }, body: { ...REFUSAL, dueAt: workedTimeAfter(new Date(here.runtime.clock.now()), 12) } };
    },
  },
  transferDossier: {
    sent: async ({ here }) => {
      const { dossierId } = await dossierIn(here, 'new');
      return { path: { dossierId }, body: { office: 'G01.042.002', reason: REFUSAL.reason } };
    },
  },
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
  returnTask: {
    sent: async ({ here }) => {
      const task = (await (await dossierIn(here, 'processing')).tasks()).find(({ agency }) => agency === 'land') ?? {};
      return { path: { taskId: textField(task, 'taskId') }, body: { reason: REFUSAL.reason } };
    },
    learn: (walk, { taskId }) => walk.learn({ sentBack: taskId }),
  },
  routeTask: {
    sent: (walk) => ({ path: { taskId: walk.known('sentBack') }, body: { office: 'ZUB.042.001', reason: REFUSAL.reason } }),
  },
  numberResult: {
    sent: async ({ here }) => {
      const journey = await dossierIn(here, 'deciding', {
        procedure: 'temporary-residence',
        form: { durationMonths: 12 },
        delivery: 'POST',
      });
      await journey.decide({ decision: 'GRANT' });
      await journey.until('the number to be given', (dossier) => JSON.stringify(dossier).includes('dossier.awaiting-number'));
      return { path: { dossierId: journey.dossierId } };
    },
    learn: (walk, { dossierId }) => walk.learn({ numbered: dossierId }),
  },
  dispatchResult: { sent: (walk) => ({ path: { dossierId: walk.known('numbered') }, body: { parcel: 'EE123456789VN' } }) },
  handOverResult: { sent: (walk) => ({ path: { dossierId: walk.known('numbered') }, body: { proof: 'RECEIVER_SIGNATURE' } }) },
  readOwnResult: {
    sent: async (walk) => {
      walk.learn(await walk.journey.returned());
      return ofDossier(walk);
    },
  },
  listOwnForms: { sent: ofDossier },
  readOwnForm: { sent: ofResultForm },
  openOwnFormPdf: { sent: ofResultForm },
  listStaffForms: { sent: ofDossier },
  readStaffForm: { sent: ofResultForm },
  openStaffFormPdf: { sent: ofResultForm },
  rateDossier: { sent: (walk) => ({ ...ofDossier(walk), body: { score: 4, text: 'Nhanh hơn tôi nghĩ' } }) },
  fileComplaint: {
    sent: ({ dossier }) => ({ body: { dossier: dossier.dossierId, kind: 'DELAY', text: 'Tôi phải chờ cả buổi sáng' } }),
    learn: (walk, { complaintId }) => walk.learn({ complaint: complaintId }),
  },
  listOwnComplaints: { sent: ofDossier },
  listComplaints: { sent: (walk) => ({ query: `office=${walk.office}` }) },
  readComplaint: { sent: ofComplaint },
  handleComplaint: {
    sent: (walk) => {
      let calls = 0;
      const refused = Object.keys(authorizationCallers).filter((caller) => refusalOf('handleComplaint', caller as CallerId)).length;
      return {
        ...ofComplaint(walk),
        body: () => {
          calls += 1;
          return { action: calls > refused + 1 ? 'SOLVE' : 'ASK', text: 'Đã xem xét và trả lời' };
        },
      };
    },
  },
  answerOwnComplaint: { sent: (walk) => ({ ...ofComplaint(walk), body: { satisfied: true } }) },
  readControlSlip: { sent: ofDossier },
  readIndexRecord: { sent: ofDossier },
  readTrackingBook: { sent: (walk) => ({ query: `office=${walk.office}&day=${walk.day}` }) },
  readOfficeReport: { sent: (walk) => ({ query: `office=${walk.office}&from=${walk.day.slice(0, 7)}&to=${walk.day.slice(0, 7)}` }) },
  certifyDowntime: {
    sent: () => ({
      body: {
        ...{ from: '2026-11-02T08:00:00+07:00', to: '2026-11-02T09:00:00+07:00' },
        ...{ reason: 'Mất điện toàn trung tâm dữ liệu', legalBasis: 'Biên bản sự cố 01/BB' },
      },
    }),
  },
  listDowntimes: { sent: nothing },
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
