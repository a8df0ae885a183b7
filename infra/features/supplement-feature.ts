import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/supplement/supplement.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** Asking an applicant to complete a dossier, and the answer. */
export class SupplementFeature extends Construct {
  constructor(scope: Construct, id: string, { state, api }: Cell) {
    super(scope, id);
    const table = state.dossiers.tableArn;
    const { read, readMany, list, write } = tableRights;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const PERSONAL_DATA_KEY = state.personalDataKey.keyArn;

    const request = new ServiceFunction<Env<'RequestSupplementEnv'>>(this, 'RequestSupplement', {
      entry: 'supplement/request-supplement',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...readMany, ...list, ...write], [table])
      .allow(['kms:GenerateDataKey'], [PERSONAL_DATA_KEY]);
    const provide = new ServiceFunction<Env<'ProvideSupplementEnv'>>(this, 'ProvideSupplement', {
      entry: 'supplement/provide-supplement',
      environment: { DOSSIERS_TABLE, OWNER_KEYS_SECRET: state.ownerKeys.secretArn, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...list, ...write], [table])
      .allow(['kms:Decrypt', 'kms:GenerateDataKey'], [PERSONAL_DATA_KEY]);
    allowSecret(provide, state.ownerKeys);

    api.route('POST /staff/dossiers/{dossierId}/supplement-requests', request);
    api.route('POST /citizen/dossiers/{dossierId}/supplements/{n}', provide);
    api.route('POST /staff/dossiers/{dossierId}/supplements/{n}', provide);
  }
}
