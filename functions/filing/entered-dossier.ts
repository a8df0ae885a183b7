import type { Access } from '../ledger/access.ts';
import { type Filing, ownerOf, sealFiling } from '../ledger/filing.ts';
import type { NewEvent } from '../ledger/history-event.ts';
import { accessKey, formKey } from '../ledger/item-keys.ts';
import type { ItemWrite } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { Staff } from '../platform/caller.ts';
import type { Ids } from '../platform/ids.ts';
import type { CheckedFiling } from '../procedure/check-filing.ts';
import { type NewDossier, newDossier } from '../procedure/new-dossier.ts';
import { peopleOf } from './people.ts';
import { type Offices, officesKept } from './receiving-office.ts';

export type EnterDossierDeps = {
  readonly ownerIndex: Pick<OwnerIndex, 'current'>;
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly ids: Pick<Ids, 'ulid'>;
};

export type Entry = Pick<NewDossier, 'at' | 'procedure' | 'channel' | 'givenCode' | 'delivery'> & {
  readonly caller: Staff;
  readonly people: Pick<Filing, 'applicant' | 'owner'>;
  readonly checked: CheckedFiling;
  readonly offices: Offices;
  /** Of a letter: when it arrived. */
  readonly arrivedAt: string | undefined;
};

/** A dossier that an officer enters for somebody else: META before its first step, and what that step says and writes in any case. */
export type Entered = {
  readonly meta: Meta;
  readonly by: { readonly kind: 'staff'; readonly id: string };
  readonly drafted: Extract<NewEvent, { type: 'dossier.drafted' }>['data'];
  readonly writes: readonly ItemWrite[];
};

/**
 * Enters a dossier for its owner: it is the owner's, who sees it, that an officer has entered it, and that the officer knows what is in
 * it. The officer's account stands for nobody but the officer.
 */
export const enterDossier =
  ({ ownerIndex, personalData, ids }: EnterDossierDeps) =>
  async ({ caller, people: named, checked, offices, arrivedAt, ...entry }: Entry): Promise<Entered> => {
    const { at, procedure, channel } = entry;
    const dossierId = ids.ulid();
    const people = peopleOf(named);
    const kept = officesKept(offices);
    const meta = newDossier({
      ...{ ...entry, dossierId, checked, identityLevel: 0, byProxy: people.owner !== undefined },
      ownerKey: await ownerIndex.current(ownerOf(people).pin),
      more: { ...kept, ...(arrivedAt && { arrivedAt: new Date(arrivedAt).toISOString() }) },
    });
    const by = { kind: 'staff', id: caller.sub } as const;
    const access: Access = { dossierId, id: ids.ulid(), at: at.toISOString(), by, what: 'form' };
    return {
      meta,
      by,
      drafted: {
        ...{ procedure: procedure.id, procedureVersion: procedure.version, channel },
        ...kept,
        ...(people.owner && { authorisation: people.owner.authorisation }),
      },
      writes: [
        { kind: 'put', key: formKey(dossierId), item: await sealFiling(personalData, dossierId, { ...people, form: checked.form }) },
        { kind: 'put', key: accessKey(dossierId, access.id), item: access },
      ],
    };
  };
