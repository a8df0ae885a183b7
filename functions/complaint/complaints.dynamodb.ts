import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { inboxPartition, inboxShard } from '../ledger/deadline-bucket.ts';
import type { Item, ItemWrite, Ledger } from '../ledger/ledger.ts';
import { Complaint, keyOfComplaint, keyOfLine, nextLimit, parseComplaintId, StoredLine } from './complaint.ts';
import { COMPLAINTS_INBOX, type Complaints } from './complaints.ts';

/** Reasons of a cancelled transaction that reading again gets over. */
const PASSING: readonly string[] = ['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** A complaint as it lies in the table: while something must be done, in its office's inbox by the time until when. */
export const storedComplaint = (complaint: Complaint): Item => {
  const at = nextLimit(complaint);
  return {
    ...keyOfComplaint(complaint.complaintId),
    ...complaint,
    ...(at && { inboxKey: inboxPartition(COMPLAINTS_INBOX, complaint.office, inboxShard(complaint.dossierId)), inboxAt: at }),
  };
};

const isLine = (item: Item): boolean => String(item['sk']).split('#').length > 2;

/** Complaints in DynamoDB, in the partitions of their dossiers. `ledger` reads them. */
export const dynamoComplaints = (client: DynamoDBDocumentClient, table: string, ledger: Pick<Ledger, 'readItem' | 'list'>): Complaints => {
  const absent = { TableName: table, ConditionExpression: 'attribute_not_exists(pk)' };
  const lineItem = (complaintId: string, line: StoredLine): Item => ({ ...keyOfLine(complaintId, line.n), ...line });

  const write = async (items: NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>) => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (error.CancellationReasons?.some(({ Code }) => PASSING.includes(Code ?? ''))) return false;
      throw error;
    }
  };

  const pointer = ({ key, item }: ItemWrite, at: Date) => ({
    TableName: table,
    Item: { ...key, ...item },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
    ExpressionAttributeValues: { ':now': Math.floor(at.getTime() / 1000) },
  });

  return {
    file: async (complaint, line, once, at) => {
      const { complaintId } = complaint;
      const filed = await write([
        { Put: { ...absent, Item: storedComplaint(complaint) } },
        { Put: { ...absent, Item: lineItem(complaintId, line) } },
        { Put: pointer(once, at) },
      ]);
      return filed ? 'filed' : 'used';
    },

    move: async (before, after, line) => {
      const moved = await write([
        {
          Put: {
            TableName: table,
            Item: storedComplaint(after),
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': before.version },
          },
        },
        { Put: { ...absent, Item: lineItem(after.complaintId, line) } },
      ]);
      return moved ? 'moved' : 'stale';
    },

    read: async (complaintId) => {
      const item = await ledger.readItem(keyOfComplaint(complaintId));
      return item && Complaint.parse(item);
    },

    lines: async (complaintId) => {
      const { dossierId } = parseComplaintId(complaintId);
      const items = await ledger.list(dossierId, `${keyOfComplaint(complaintId).sk}#`);
      return items.map((item) => StoredLine.parse(item));
    },

    ofDossier: async (dossierId) =>
      (await ledger.list(dossierId, 'COMPLAINT#')).filter((item) => !isLine(item)).map((item) => Complaint.parse(item)),
  };
};
