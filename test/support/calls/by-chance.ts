/**
 * Places where a function only comes when it loses a race against another, with what makes it so. They are disturbed when a journey
 * comes by, but no journey can be made to.
 */
const RACES: readonly RegExp[] = [
  // The dossier was moved by somebody else between the reading and the writing of a step, which is decided anew.
  /DynamoDB\.TransactWriteItems > DynamoDB\.GetItem/,
  // An answer's event was consumed before the event that starts the execution.
  / TaskDriveApprovals: .*SFN\.DescribeExecution > SFN\.StartExecution/,
  // A task was closed while the tokens of two executions, the lost one's and the next one's, were held for it.
  / TaskDriveApprovals: .*SFN\.SendTaskSuccess > SFN\.SendTaskSuccess/,
  // Two sweeps at once: the dossier that the index names was moved by the other one.
  / DossierEnactDeadlines: .*DynamoDB\.Query > DynamoDB\.GetItem > DynamoDB\.(Query|PutItem)/,
];

/** Whether a case lies at such a place. */
export const isByChance = (name: string): boolean => RACES.some((race) => race.test(name));
