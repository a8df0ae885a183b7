/**
 * Rights of the functions' roles that the journeys do not need, and why they are there all the same. Any other right that no call
 * needed fails the check.
 */
export type KnownUnusedRight = {
  /** Of which functions, by the beginning of the logical id. */
  readonly functions: RegExp;
  readonly action: string;
  /** Holds only for a role whose right to this was used. */
  readonly beside?: string;
  readonly because: string;
};

export const knownUnusedRights: readonly KnownUnusedRight[] = [
  {
    functions: /./,
    action: 'kms:Decrypt',
    beside: 'secretsmanager:GetSecretValue',
    because: "Secrets Manager decrypts a secret in the caller's name; the emulator does without",
  },
  {
    functions: /./,
    action: 'sns:PublishBatch',
    beside: 'sns:Publish',
    because: 'added by the check itself, for the known gap publish-batch',
  },
  {
    functions: /^(DocumentConfirmUpload|FormOpenFormPdf)/,
    action: 's3:ListBucket',
    because: 'makes S3 answer 404, not 403, for a file that is not there: nothing calls by that name',
  },
  {
    functions: /^DossierPublishEvents/,
    action: 'sqs:SendMessage',
    because: 'Lambda sends a batch there that failed for good',
  },
  {
    functions: /^(IdentityRunLookups|ResultDeliverResult)/,
    action: 'sqs:SendMessage',
    because: 'waits for a national cell that does not answer; in the journeys it does',
  },
  {
    functions: /^DossierSubmitDossier/,
    action: 'dynamodb:BatchGetItem',
    because: 'looks for the next free code where one is taken: no journey imports codes that the office itself is about to give',
  },
  {
    functions: /^DossierEnactDeadlines/,
    action: 'dynamodb:PutItem',
    because: 'no deadline passes in these minutes, and the cursor of the sweep moves once an hour',
  },
  {
    functions: /^TaskDriveApprovals/,
    action: 'dynamodb:PutItem',
    because: 'orders a new run for an execution that it finds lost; the journey has the event of the stop order it first',
  },
  {
    functions: /^TaskDriveApprovals/,
    action: 'states:DescribeExecution',
    because: 'asked only when nobody waits with a token: whether that happens depends on which of two calls is first',
  },
  {
    functions: /^Task(AnswerTask|DecideTask)/,
    action: 'dynamodb:BatchGetItem',
    because: 'reads what the other competent agencies of a stage said before the next one opens; no stage of the journeys has two',
  },
  {
    functions: /^(ResultNumberResult|Task(AnswerTask|DecideTask)|Document(RequestUpload|ConfirmUpload)|DossierAcceptDossier)/,
    action: 'dynamodb:Query',
    because: 'reads what has moved a time when that seems to have passed; in these minutes none passes',
  },
  {
    functions: /^PaymentNotifyPayment/,
    action: 'dynamodb:Query',
    because: 'reads what the fee did to the clock, where a procedure lets an unpaid fee stop it; none of the catalogue does',
  },
  {
    functions: /^TaskHoldTaskToken/,
    action: 'states:SendTaskSuccess',
    because: 'needed only when the answer came before its token: which is first differs from run to run',
  },
  {
    functions: /^StoreEDocument/,
    action: 'dynamodb:GetItem',
    because: 'a document that comes a second time is compared with the first',
  },
];
