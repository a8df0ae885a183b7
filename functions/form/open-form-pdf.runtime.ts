import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { OpenFormPdfEnv } from './form.env.ts';
import { s3FormFiles } from './form-files.s3.ts';
import { signedPrinter } from './signed-printer.ts';
import { kmsSigningKey } from './signing-key.kms.ts';
import { standInSigner } from './stand-in-signer.ts';
import { standInTimeStamps } from './stand-in-time-stamps.ts';

/** The fonts lie beside the bundle (infra/bundle/bundled-code.ts). */
const font = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url));

export const openFormPdfRuntime = () => {
  const env = readEnv(OpenFormPdfEnv);
  const http = httpRuntime(env);
  const client = documentClient();
  const formFiles = s3FormFiles({
    bucket: env.DOCUMENTS_BUCKET,
    clock: http.clock,
    region: client.config.region,
    credentials: client.config.credentials,
    endpoint: process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'],
  });
  const standIn = { files: formFiles, clock: http.clock, cell: env.CELL, serialNumber: () => randomBytes(15) };
  return {
    ...http,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    ids: randomIds(http.clock),
    formFiles,
    printSigned: signedPrinter({
      fonts: { regular: font('regular.ttf'), bold: font('bold.ttf') },
      signer: standInSigner({ ...standIn, key: kmsSigningKey(env.FORM_KEY) }),
      timeStamps: standInTimeStamps({ ...standIn, key: kmsSigningKey(env.TIME_STAMP_KEY) }),
      clock: http.clock,
    }),
  };
};
