import { type CfnParameter, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CellApi } from './constructs/cell-api.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { AddressName } from './parameters.ts';
import type { dossierIndexes, StateStack } from './state-stack.ts';

/** What a feature of a province cell builds on. */
export type Cell = {
  readonly code: string;
  readonly state: StateStack;
  readonly addresses: Readonly<Record<AddressName, CfnParameter>>;
  readonly api: CellApi;
};

/** Rights on the table, by what a function does with it. Named here once so that features say the intent. */
export const tableRights = {
  read: ['dynamodb:GetItem'],
  readMany: ['dynamodb:BatchGetItem'],
  list: ['dynamodb:Query'],
  write: ['dynamodb:PutItem'],
  count: ['dynamodb:UpdateItem'],
} as const;

export const indexArn = (state: StateStack, name: keyof typeof dossierIndexes): string => `${state.dossiers.tableArn}/index/${name}`;

/**
 * Lets `fn` read a secret of the state stack. By statement, not by grant: a grant would write the function into the key's policy,
 * across stacks in a circle. The key opens by way of Secrets Manager only: the same key wraps the dossiers' data keys, which a
 * function that merely needs a secret has no business with.
 */
export const allowSecret = (fn: ServiceFunction<never>, secret: Secret): void => {
  fn.allow(['secretsmanager:GetSecretValue'], [secret.secretArn]);
  const { encryptionKey } = secret;
  if (!encryptionKey) return;
  fn.lambda.addToRolePolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(fn).region}.amazonaws.com` } },
    }),
  );
};
