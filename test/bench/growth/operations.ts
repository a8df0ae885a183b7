import { createHandler as sweepHandler } from '../../../functions/dossier/enact-deadlines.handler.ts';
import { createHandler as inboxHandler } from '../../../functions/dossier/list-inbox.handler.ts';
import { createHandler as listHandler } from '../../../functions/dossier/list-own-dossiers.handler.ts';
import { createHandler as readHandler } from '../../../functions/dossier/read-own-dossier.handler.ts';
import { createHandler as submitHandler } from '../../../functions/dossier/submit-dossier.handler.ts';
import { deadlineBucket } from '../../../functions/ledger/deadline-bucket.ts';
import { sweepKey } from '../../../functions/ledger/item-keys.ts';
import type { Ledger } from '../../../functions/ledger/ledger.ts';
import { createHandler as decideHandler } from '../../../functions/task/decide-task.handler.ts';
import { fixedClock } from '../../support/fixed.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { cellDeps } from './cell-in-process.ts';
import { policeOf } from './pattern-dossiers.ts';
import { MEASURED_OFFICE } from './stock.ts';
import { FILER, READER, WORK_OFFICE, type WorkPlan } from './work.ts';

export const operations = ['submit', 'decide', 'status', 'inbox page', 'own dossiers', 'sweep of deadlines'] as const;
export type Operation = (typeof operations)[number];

export type Performer = {
  /** Does one operation once more; one that changes a dossier takes a fresh one. @throws when it fails */
  perform(operation: Operation): Promise<void>;
  /** @throws when a sweep left a deadline that had passed */
  expectSwept(): Promise<void>;
};

/** 10:00 in Viet Nam on the day after the patterns were filed: before every deadline of the stock. */
const NOW = '2026-11-24T03:00:00.000Z';

const expectStatus = async (wanted: number, answer: ReturnType<typeof callHttp>) => {
  const { status, body } = await answer;
  if (status !== wanted) throw new Error(`answered ${status} instead of ${wanted}: ${JSON.stringify(body)}`);
  return body;
};

/** The functions' own handlers over a ledger, called in this process as Lambda calls them. */
export const performer = (ledger: Ledger, plan: WorkPlan): Performer => {
  const deps = cellDeps(ledger, fixedClock(NOW));
  const sweepClock = fixedClock(NOW);
  const handlers = {
    submit: submitHandler(deps),
    decide: decideHandler(deps),
    read: readHandler(deps),
    inbox: inboxHandler(deps),
    list: listHandler(deps),
    sweep: sweepHandler({ ...deps, clock: sweepClock }),
  };
  const swept: { readonly dossierId: string; readonly at: string }[] = [];
  const turns = new Map<string, number>();
  const next = <Item>(list: readonly Item[], name: string): Item => {
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const item = list[turn];
    if (item === undefined) throw new Error(`only ${list.length} dossiers were prepared for ${name}`);
    return item;
  };
  const reader = citizenClaims({ sub: 'reader', pin: READER });

  const perform: Readonly<Record<Operation, () => Promise<void>>> = {
    submit: async () => {
      const event = { claims: citizenClaims({ sub: 'filer', pin: FILER }), path: { dossierId: next(plan.drafts, 'submit') } };
      await expectStatus(200, callHttp(handlers.submit, httpEvent('submitDossier', event)));
    },
    decide: async () => {
      const path = { taskId: `${next(plan.decidable, 'decide')}.4` };
      const claims = staffClaims({ sub: 'chief', office: policeOf(WORK_OFFICE), roles: '[approver]' });
      await expectStatus(200, callHttp(handlers.decide, httpEvent('decideTask', { claims, path, body: { decision: 'GRANT' } })));
    },
    status: async () => {
      const [dossierId = ''] = plan.own;
      await expectStatus(200, callHttp(handlers.read, httpEvent('readOwnDossier', { claims: reader, path: { dossierId } })));
    },
    'inbox page': async () => {
      const claims = staffClaims({ office: policeOf(MEASURED_OFFICE) });
      const { entries } = await expectStatus(200, callHttp(handlers.inbox, httpEvent('listInbox', { claims })));
      if (!Array.isArray(entries) || entries.length !== 25) throw new Error('a page of the inbox is not full');
    },
    'own dossiers': async () => {
      const { dossiers } = await expectStatus(200, callHttp(handlers.list, httpEvent('listOwnDossiers', { claims: reader })));
      if (!Array.isArray(dossiers) || dossiers.length !== plan.own.length) throw new Error('not all own dossiers were listed');
    },
    'sweep of deadlines': async () => {
      const { at, due } = next(plan.sweeps, 'sweep');
      // A cell whose sweep has come this far: the stock's age must not make it look back.
      if (turns.get('sweep') === 1) await ledger.putItem(sweepKey, { bucket: deadlineBucket(at) });
      sweepClock.set(at);
      await handlers.sweep({}, { awsRequestId: 'request-0001' } as never);
      swept.push(...due.map((dossierId) => ({ dossierId, at })));
    },
  };
  return {
    perform: (operation) => perform[operation](),
    expectSwept: async () => {
      for (const { dossierId, at } of swept)
        if (((await ledger.readMeta(dossierId))?.deadline?.at ?? '~') <= at)
          throw new Error(`the passed deadline of ${dossierId} was not enacted`);
    },
  };
};
