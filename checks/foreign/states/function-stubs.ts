import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../../local/aws-json.ts';
import type { InvokeResult } from '../../../local/invoke.ts';
import { FunctionFailure, type Stub } from './case.ts';

const PREFIX = 'arn:aws:lambda:ap-southeast-1:000000000000:function:';

const textField = (value: unknown, name: string): string | undefined => {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === 'string' ? field : undefined;
};

/** The functions of all cases, for one engine. Each case has its own under its own names, so that cases can run side by side. */
export class FunctionStubs {
  readonly #stubs = new Map<string, { readonly stub: Stub; calls: number; readonly tokens: string[] }>();

  /** Gives what puts each `${name}` in a text right, and the tokens that the functions of this run are handed. */
  install(run: string, functions: Readonly<Record<string, Stub>>): { readonly tokens: string[]; substitute(text: string): string } {
    const tokens: string[] = [];
    const arns = Object.entries(functions).map(([name, stub]) => {
      const arn = `${PREFIX}${run}-${name}`;
      this.#stubs.set(arn, { stub, calls: 0, tokens });
      return [`\${${name}}`, arn] as const;
    });
    return { tokens, substitute: (text) => arns.reduce((done, [name, arn]) => done.replaceAll(name, arn), text) };
  }

  async invoke(functionArn: string, event: unknown): Promise<InvokeResult> {
    const known = this.#stubs.get(functionArn);
    if (!known) throw new Error(`no function ${functionArn}`);
    const call = known.calls++;
    const token = textField(event, 'token');
    if (token !== undefined) known.tokens.push(token);
    try {
      return { ok: true, payload: (await known.stub(event, call)) ?? null };
    } catch (error) {
      if (error instanceof FunctionFailure) return { ok: false, errorType: error.type, errorMessage: error.message };
      throw error;
    }
  }
}

/** Offers the functions on loopback: POST {functionArn, event} answers an InvokeResult. */
export const serveStubs = async (stubs: FunctionStubs): Promise<{ readonly url: string; stop(): void }> => {
  const server = createServer(async (request, response) => {
    const body: unknown = JSON.parse((await readBody(request)).toString('utf8'));
    const event: unknown = typeof body === 'object' && body !== null && 'event' in body ? body.event : undefined;
    try {
      const result = await stubs.invoke(textField(body, 'functionArn') ?? '', event);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
