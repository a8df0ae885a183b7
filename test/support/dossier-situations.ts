import { because, type DossierLife } from './dossier-life.ts';
import { staffClaims } from './http-event.ts';

/** Friday 4 December 2026, 16:00 in Việt Nam: working time after everything that the situations need. */
const LATER = '2026-12-04T09:00:00.000Z';

/** An officer of the next commune's police: a counter, but not the office that decides. */
export const receivingOfficer = { sub: 'officer-receiving', office: 'G01.042.002' };

/** Brings a dossier where it is to stand, through the API. */
export type Reach = (life: DossierLife) => Promise<string>;

/** A request for the lease again. */
export const leaseAgain = { items: [{ document: 'LEASE', what: 'Hợp đồng thuê rõ hơn' }], ...because, answerBy: LATER };

const after =
  (reach: Reach, act: (life: DossierLife, dossierId: string) => Promise<unknown>): Reach =>
  async (life) => {
    const dossierId = await reach(life);
    await act(life, dossierId);
    return dossierId;
  };

const come =
  (...stage: Parameters<DossierLife['dossierIn']>): Reach =>
  (life) =>
    life.dossierIn(...stage);

const uploaded = (reach: Reach): Reach => after(reach, ({ upload }, id) => upload(id));
const uploadedAtCounter = (reach: Reach): Reach => after(reach, ({ upload }, id) => upload(id, {}));
const elsewhere = { enteredBy: receivingOfficer } as const;
const withdrawn = (reach: Reach): Reach => after(reach, ({ citizen }, id) => citizen('requestWithdrawal', id, { body: {} }));
const letGo = (reach: Reach): Reach =>
  after(reach, ({ staff }, dossierId) => staff('decideWithdrawal', { dossierId }, { decision: 'GRANT' }));
const asked = (reach: Reach): Reach =>
  after(reach, ({ call, once }, dossierId) =>
    call('requestSupplement', { claims: staffClaims(), path: { dossierId }, headers: once(), body: leaseAgain }),
  );
const provided = (reach: Reach): Reach =>
  after(uploaded(asked(reach)), ({ citizen }, id) => citizen('provideSupplement', id, { path: { n: '1' }, body: {} }));
const paying = (reach: Reach): Reach => after(reach, ({ citizen, once }, id) => citizen('openPayment', id, { headers: once() }));
const concluded = (reach: Reach): Reach => after(reach, ({ conclude }, id) => conclude(id));
const handedOver = (reach: Reach): Reach =>
  after(concluded(reach), ({ staff }, dossierId) => staff('handOverResult', { dossierId }, { receivedBy: 'CHIP' }));

/** Where a dossier can stand, and how it comes there through the API; every state of the portal is among them. */
export const situations: Readonly<Record<string, Reach>> = {
  draft: ({ draft }) => draft(),
  'draft, complete': uploaded(({ draft }) => draft()),
  'draft of the counter': ({ draft }) => draft({ enteredBy: {} }),
  'draft of the counter, complete': uploadedAtCounter(({ draft }) => draft({ enteredBy: {} })),
  new: come('new'),
  'new, taken in elsewhere': come('new', elsewhere),
  'new, supplement asked': asked(come('new')),
  'new, supplement asked and uploaded': uploaded(asked(come('new'))),
  'new, supplement asked and uploaded at the counter': uploadedAtCounter(asked(come('new', { enteredBy: {} }))),
  'new, supplement provided': provided(come('new')),
  'new, withdrawal asked': withdrawn(come('new')),
  'new, supplement and withdrawal asked': withdrawn(asked(come('new'))),
  'not accepted': after(come('new'), ({ staff }, dossierId) => staff('refuseDossier', { dossierId }, because)),
  'fee due': come('payment-requested'),
  'fee due, payment open': paying(come('payment-requested')),
  'fee due, withdrawal asked': withdrawn(come('payment-requested')),
  'fee due, payment open, withdrawal asked': withdrawn(paying(come('payment-requested'))),
  processing: come('processing'),
  'processing, taken in elsewhere': come('processing', elsewhere),
  'processing, supplement asked': asked(come('processing')),
  'processing, supplement asked and uploaded': uploaded(asked(come('processing'))),
  'processing, taken in elsewhere, supplement asked': asked(come('processing', elsewhere)),
  'processing, supplement provided': provided(come('processing')),
  'processing, task sent back': after(come('processing'), ({ agency }, id) =>
    agency('returnTask', 'land', `${id}.1`, { reason: 'Không thuộc cơ quan này' }),
  ),
  'processing, withdrawal asked': withdrawn(come('processing')),
  'processing, supplement and withdrawal asked': withdrawn(asked(come('processing'))),
  deciding: come('deciding'),
  decided: come('decided'),
  'to be numbered': concluded(come('decided', { procedure: 'temporary-residence', form: { durationMonths: 12 } })),
  'result waits at the counter': concluded(come('decided', { delivery: 'COUNTER' })),
  'result waits at the counter that took it in': concluded(come('decided', { ...elsewhere, delivery: 'COUNTER' })),
  'result waits for the post': concluded(come('decided', { delivery: 'POST' })),
  'result on its way by post': after(concluded(come('decided', { delivery: 'POST' })), ({ staff }, dossierId) =>
    staff('dispatchResult', { dossierId }, { parcel: 'EK123456785VN' }),
  ),
  returned: handedOver(come('decided', { delivery: 'COUNTER' })),
  'returned and rated': after(handedOver(come('decided', { delivery: 'COUNTER' })), ({ citizen, once }, id) =>
    citizen('rateDossier', id, { headers: once(), body: { score: 5 } }),
  ),
  stopped: letGo(withdrawn(come('processing'))),
  'stopped, payment open': letGo(withdrawn(paying(come('payment-requested')))),
};
