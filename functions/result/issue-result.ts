import { localDay } from '../calendar/local-time.ts';
import { openFiling, ownerOf } from '../ledger/filing.ts';
import type { Item, Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { Task } from '../ledger/task.ts';
import { openTaskWords } from '../ledger/task-words.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { type ResultPayload, type ResultPointer, type StoredResult, sealResult } from './result.ts';
import { resultForm } from './result-form.ts';
import type { ResultKey } from './result-key.ts';
import { signResult } from './signed-result.ts';

export type IssueResultDeps = {
  readonly ledger: Pick<Ledger, 'readItem' | 'nextNumber'>;
  readonly personalData: PersonalData;
  readonly procedures: Procedures;
  readonly key: ResultKey;
  readonly ids: Ids;
  /** This cell's code. */
  readonly cell: string;
  /** Address of this cell's API. */
  readonly issuer: string;
};

export type IssuedResult = {
  readonly at: Date;
  readonly payload: Pick<ResultPayload, 'code' | 'number' | 'outcome'>;
  readonly item: Item;
  readonly pointer: Item;
};

/** Random bytes of a result code: 104 bits. Verification is public, so a code must not be guessable. */
const CODE_BYTES = 13;

/**
 * Numbers, writes and signs the result of a decided dossier; nothing is stored yet. Decisions are numbered per office and year
 * of local time; a number whose step is then not written stays unused, which `npm run verify` remarks on.
 */
export const issueResult =
  ({ ledger, personalData, procedures, key, ids, cell, issuer }: IssueResultDeps) =>
  async (meta: Meta, decision: Task, at: Date): Promise<IssuedResult> => {
    const { dossierId, office, procedure, procedureVersion, code: dossierCode } = meta;
    if (!dossierCode) throw new Error(`dossier ${dossierId} is decided without a code`);
    const filing = await openFiling(ledger, personalData, meta);
    const words = await openTaskWords(personalData, decision);
    const form = resultForm({ procedure: procedureOf(procedures, meta), meta, filing, decision, words });
    const year = localDay(at).slice(0, 4);
    const number = `${await ledger.nextNumber(`RESULT#${office}#${year}`)}/${year}/${form.code}-${office}`;
    const code = ids.code(CODE_BYTES);
    const outcome = form.code === 'CT08' ? 'GRANTED' : 'REFUSED';
    const issuedAt = at.toISOString();

    const { jws, kid } = await signResult(key, {
      iss: issuer,
      ...{ cell, code, number, dossierCode, procedure, procedureVersion, outcome, issuedAt },
      owner: ownerOf(filing),
      form,
    });
    const item: StoredResult = { dossierId, code, number, outcome, issuedAt, kid, sealed: await sealResult(personalData, dossierId, jws) };
    const pointer: ResultPointer = { dossierId, cell, office, procedure, number, outcome, issuedAt };
    return { at, payload: { code, number, outcome }, item, pointer };
  };
