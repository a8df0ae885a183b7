import { because, type DossierLife, type Filed, type Stage } from '../support/dossier-life.ts';
import { leaseAgain } from '../support/dossier-situations.ts';
import { staffClaims } from '../support/http-event.ts';

/** What somebody does with a dossier, and what the route answers. */
type Act = (life: DossierLife, dossierId: string) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;

/** An officer of its office, with a role that may. */
export const office =
  (operation: Parameters<DossierLife['staff']>[0], body?: unknown): Act =>
  (life, dossierId) =>
    life.staff(operation, { dossierId }, body);

export const accept = office('acceptDossier', {});
export const ask: Act = (life, dossierId) =>
  life.call('requestSupplement', { claims: staffClaims(), path: { dossierId }, headers: life.once(), body: leaseAgain });
export const provide: Act = async (life, dossierId) => {
  await life.upload(dossierId);
  return life.citizen('provideSupplement', dossierId, { path: { n: '1' }, body: {} });
};
export const withdraw: Act = (life, dossierId) =>
  life.citizen('requestWithdrawal', dossierId, { body: { reason: 'Tôi chuyển đi nơi khác' } });
export const keep = office('decideWithdrawal', { decision: 'REFUSE', ...because });
export const letGo = office('decideWithdrawal', { decision: 'GRANT', ...because });

/** What happens by itself: the execution's last step, and the sweep of the schedule. */
type Happening = (life: DossierLife, dossierId: string) => Promise<unknown>;

export const conclude: Happening = (life, dossierId) => life.conclude(dossierId);

/** Sweeps once a minute for a few minutes from a moment on: a sweep does one thing after the other. */
export const sweepFrom =
  (moment: string): Happening =>
  async (life) => {
    for (let minute = 0; minute < 4; minute += 1) {
      life.clock.set(new Date(Date.parse(moment) + minute * 60_000).toISOString());
      await life.sweep();
    }
  };

/** Leads a new dossier to `stage`, and does `acts` with it. */
export const come =
  (stage: Stage, filed: Filed = {}, ...acts: readonly Happening[]) =>
  async (life: DossierLife, more: Filed = {}): Promise<string> => {
    const dossierId = await life.dossierIn(stage, { ...filed, ...more });
    for (const act of acts) await act(life, dossierId);
    return dossierId;
  };
