import { randomUUID } from 'node:crypto';
import { GetCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fastify from 'fastify';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ulid } from 'ulid';
import * as z from 'zod';
import { documentClient } from '../../functions/platform/dynamodb-client.dynamodb.ts';

/*
 * The reference of the intake bench, a process of its own: a bare Fastify route that writes what `POST /citizen/dossiers` wrote once,
 * item by item and byte by byte, under a new id each time. Argument: Setup as JSON. The engine's address and credentials are in
 * the environment, as for a function.
 */

/** What the bare route copies, and who may call it. */
export const Setup = z.object({
  issuer: z.string(),
  audience: z.string(),
  /** The cell's table, and the dossier in it that is the pattern. */
  table: z.string(),
  dossierId: z.string(),
  bareTable: z.string(),
  /** The answer that the pattern's request got. */
  answer: z.record(z.string(), z.unknown()),
});
export type Setup = z.infer<typeof Setup>;

type Item = Record<string, unknown>;

const setup = Setup.parse(JSON.parse(process.argv[2] ?? ''));
const client = documentClient();

const scanned = await client.send(new ScanCommand({ TableName: setup.table }));
const pattern: Item[] = (scanned.Items ?? []).filter(
  ({ pk, reference }) => pk === `DOSSIER#${setup.dossierId}` || reference === setup.dossierId,
);
if (pattern.length !== 4) throw new Error(`the pattern has ${pattern.length} items, and the transaction writes 4`);

/** An item of the pattern under another dossier id and another key; texts keep their lengths. */
const copied = (item: Item, dossierId: string, pointer: string): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      if (name === 'pk' && String(value).startsWith('IDEMPOTENCY#')) return [name, pointer];
      return [name, typeof value === 'string' ? value.replace(setup.dossierId, dossierId) : value];
    }),
  );

/** As the product's: new items must be new, a pointer may replace one that expired, the form is put. */
const condition = ({ sk, pk }: Item, now: number) => {
  if (String(sk).startsWith('FORM')) return {};
  if (!String(pk).startsWith('IDEMPOTENCY#')) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return { ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now', ExpressionAttributeValues: { ':now': now } };
};

const write = (dossierId: string, pointer: string) => {
  const now = Math.floor(Date.now() / 1000);
  return client.send(
    new TransactWriteCommand({
      TransactItems: pattern.map((item) => ({
        Put: { TableName: setup.bareTable, Item: copied(item, dossierId, pointer), ...condition(item, now) },
      })),
    }),
  );
};

/** Of the same length as the product's: SHA-256 in base64url. */
const pointerOf = (): string => `IDEMPOTENCY#${randomUUID().replaceAll('-', '').padEnd(43, '0')}`;

const keys = createRemoteJWKSet(new URL(`${setup.issuer}/jwks`));
const app = fastify({ logger: false });
const body = { type: 'object', required: ['procedure', 'form'], properties: { procedure: { type: 'string' }, form: { type: 'object' } } };

app.post('/dossiers', { schema: { body } }, async (request, reply) => {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  await jwtVerify(token, keys, { algorithms: ['RS256'], issuer: setup.issuer, audience: setup.audience, requiredClaims: ['exp'] });
  const [dossierId, pointer] = [ulid(), pointerOf()];
  await client.send(new GetCommand({ TableName: setup.bareTable, Key: { pk: pointer, sk: 'POINTER' }, ConsistentRead: true }));
  await write(dossierId, pointer);
  return reply.code(201).send({ ...setup.answer, dossierId });
});

app.post('/transaction-only', { schema: { body } }, async (_request, reply) => {
  const dossierId = ulid();
  await write(dossierId, pointerOf());
  return reply.code(201).send({ ...setup.answer, dossierId });
});

process.send?.({ url: await app.listen({ host: '127.0.0.1', port: 0 }) });
process.on('message', (message) => {
  if (message === 'stop') process.exit(0);
});
