import { CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CellConfig } from './config.ts';

const addresses = {
  CitizenIssuer: ['citizenIssuer', "OpenID Connect issuer of citizens' tokens"],
  CitizenAudience: ['citizenAudience', "Audience of citizens' tokens"],
  StaffIssuer: ['staffIssuer', "OpenID Connect issuer of officers' tokens"],
  StaffAudience: ['staffAudience', "Audience of officers' tokens"],
  AgencyIssuer: ['agencyIssuer', 'OpenID Connect issuer of agency systems and cells'],
  AgencyAudience: ['agencyAudience', "Audience of agency systems' and cells' tokens"],
  AgencyTokenEndpoint: ['agencyTokenEndpoint', "Token endpoint of the agencies' issuer, where this cell signs in to the national cell"],
  PaymentPage: ['paymentPage', "Address of the payment gateway's pay page"],
  ApiAddress: ['apiAddress', "Address of this cell's HTTP API as callers see it"],
  NationalApi: ['nationalApi', "Address of the national cell's HTTP API"],
} as const satisfies Record<string, readonly [keyof CellConfig, string]>;

export type AddressName = keyof typeof addresses;

/** CloudFormation parameters for what differs between places; the same template runs in all of them. */
export const addressParameters = <Name extends AddressName>(
  scope: Construct,
  config: CellConfig,
  names: readonly Name[],
): Record<Name, CfnParameter> =>
  Object.fromEntries(
    names.map((name) => {
      const [key, description] = addresses[name];
      return [name, new CfnParameter(scope, name, { type: 'String', default: String(config[key]), description })];
    }),
  ) as Record<Name, CfnParameter>;
