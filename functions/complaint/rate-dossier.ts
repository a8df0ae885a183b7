import { earlierUse, KEY_USED, oncePointer } from '../ledger/idempotency.ts';
import { ratingKey } from '../ledger/item-keys.ts';
import type { Item, Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';

export type RateDossierDeps = StepDeps & {
  readonly ledger: Ledger;
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly clock: Clock;
};

export type RateDossierInput = {
  readonly caller: Citizen;
  readonly dossierId: string;
  readonly score: number;
  readonly text?: string | undefined;
  readonly key: string;
  readonly cause: string;
};

export type RateDossierOutcome =
  | { readonly kind: 'rated' }
  | { readonly kind: 'rated-before' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: Meta['state'] }
  | { readonly kind: 'key-reused' };

const RATED = 'rated-before';

/** Takes what a dossier's owner thinks of how it was handled: once, when the result was returned. The words stay sealed in the cell. */
export const rateDossier = (deps: RateDossierDeps) => {
  const { ledger, ownerIndex, personalData, clock } = deps;

  return async ({ caller, dossierId, score, text, key, cause }: RateDossierInput): Promise<RateDossierOutcome> => {
    const request = { caller: caller.sub, operation: 'rateDossier', key, body: { dossierId, score, text } };
    const ratedBefore = async (): Promise<RateDossierOutcome | undefined> => {
      const earlier = await earlierUse(ledger, request, clock.now());
      return earlier && { kind: earlier.kind === 'same' ? 'rated' : 'key-reused' };
    };
    const before = await ratedBefore();
    if (before) return before;

    const ownerKeys = await ownerIndex.all(caller.pin);
    let item: Item | undefined;

    const decide = async (meta: Meta): Promise<Decided<Exclude<RateDossierOutcome, { kind: 'rated' }>>> => {
      if (!ownerKeys.includes(meta.ownerKey)) return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'returned') return { outcome: { kind: 'wrong-state', state: meta.state } };
      const at = clock.now();
      item ??= { dossierId, score, at: at.toISOString(), ...(text && { sealed: await personalData.seal(dossierId, { text }) }) };
      return {
        step: {
          at,
          by: { kind: 'owner' },
          cause,
          events: [{ event: { type: 'dossier.rated', data: { score } } }],
          change: {},
          writes: [oncePointer(request, dossierId, at), { kind: 'create', key: ratingKey(dossierId), item, otherwise: RATED }],
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'rated' };
      case 'refused':
        if (done.by === RATED) return { kind: 'rated-before' };
        if (done.by !== KEY_USED) throw new Error(`the rating of ${dossierId} was refused: ${done.by}`);
        return (await ratedBefore()) ?? { kind: 'rated-before' };
      default:
        return done;
    }
  };
};
