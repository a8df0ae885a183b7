import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/withdrawal/withdrawal.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** An owner asks to withdraw a dossier, its office answers. */
export class WithdrawalFeature extends Construct {
  constructor(scope: Construct, id: string, { state, api }: Cell) {
    super(scope, id);
    const table = state.dossiers.tableArn;
    const { read, readMany, list, write } = tableRights;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const PERSONAL_DATA_KEY = state.personalDataKey.keyArn;

    const request = new ServiceFunction<Env<'RequestWithdrawalEnv'>>(this, 'RequestWithdrawal', {
      entry: 'withdrawal/request-withdrawal',
      environment: { DOSSIERS_TABLE, OWNER_KEYS_SECRET: state.ownerKeys.secretArn, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...readMany, ...list, ...write], [table])
      .allow(['kms:GenerateDataKey'], [PERSONAL_DATA_KEY]);
    allowSecret(request, state.ownerKeys);
    const decide = new ServiceFunction<Env<'DecideWithdrawalEnv'>>(this, 'DecideWithdrawal', {
      entry: 'withdrawal/decide-withdrawal',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...list, ...write], [table])
      .allow(['kms:GenerateDataKey'], [PERSONAL_DATA_KEY]);
    api.route('POST /citizen/dossiers/{dossierId}/withdrawal', request);
    api.route('POST /staff/dossiers/{dossierId}/withdrawal-decision', decide);
  }
}
