/** What the API answered instead of what was expected; the problem document is in the message. */
export class UnexpectedAnswer extends Error {
  readonly status: number;
  constructor(request: string, status: number, body: string) {
    super(`${request} answered ${status}: ${body}`);
    this.name = 'UnexpectedAnswer';
    this.status = status;
  }
}

export type Json = Readonly<Record<string, unknown>>;

export type ApiAnswer = { readonly status: number; readonly headers: Headers; readonly body: Json };

export type ApiClient = {
  /** Any answer, whatever its status. */
  send(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  /** The body of a 2xx answer. @throws UnexpectedAnswer */
  get(path: string): Promise<Json>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Json>;
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): Json => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : { value };
  } catch {
    return { text };
  }
};

/** Talks to a cell's HTTP API as one caller; without a token as anyone. */
export const apiClient = (address: string, token?: string): ApiClient => {
  const send: ApiClient['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  };
  const expectSuccess = async (method: 'GET' | 'POST', path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => {
    const answer = await send(method, path, body, headers);
    if (answer.status >= 300) throw new UnexpectedAnswer(`${method} ${path}`, answer.status, JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    send,
    get: (path) => expectSuccess('GET', path),
    post: (path, body = {}, headers) => expectSuccess('POST', path, body, headers),
  };
};

/** A text field of an answer. @throws when it is not there */
export const textField = (body: Json, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`the answer has no text ${name}: ${JSON.stringify(body)}`);
  return value;
};

export const numberField = (body: Json, name: string): number => {
  const value = body[name];
  if (typeof value !== 'number') throw new Error(`the answer has no number ${name}: ${JSON.stringify(body)}`);
  return value;
};

export const listField = (body: Json, name: string): readonly Json[] => {
  const value = body[name];
  if (!Array.isArray(value)) throw new Error(`the answer has no list ${name}: ${JSON.stringify(body)}`);
  return value.filter(isObject);
};

export const objectField = (body: Json, name: string): Json => {
  const value = body[name];
  if (!isObject(value)) throw new Error(`the answer has no object ${name}: ${JSON.stringify(body)}`);
  return value;
};
