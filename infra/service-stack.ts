import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CellConfig } from './config.ts';
import { CellApi } from './constructs/cell-api.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import { CatalogueFeature } from './features/catalogue-feature.ts';
import { DocumentFeature } from './features/document-feature.ts';
import { DossierFeature } from './features/dossier-feature.ts';
import { IdentityFeature } from './features/identity-feature.ts';
import { PaymentFeature } from './features/payment-feature.ts';
import { ResultFeature } from './features/result-feature.ts';
import { TaskFeature } from './features/task-feature.ts';
import { addressParameters } from './parameters.ts';
import type { StateStack } from './state-stack.ts';

export type ServiceStackProps = StackProps & { readonly cell: string; readonly config: CellConfig; readonly state: StateStack };

/** What of a province cell may be replaced at any deployment: functions, queues, rules, state machine, HTTP API. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { cell: code, config, state, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const addresses = addressParameters(this, config, [
      'CitizenIssuer',
      'CitizenAudience',
      'StaffIssuer',
      'StaffAudience',
      'AgencyIssuer',
      'AgencyAudience',
      'AgencyTokenEndpoint',
      'PaymentPage',
      'ApiAddress',
      'NationalApi',
    ]);
    const api = new CellApi(this, 'HttpApi', {
      issuers: {
        citizen: { issuer: addresses.CitizenIssuer, audience: addresses.CitizenAudience },
        staff: { issuer: addresses.StaffIssuer, audience: addresses.StaffAudience },
        agency: { issuer: addresses.AgencyIssuer, audience: addresses.AgencyAudience },
      },
      unknownRoute: new ServiceFunction(this, 'AnswerUnknownRoute', { entry: 'api/answer-unknown-route', environment: {} }),
    });
    const cell = { code, state, addresses, api };
    new DossierFeature(this, 'Dossier', cell);
    new DocumentFeature(this, 'Document', cell);
    new IdentityFeature(this, 'Identity', cell);
    new PaymentFeature(this, 'Payment', cell);
    const result = new ResultFeature(this, 'Result', cell);
    new TaskFeature(this, 'Task', cell, { concludeDossier: result.conclude });
    new CatalogueFeature(this, 'Catalogue', cell);
    new CfnOutput(this, 'ApiUrl', { value: api.api.apiEndpoint, description: 'Address of the HTTP API without a domain of its own' });
  }
}
