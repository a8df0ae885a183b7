import { Agent, request } from 'node:http';
import { isObject, type JsonObject, objectOf } from './json-fields.ts';

export type EngineAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** An answer of the engine that is not 200. `type` is the error's name without its namespace. */
export class EngineError extends Error {
  readonly type: string;
  constructor(operation: string, type: string, message: string) {
    super(`${operation}: ${type}: ${message}`);
    this.name = 'EngineError';
    this.type = type;
  }
}

/** Speaks to a DynamoDB endpoint in its JSON protocol, without an SDK: used for every call of the runtime's own. */
export type EngineCall = {
  readonly endpoint: string;
  /** Sends a body as it is. `target` is the X-Amz-Target header. Rejects only when the connection fails. */
  send(target: string, body: Buffer | string): Promise<EngineAnswer>;
  /** Calls one operation; throws EngineError. `api` is `DynamoDB` (default) or `DynamoDBStreams`. */
  call(operation: string, input: JsonObject, api?: 'DynamoDB' | 'DynamoDBStreams'): Promise<JsonObject>;
  close(): void;
};

/** The engine checks that a signature is there, not that it is right. */
const UNCHECKED_SIGNATURE = {
  authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/ap-southeast-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00',
  'x-amz-date': '20260101T000000Z',
};

/** The headers of an answer that its client may look at. */
const PASSED_HEADERS = ['content-type', 'x-amz-crc32', 'x-amzn-requestid'];

/** The name in `__type`, without its namespace. */
export const errorType = (body: JsonObject): string => String(body['__type'] ?? 'InternalFailure').replace(/^.*#/, '');

const parsed = (body: Buffer): JsonObject => {
  const value: unknown = body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
  return objectOf(value, 'the answer of the DynamoDB engine');
};

export const createEngineCall = (endpoint: string): EngineCall => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (target: string, body: Buffer | string) =>
    new Promise<EngineAnswer>((resolve, reject) => {
      const outgoing = request(
        endpoint,
        {
          method: 'POST',
          agent,
          headers: {
            ...UNCHECKED_SIGNATURE,
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': target,
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const headers = PASSED_HEADERS.flatMap((name) => {
              const value = incoming.headers[name];
              return typeof value === 'string' ? [[name, value] as const] : [];
            });
            resolve({ status: incoming.statusCode ?? 500, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  return {
    endpoint,
    send,
    async call(operation, input, api = 'DynamoDB') {
      const answer = await send(`${api}_20120810.${operation}`, JSON.stringify(input));
      const body = parsed(answer.body);
      if (answer.status === 200) return body;
      throw new EngineError(operation, errorType(body), String(body['message'] ?? body['Message'] ?? answer.status));
    },
    close: () => agent.destroy(),
  };
};

/** The answer's JSON, or undefined when it is none. */
export const answerJson = (answer: EngineAnswer): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(answer.body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
