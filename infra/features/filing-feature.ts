import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/filing/filing.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** Dossiers that an officer enters: for a person at the counter, for a letter, or taken over from another system. */
export class FilingFeature extends Construct {
  constructor(scope: Construct, id: string, cell: Cell) {
    super(scope, id);
    const { state, api, code } = cell;
    const file = new ServiceFunction<Env<'FileDossierEnv'>>(this, 'FileDossier', {
      entry: 'filing/file-dossier',
      environment: {
        CELL: code,
        DOSSIERS_TABLE: state.dossiers.tableName,
        OWNER_KEYS_SECRET: state.ownerKeys.secretArn,
        PERSONAL_DATA_KEY: state.personalDataKey.keyArn,
      },
    })
      .allow([...tableRights.read, ...tableRights.write], [state.dossiers.tableArn])
      .allow(['kms:GenerateDataKey'], [state.personalDataKey.keyArn]);
    allowSecret(file, state.ownerKeys);

    api.route('POST /staff/dossiers', file);
    api.route('POST /staff/imported-dossiers', file);
  }
}
