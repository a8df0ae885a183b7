import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as z from 'zod';
import type * as env from '../../functions/form/form.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { acknowledge } from '../nag.ts';
import type { StateStack } from '../state-stack.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** What the function that prints forms makes itself, and where: the malware scan leaves these keys out. */
const ownFiles = ['forms/*', 'certificates/*'] as const;

/** Tinos (SIL Open Font License), whose letters are as wide as those of Times New Roman, which Decree 30/2020/NĐ-CP prescribes. */
const fonts = {
  'regular.ttf': import.meta.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  'bold.ttf': import.meta.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
};

/** The forms of a dossier: as data, and as a signed PDF that is made when it is first opened. */
export class FormFeature extends Construct {
  constructor(scope: Construct, id: string, { code, state, api }: Cell) {
    super(scope, id);
    const table = state.dossiers.tableArn;
    const { read, list, write } = tableRights;
    const reading = {
      DOSSIERS_TABLE: state.dossiers.tableName,
      OWNER_KEYS_SECRET: state.ownerKeys.secretArn,
      PERSONAL_DATA_KEY: state.personalDataKey.keyArn,
    };

    const forms = new ServiceFunction<Env<'ReadFormsEnv'>>(this, 'ReadForms', { entry: 'form/read-forms', environment: reading });
    const pdf = new ServiceFunction<Env<'OpenFormPdfEnv'>>(this, 'OpenFormPdf', {
      entry: 'form/open-form-pdf',
      // The first opening prints, signs and stamps; a cold start with fonts and the PDF library comes on top.
      timeout: Duration.seconds(20),
      memoryMb: 1024,
      beside: fonts,
      environment: {
        ...reading,
        CELL: code,
        DOCUMENTS_BUCKET: state.documents.bucketName,
        FORM_KEY: state.formKey.keyArn,
        TIME_STAMP_KEY: state.timeStampKey.keyArn,
      },
    })
      .allow(['kms:Sign', 'kms:GetPublicKey'], [state.formKey.keyArn, state.timeStampKey.keyArn])
      .allow(
        ['s3:GetObject', 's3:PutObject'],
        ownFiles.map((keys) => state.documents.arnForObjects(keys)),
      )
      // Without the right to list, S3 answers 403 instead of 404 for a file that is not there yet.
      .allow(['s3:ListBucket'], [state.documents.bucketArn]);
    for (const fn of [forms, pdf]) {
      // An officer's look is recorded before anything is opened.
      fn.allow([...read, ...list, ...write], [table]).allow(['kms:Decrypt'], [state.personalDataKey.keyArn]);
      allowSecret(fn, state.ownerKeys);
    }
    for (const keys of ownFiles)
      acknowledge(
        pdf,
        filesFinding(state, keys),
        'its own files only: a key names the dossier, the event and the form, or the certificate',
      );

    for (const audience of ['citizen', 'staff']) {
      const path = `/${audience}/dossiers/{dossierId}/forms`;
      api.route(`GET ${path}`, forms);
      api.route(`GET ${path}/{form}`, forms);
      api.route(`POST ${path}/{form}/pdf`, pdf);
    }
  }
}

/** cdk-nag's name of the finding "objects of the documents bucket under these keys", as another stack sees the bucket: by its export. */
const filesFinding = (state: StateStack, keys: string): string => {
  const imported: unknown = Stack.of(state).resolve(state.exportValue(state.documents.bucketArn));
  const { 'Fn::ImportValue': name } = z.object({ 'Fn::ImportValue': z.string() }).parse(imported);
  return `AwsSolutions-IAM5[Resource::${name}/${keys}]`;
};
