import { afterEach, expect, test } from 'vitest';
import { bindPort } from '../../../local/http/bound-port.ts';
import { openHttpApi } from '../../../local/http/http-api.ts';
import { type FunctionLab, openFunctionLab } from '../lambda/function-lab.ts';
import { apiResources } from './api-lab.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** An API whose only function calls the same API again while `depth` is above nothing, on a runtime with one environment. */
const openRecursion = async (call: string) => {
  const lab: FunctionLab = openFunctionLab({ maxWarm: 1, perFunction: 1 });
  const port = await bindPort();
  lab.deploy(
    'Handler',
    `import { get } from 'node:http';
     const byFetch = async (url) => (await fetch(url)).text();
     const byHttp = (url) => new Promise((resolve, reject) => get(url, async (response) => {
       let text = '';
       for await (const chunk of response) text += chunk;
       resolve(text);
     }).on('error', reject));
     export const handler = async ({ pathParameters: { depth } }) =>
       ({ statusCode: 200, body: depth === '0' ? 'bottom' : depth + ' ' + (await ${call}('${port.url}/down/' + (depth - 1))) });`,
    { Timeout: 20 },
  );
  const resources = apiResources({ routes: { 'GET /down/{depth}': {} } });
  const api = await openHttpApi({
    api: resources[0],
    resources,
    invoke: lab.functions.invoke,
    clock: lab.clock,
    port,
    log: lab.logs.write,
  });
  ends.push(api.stop, lab.stop);
  return { lab, api };
};

test.each(['byFetch', 'byHttp'])('a function that calls its own API (%s) does not wait for itself', async (call) => {
  const { lab, api } = await openRecursion(call);
  expect(await (await fetch(`${api.url}/down/2`)).text()).toBe('2 1 bottom');
  expect(lab.functions.warm()).toBe(1);
  expect(api.requests()).toEqual({ 'GET /down/{depth}': 3 });
});
