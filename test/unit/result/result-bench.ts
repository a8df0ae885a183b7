import { generateKeyPairSync, sign } from 'node:crypto';
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { sealFiling } from '../../../functions/ledger/filing.ts';
import { formKey, taskKey } from '../../../functions/ledger/item-keys.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { taskIdOf } from '../../../functions/ledger/task.ts';
import { sealTaskWords } from '../../../functions/ledger/task-words.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import type { EDocument, NationalCell } from '../../../functions/platform/national-cell.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { createHandler as concludeHandler } from '../../../functions/result/conclude-dossier.handler.ts';
import { createHandler as deliverHandler } from '../../../functions/result/deliver-result.handler.ts';
import type { Delivery } from '../../../functions/result/deliveries.ts';
import { createHandler as dispatchHandler } from '../../../functions/result/dispatch-result.handler.ts';
import { createHandler as handOverHandler } from '../../../functions/result/hand-over-result.handler.ts';
import { createHandler as numberHandler } from '../../../functions/result/number-result.handler.ts';
import { publicKeyOf } from '../../../functions/result/public-key.ts';
import { createHandler as keysHandler } from '../../../functions/result/read-keys.handler.ts';
import { createHandler as readHandler } from '../../../functions/result/read-own-result.handler.ts';
import type { ResultKey } from '../../../functions/result/result-key.ts';
import { createHandler as verifyHandler } from '../../../functions/result/verify-result.handler.ts';
import { office, seedProcessing } from '../../support/accepted-dossier.ts';
import { countingIds, fixedClock, fixedOwnerIndex, fixedPersonalData, noPause, recordedLog } from '../../support/fixed.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

/** A signing key in memory. */
export const memoryResultKey = (): ResultKey & { readonly signed: () => number } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let signed = 0;
  return {
    signed: () => signed,
    publicKey: async () => publicKeyOf(publicKey.export({ type: 'spki', format: 'der' })),
    sign: async (message) => {
      signed += 1;
      return sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    },
  };
};

export const applicant = { pin: '042190000016', name: 'Nguyễn Thị Mẫu' };
const form = {
  phone: '0009990001',
  relationToHead: 'HEAD',
  dwelling: { kind: 'RENTED', commune: 'T4201', line: 'Số 1, thôn Mẫu 1', parcel: 'T4201/12/345' },
};

type StoreAnswer = Awaited<ReturnType<NationalCell['storeEDocument']>>;

/** The result functions over one ledger in memory that holds a dossier with its last stage open. */
export const resultBench = async (more: Partial<Meta> = {}) => {
  const ledger = memoryLedger();
  const personalData = fixedPersonalData();
  const meta = await seedProcessing(ledger, { stage: 1, ...more });
  const { dossierId } = meta;
  await ledger.putItem(formKey(dossierId), await sealFiling(personalData, dossierId, { applicant, form }));
  const clock = fixedClock('2026-11-27T03:00:00.000Z');
  const log = recordedLog();
  const key = memoryResultKey();
  const stored: EDocument[] = [];
  const reminders: { delivery: Delivery; delayS: number }[] = [];
  let answer: StoreAnswer = { kind: 'stored' };
  const deps = {
    ...{ ledger, clock, log, key, personalData, claimNames: defaultClaimNames, procedures: bundledProcedures, ids: countingIds() },
    ...{ ownerIndex: fixedOwnerIndex(), pause: noPause, random: () => 0.5, cell: '42', issuer: 'https://api.example' },
    ...{ calendars: bundledCalendars, downtimes: fixedDowntimes() },
    national: {
      storeEDocument: async (document: EDocument) => {
        if (answer.kind === 'stored') stored.push(document);
        return answer;
      },
    },
    deliveries: { remind: async (delivery: Delivery, delayS: number) => void reminders.push({ delivery, delayS }) },
  };
  const conclude = concludeHandler(deps);
  const deliver = deliverHandler(deps);
  const handlers = {
    ...{ read: readHandler(deps), verify: verifyHandler(deps), keys: keysHandler(deps) },
    ...{ number: numberHandler(deps), handOver: handOverHandler(deps), dispatch: dispatchHandler(deps) },
  };
  const clerk = { sub: 'clerk-1', roles: '[clerk]' };
  const run = (message: unknown) => deliver({ Records: [{ messageId: 'm1', body: JSON.stringify(message) }] }, {} as never);

  return {
    ...deps,
    ...{ dossierId, stored, reminders },
    nationalAnswers: (told: StoreAnswer) => {
      answer = told;
    },
    /** Closes the competent agency's task, as `decide-task` leaves it. */
    decide: async (decision: 'GRANT' | 'REFUSE', words: { reason?: string; legalBasis?: string } = {}) => {
      await ledger.putItem(taskKey(dossierId, 4), {
        ...{
          n: 4,
          kind: 'decision',
          role: 'competent',
          agency: 'police',
          office: office.police,
          dossierId,
          taskId: taskIdOf(dossierId, 4),
        },
        ...{ state: 'closed', openedAt: '2026-11-26T02:00:00.000Z', dueAt: '2026-12-02T02:00:00.000Z', answer: decision },
        sealed: await sealTaskWords(personalData, dossierId, words),
        ...{ closedAt: '2026-11-27T02:59:00.000Z', closedBy: 'chief-1' },
      });
      ledger.seed({ ...ledger.meta(dossierId), openTasks: 0 });
    },
    conclude: (input: unknown = { dossierId, run: 1 }) => conclude(input),
    deliver: (more: object = {}) => run({ specversion: '1.0', type: 'vn.motcua.dossier.concluded.v1', subject: dossierId, ...more }),
    read: (claims: Record<string, string> = {}) =>
      callHttp(handlers.read, httpEvent('readOwnResult', { claims: citizenClaims(claims), path: { dossierId } })),
    number: (claims: Record<string, string> = {}) =>
      callHttp(handlers.number, httpEvent('numberResult', { claims: staffClaims({ ...clerk, ...claims }), path: { dossierId } })),
    handOver: (body: unknown, claims: Record<string, string> = {}) =>
      callHttp(handlers.handOver, httpEvent('handOverResult', { claims: staffClaims({ ...clerk, ...claims }), path: { dossierId }, body })),
    dispatch: (parcel: unknown = 'EE123456789VN', claims: Record<string, string> = {}) =>
      callHttp(
        handlers.dispatch,
        httpEvent('dispatchResult', { claims: staffClaims({ ...clerk, ...claims }), path: { dossierId }, body: { parcel } }),
      ),
    verify: (code: string) => callHttp(handlers.verify, httpEvent('verifyResult', { path: { code } })),
    keys: () => callHttp(handlers.keys, httpEvent('readKeys')),
    meta: () => ledger.meta(dossierId),
    types: () => ledger.events(dossierId).map(({ type }) => type),
    item: (sk: string) => ledger.items().find((item) => item['sk'] === sk && item['pk'] === `DOSSIER#${dossierId}`),
  };
};

/** A bench whose dossier is concluded. */
export const concludedBench = async (more: Partial<Meta> = {}) => {
  const bench = await resultBench(more);
  await bench.decide('GRANT');
  await bench.conclude();
  return bench;
};
