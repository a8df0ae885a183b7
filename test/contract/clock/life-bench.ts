import { expect } from 'vitest';
import * as z from 'zod';
import { because, type DossierLife, dossierLife } from '../../support/dossier-life.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { staffClaims } from '../../support/http-event.ts';
import { local, shown } from './appointment-bench.ts';
import { OWN, type OwnRules, ownProcedure } from './own-procedure.ts';

type Downtime = readonly [from: string, to: string];

const Certified = z.object({ from: z.string(), to: z.string(), superseded: z.unknown().optional() });

/** Leads the office that runs the cell (catalogue/operations.json). */
const operations = staffClaims({ sub: 'operations-1', office: 'ZOP.042.000', roles: '[operations-leader]' });

/**
 * The life of dossiers of a procedure of the test's own, at times of the wall clock in Viet Nam. What is due is read where its owner
 * reads it. `downtimes` are certified from the start; `certify` certifies by the route, and the clock knows what the list shows.
 */
export const ownLife = (rules: OwnRules = {}, downtimes: readonly Downtime[] = []) => {
  const known = downtimes.map(([from, to]) => ({ from: instant(from), to: instant(to) }));
  const listed = async () => {
    const { body } = await life.call('listDowntimes', { claims: operations });
    return z
      .array(Certified)
      .parse(body['downtimes'])
      .filter(({ superseded }) => !superseded);
  };
  const life: DossierLife = dossierLife({
    procedures: ownProcedure(rules),
    downtimes: { endedAfter: async (moment) => fixedDowntimes([...known, ...(await listed())]).endedAfter(moment) },
  });
  const { clock, citizen, staff } = life;

  const at = (moment: string) => clock.set(instant(moment));
  const own = async (dossierId: string) => (await citizen('readOwnDossier', dossierId)).body;
  const due = async (dossierId: string): Promise<string | undefined> => {
    const { dueAt } = await own(dossierId);
    return dueAt ? shown(dueAt) : undefined;
  };
  /** A dossier submitted at `moment` whose lookups are done. */
  const submitted = async (moment: string): Promise<string> => {
    at(moment);
    return life.file({ procedure: OWN });
  };
  const accept = async (dossierId: string, moment: string) => {
    at(moment);
    const answer = await staff('acceptDossier', { dossierId }, {});
    expect([answer.status, answer.body['detail']]).toEqual([200, undefined]);
    return answer.body;
  };

  return {
    ...life,
    ...{ at, own, due, submitted, accept },
    /** Certifies a downtime, or corrects or withdraws the one that `supersedes` names. */
    certify: async (span: Downtime | undefined, at: string, supersedes?: { readonly id: string; readonly to: string }) => {
      life.clock.set(instant(at));
      const body = { ...because, ...(span && { from: local(span[0]), to: local(span[1]) }), ...(supersedes && { supersedes }) };
      const answer = await life.call('certifyDowntime', { claims: operations, headers: life.once(), body });
      expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
      return String(answer.body['id']);
    },
    /** One that was submitted and accepted in the same minute. */
    accepted: async (moment: string): Promise<string> => {
      const dossierId = await submitted(moment);
      await accept(dossierId, moment);
      return dossierId;
    },
    payAt: async (dossierId: string, moment: string) => {
      at(moment);
      await life.pay(dossierId);
    },
    askAt: async (dossierId: string, moment: string, answerBy = '2026-12-31 16:00') => {
      at(moment);
      const body = { items: [{ document: 'LEASE', what: 'Bản chụp mờ' }], ...because, answerBy: local(answerBy) };
      const asked = { claims: staffClaims({ roles: '[intake approver]' }), headers: life.once(), path: { dossierId }, body };
      const { status, body: answer } = await life.call('requestSupplement', asked);
      expect([status, answer['detail']]).toEqual([201, undefined]);
    },
    provideAt: async (dossierId: string, moment: string, n = 1) => {
      at(moment);
      await life.upload(dossierId);
      const { status, body } = await citizen('provideSupplement', dossierId, { path: { n: String(n) }, body: {} });
      expect([status, body['detail']]).toEqual([200, undefined]);
    },
    /** A leader puts the due time off; gives what the answer says of being in time. */
    extendAt: async (dossierId: string, moment: string, dueAt: string) => {
      at(moment);
      const { status, body } = await staff('extendDossier', { dossierId }, { ...because, dueAt: local(dueAt) }, { roles: '[leader]' });
      expect([status, body['detail']]).toEqual([200, undefined]);
      return body['timing'];
    },
    withdrawAt: async (dossierId: string, moment: string) => {
      at(moment);
      expect((await citizen('requestWithdrawal', dossierId, { body: {} })).status).toBe(200);
    },
    keepAt: async (dossierId: string, moment: string) => {
      at(moment);
      const kept = await staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', ...because });
      expect([kept.status, kept.body['detail']]).toEqual([200, undefined]);
    },
    /** What its office's inbox says of a dossier: until when it must be answered. */
    answeredBy: async (dossierId: string, office = 'G01.042.001') => {
      const { body } = await staff('listInbox', {}, undefined, { office });
      const entries = Array.isArray(body['entries']) ? body['entries'] : [];
      const entry = entries.find((one) => one.dossierId === dossierId);
      return entry && shown(entry.dueAt);
    },
    /** Opinions, decision and conclusion at `moment`; what they say of being in time. */
    finishAt: async (dossierId: string, moment: string) => {
      at(moment);
      await life.answerAll(dossierId);
      const decided = await life.decide(dossierId);
      await life.conclude(dossierId);
      const concluded = life.ledger.events(dossierId).find(({ type }) => type === 'dossier.concluded');
      return [decided.body['timing'], concluded?.data['timing']];
    },
  };
};

export function instant(moment: string): string {
  return new Date(local(moment)).toISOString();
}
