import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { EDocuments } from './e-documents.ts';

/*
 * Access patterns of the table "e-documents"
 *   one document by its result code   pk `E-DOCUMENT#<code>`, sk `E-DOCUMENT`
 *   the documents of an owner         pk `OWNER#<owner key>`, sk `<issuedAt>#<code>`: an entry that names the document
 */
const documentKey = (code: string) => ({ pk: `E-DOCUMENT#${code}`, sk: 'E-DOCUMENT' });

const Stored = z.object({ jws: z.string() });

export const dynamoEDocuments = (client: DynamoDBDocumentClient, table: string): EDocuments => ({
  store: async (document) => {
    const { code, ownerKey, issuedAt, procedure, outcome } = document;
    const entry = { pk: `OWNER#${ownerKey}`, sk: `${issuedAt}#${code}`, itemVersion: 1, code, procedure, outcome };
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: table,
                Item: { ...documentKey(code), itemVersion: 1, ...document },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
            { Put: { TableName: table, Item: entry } },
          ],
        }),
      );
      return { kind: 'stored' };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      // A conflict with the same document on its way is settled by looking: there, or thrown so that the cell asks again.
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: documentKey(code), ConsistentRead: true }));
      if (!Item) throw error;
      return { kind: 'exists', jws: Stored.parse(Item).jws };
    }
  },
});
