import { createHash, createHmac } from 'node:crypto';
import { REGION, ROOT_KEY } from './emulator.ts';

type Request = {
  readonly service: string;
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An answer that was not 2xx. */
export class CallRefused extends Error {
  constructor(what: string, status: number, body: string) {
    super(`${what} answered ${status}: ${body.slice(0, 600)}`);
    this.name = 'CallRefused';
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Signature version 4 of a POST without a query, signed by the emulator's root. */
const signed = (endpoint: URL, { service, path = '/', headers, body }: Request): Record<string, string> => {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const all: Record<string, string> = { ...headers, host: endpoint.host, 'x-amz-date': time };
  const names = Object.keys(all).sort();
  const signedHeaders = names.join(';');
  const canonical = ['POST', path, '', ...names.map((name) => `${name}:${all[name]}`), '', signedHeaders, sha256(body)].join('\n');
  const scope = `${day}/${REGION}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, REGION, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${ROOT_KEY.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 Credential=${ROOT_KEY.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
};

/** Calls of services whose SDK clients the project has no other use for. Each throws CallRefused for an answer that is not 2xx. */
export const awsCalls = (endpoint: string) => {
  const post = async (what: string, request: Request): Promise<{ readonly headers: Headers; readonly text: string }> => {
    const { host: _host, ...headers } = signed(new URL(endpoint), request);
    const answer = await fetch(`${endpoint}${request.path ?? '/'}`, { method: 'POST', headers, body: request.body });
    const text = await answer.text();
    if (!answer.ok) throw new CallRefused(what, answer.status, text);
    return { headers: answer.headers, text };
  };
  return {
    /** A JSON protocol call: `json('events', 'AWSEvents.PutEvents', {…})`. */
    json: async (service: string, target: string, input: unknown): Promise<unknown> => {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      const { text } = await post(target, { service, headers, body: JSON.stringify(input) });
      return text === '' ? {} : JSON.parse(text);
    },
    /** A query protocol call: `query('iam', '2010-05-08', {Action: 'GetRolePolicy', …})`; the answer is XML. */
    query: async (service: string, version: string, input: Readonly<Record<string, string>>): Promise<string> => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      const body = new URLSearchParams({ Version: version, ...input }).toString();
      return (await post(`${service} ${input['Action']}`, { service, headers, body })).text;
    },
    /** Calls a function and waits for its answer. `failed` says that the function threw; the payload tells what. */
    invoke: async (functionName: string, event: unknown): Promise<{ readonly failed: boolean; readonly payload: unknown }> => {
      const path = `/2015-03-31/functions/${functionName}/invocations`;
      const headers = { 'content-type': 'application/json' };
      const answer = await post(`invoke ${functionName}`, { service: 'lambda', path, headers, body: JSON.stringify(event) });
      return { failed: answer.headers.has('x-amz-function-error'), payload: answer.text === '' ? undefined : JSON.parse(answer.text) };
    },
  };
};

export type AwsCalls = ReturnType<typeof awsCalls>;
