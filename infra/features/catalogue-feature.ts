import { Construct } from 'constructs';
import type { CellApi } from '../constructs/cell-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type NoEnv = Readonly<Record<string, never>>;

/** What anyone may read: the procedures and the description of the API. */
export class CatalogueFeature extends Construct {
  constructor(scope: Construct, id: string, { api }: { readonly api: CellApi }) {
    super(scope, id);
    const plain = (name: string, entry: string) => new ServiceFunction<NoEnv>(this, name, { entry, environment: {} });
    api.route('GET /public/procedures', plain('ListProcedures', 'procedure/list-procedures'));
    api.route('GET /public/procedures/{procedure}', plain('ReadProcedure', 'procedure/read-procedure'));
    api.route('GET /public/procedures/{procedure}/appointment', plain('ReadAppointment', 'procedure/read-appointment'));
    api.route('GET /public/openapi.json', plain('ReadApiDescription', 'api/read-api-description'));
    api.route('GET /public/openapi', plain('ShowApiDescription', 'api/show-api-description'));
  }
}
