import { expect, it } from 'vitest';
import { ofType, synthesize } from './synthesized.ts';

/** Logical ids that hold data or keys, or that others subscribe to (not the operators' own alarm topics). A change here would replace them: it needs a migration, not a new snapshot. */
const stateful = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::SNS::Topic'];

it('keeps the logical ids of stateful resources', () => {
  const found = synthesize('42').flatMap(({ stage, stack, template }) =>
    stateful.flatMap((type) =>
      ofType(template, type)
        .filter(([id]) => !id.startsWith('OperatorAlarms'))
        .map(([id]) => `${stage}/${stack} ${type} ${id}`),
    ),
  );
  expect(found.sort()).toMatchInlineSnapshot(`
    [
      "National/State AWS::DynamoDB::GlobalTable EDocuments55BC7997",
      "National/State AWS::DynamoDB::GlobalTable LookupRecords4060C8DD",
      "National/State AWS::DynamoDB::GlobalTable RegistriesAADB2664",
      "National/State AWS::KMS::Key SecretsA3BCC2E9",
      "National/State AWS::SecretsManager::Secret OwnerIndexKeysEA48C51D",
      "Province42/State AWS::DynamoDB::GlobalTable Dossiers187B20A3",
      "Province42/State AWS::KMS::Key PersonalData278FF654",
      "Province42/State AWS::KMS::Key ResultSigningDB164E4E",
      "Province42/State AWS::S3::Bucket Documents7E5B2978",
      "Province42/State AWS::SNS::Topic DossierEvents19EC2DEC",
      "Province42/State AWS::SecretsManager::Secret MerchantB18716D3",
      "Province42/State AWS::SecretsManager::Secret NationalClientBBEC7C1F",
      "Province42/State AWS::SecretsManager::Secret OwnerIndexKeysEA48C51D",
    ]
  `);
});
