import type { DossierLife } from './dossier-life.ts';
import { because } from './dossier-life.ts';
import { citizenClaims, staffClaims } from './http-event.ts';
import { rentedForm } from './intake-bench.ts';

/** Friday 4 December 2026, 16:00 in Việt Nam: working time after everything that the situations need. */
const LATER = '2026-12-04T09:00:00.000Z';

type Reach = (life: DossierLife) => Promise<string>;

const draft: Reach = async ({ call, once }) => {
  const body = { procedure: 'permanent-residence', form: rentedForm };
  const opened = await call('openDraft', { claims: citizenClaims(), headers: once(), body });
  return String(opened.body['dossierId']);
};

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

const withdrawn = (reach: Reach): Reach => after(reach, ({ citizen }, id) => citizen('requestWithdrawal', id, { body: {} }));
const asked = (reach: Reach): Reach =>
  after(reach, ({ call, once }, dossierId) =>
    call('requestSupplement', { claims: staffClaims(), path: { dossierId }, headers: once(), body: leaseAgain }),
  );
const provided = (reach: Reach): Reach =>
  after(asked(reach), async (life, id) => {
    await life.upload(id);
    await life.citizen('provideSupplement', id, { path: { n: '1' }, body: {} });
  });
const concluded = (reach: Reach): Reach => after(reach, ({ conclude }, id) => conclude(id));

/** Where a dossier can stand, and how it comes there through the API; every state of the portal is among them. */
export const situations: Readonly<Record<string, Reach>> = {
  draft,
  new: come('new'),
  'new, supplement asked': asked(come('new')),
  'new, supplement provided': provided(come('new')),
  'new, withdrawal asked': withdrawn(come('new')),
  'not accepted': after(come('new'), ({ staff }, dossierId) => staff('refuseDossier', { dossierId }, because)),
  'fee due': come('payment-requested'),
  'fee due, withdrawal asked': withdrawn(come('payment-requested')),
  processing: come('processing'),
  'processing, supplement asked': asked(come('processing')),
  'processing, supplement provided': provided(come('processing')),
  'processing, task sent back': after(come('processing'), ({ agency }, id) =>
    agency('returnTask', 'land', `${id}.1`, { reason: 'Không thuộc cơ quan này' }),
  ),
  'processing, withdrawal asked': withdrawn(come('processing')),
  'supplement and withdrawal asked': withdrawn(asked(come('processing'))),
  deciding: come('deciding'),
  decided: come('decided'),
  'to be numbered': concluded(come('decided', { procedure: 'temporary-residence', form: { durationMonths: 12 } })),
  'result waits at the counter': concluded(come('decided', { delivery: 'COUNTER' })),
  'result waits for the post': concluded(come('decided', { delivery: 'POST' })),
  returned: after(concluded(come('decided', { delivery: 'COUNTER' })), ({ staff }, dossierId) =>
    staff('handOverResult', { dossierId }, { receivedBy: 'CHIP' }),
  ),
  stopped: after(withdrawn(come('processing')), ({ staff }, dossierId) => staff('decideWithdrawal', { dossierId }, { decision: 'GRANT' })),
};
